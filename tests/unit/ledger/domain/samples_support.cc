#include "tests/unit/ledger/domain/programme.h"

namespace tests {

namespace {

#define BUSINESS(name, id, by, center, kind, state, number)                       \
  {                                                                               \
    name, "business.registered", by,                                              \
        R"({"business_id":")" id R"(","center_id":")" center R"(","kind":")" kind \
        R"(","pref_code":"40","jsic_code":"E","corporate_number_state":")" state  \
        R"(","name":"x","corporate_number":)" number "}"                          \
  }

#define CASE(name, id, business, grant)                                                       \
  {                                                                                           \
    name, "consultation.opened", "p-co",                                                      \
        R"({"case_id":")" id R"(","business_id":")" business                                  \
        R"(","center_id":"c40","channel":"visit","received_at":"2026-04-20T10:00:00+09:00",)" \
        R"("consent_ref":"$)" grant R"("})"                                                   \
  }

#define ISSUE(name, id, category)                                                              \
  {                                                                                            \
    name, "issue.identified", "p-co",                                                          \
        R"({"issue_id":")" id R"(","case_id":"k-5","business_id":"b-5","category":")" category \
        R"(","focus_fields":[],"specialist":true,"identified_on":"2026-04-21"})"               \
  }

constexpr Step kIdentities[] = {
    BUSINESS("", "b-4", "p-co", "c40", "corporation", "given", R"("7123456789012")"),
    BUSINESS("reg-5", "b-5", "p-co", "c40", "corporation", "absent", "null"),
    BUSINESS("reg-6", "b-6", "p-co", "c40", "sole_proprietor", "absent", "null"),
    BUSINESS("", "b-7", "p-co13", "c13", "corporation", "absent", "null"),
    BUSINESS("", "b-8", "p-co", "c40", "pre_startup", "absent", "null"),
    BUSINESS("", "b-10", "p-co", "c40", "corporation", "absent", "null"),
    BUSINESS("", "b-11", "p-co", "c40", "corporation", "absent", "null"),
    {"match-45", "business.match_proposed", "p-co",
     R"({"business_id":"b-4","other_id":"b-5","method":"tel","score":900})"},
    {"match-57", "business.match_proposed", "p-hq",
     R"({"business_id":"b-5","other_id":"b-7","method":"tel","score":900})"},
    {"match-46", "business.match_proposed", "p-co",
     R"({"business_id":"b-4","other_id":"b-6","method":"tel","score":900})"},
    {"merged-10", "business.merged", "p-cco",
     R"({"business_id":"b-11","absorbed_id":"b-10","number_relation":"equal",
         "decided_at":"2026-04-20T10:00:00+09:00"})"},
    {"", "business.succeeded", "p-cco",
     R"({"business_id":"b-8","successor_id":"b-6","kind":"succession","succeeded_on":"2026-04-20"})"},
    {"", "licence.issued", "p-admin",
     R"({"licence_id":"l-sub","person_id":"p-sub","issued_on":"2026-04-01"})"},
    {"", "policy.parameter_set", "p-admin", R"({"name":"support.cease_policy","value":"r8-1"})"},
};

constexpr Step kConsents[] = {
    {"grant-5", "consent.sharing_granted", "p-co",
     R"({"business_id":"b-5","text_version":"r8","clause_purposes":["run_project"],
         "recipients":["meti","hq","other_impl_body","other_center"],"method":"paper",
         "given_at":"2026-04-20T09:00:00+09:00","given_by":"x"})"},
    {"to-b5", "consent.referral_granted", "p-co",
     R"({"business_id":"b-5","recipient":"sup-b","items":["identity","issue"],"method":"paper",
         "given_at":"2026-04-20T10:00:00+09:00","expires_on":"2026-04-30","given_by":"x"})"},
    {"pub-5", "consent.publication_granted", "p-co",
     R"({"business_id":"b-5","medium":"website","method":"paper","given_at":"2026-04-20T10:00:00+09:00",
         "expires_on":"2027-03-31","given_by":"x"})"},
    {"fin-5", "business.financials_submitted", "p-co",
     R"({"business_id":"b-5","business_kind":"corporation","form":"kessansho","submitted_on":"2026-04-22",
         "period_start":"2025-04-01","period_end":"2026-03-31","sales":1,"operating_profit":-1,
         "depreciation":0,"personnel_cost":1})"},
    {"prof-5", "business.profile_updated", "p-co",
     R"({"business_id":"b-5","as_of_on":"2026-04-22","employees":3})"},
    {"", "consent.phase2_agreed", "p-co",
     R"({"business_id":"b-5","agreed_at":"2026-04-22T10:00:00+09:00","given_by":"x"})"},
    {"c5-i", "phase.criterion_met", "p-co", R"({"business_id":"b-5","criterion":"i","met_on":"2026-04-22"})"},
    {"c5-ii", "phase.criterion_met", "p-co",
     R"({"business_id":"b-5","criterion":"ii","met_on":"2026-04-22","goal_agreed":true,
         "step":"hearing_answered"})"},
    {"c5-iii", "phase.criterion_met", "p-co",
     R"({"business_id":"b-5","criterion":"iii","met_on":"2026-04-22"})"},
    {"", "phase.transitioned", "p-cco",
     R"({"business_id":"b-5","to":2,"transitioned_on":"2026-04-25","criterion_i":"$c5-i",
         "criterion_ii":"$c5-ii","criterion_iii":"$c5-iii"})"},
};

constexpr Step kLifeCycles[] = {
    CASE("open-5", "k-5", "b-5", "grant-5"),
    CASE("", "k-6", "b-5", "grant-5"),
    CASE("", "k-7", "b-5", "grant-5"),
    {"", "consultation.assigned", "p-cco",
     R"({"case_id":"k-5","person_id":"p-co","assigned_on":"2026-04-20"})"},
    {"", "consultation.closed", "p-co", R"({"case_id":"k-6","reason":"completed","closed_on":"2026-04-21"})"},
    {"held-5", "session.held", "p-co",
     R"({"session_id":"s-5","case_id":"k-5","business_id":"b-5","started_at":"2026-04-21T10:00:00+09:00",
         "minutes":60,"channel":"visit","attendees":[
         {"person_id":"p-co","org_id":"impl-40","capacity":"consultant"},
         {"person_id":"x-5","org_id":"sup-b","capacity":"support_org"},
         {"person_id":"x-6","org_id":"sup-a","capacity":"support_org"}],"summary":"x"})"},
    {"joint-5", "joint_support.held", "p-co",
     R"({"session_id":"s-5","case_id":"k-5","business_id":"b-5","org_ids":["sup-b"]})"},
    {"adv-5", "advice.recorded", "p-co",
     R"({"advice_id":"v-5","session_id":"s-5","case_id":"k-5","business_id":"b-5","advice":"x"})"},
    ISSUE("ident-5", "i-5", "sales_growth"),
    ISSUE("", "i-6", "bookkeeping"),
    ISSUE("", "i-7", "startup"),
    ISSUE("", "i-8", "it_use"),
    {"solved-5", "issue.resolved", "p-co",
     R"({"issue_id":"i-5","case_id":"k-5","business_id":"b-5","resolved_on":"2026-04-22"})"},
    {"", "issue.resolved", "p-co",
     R"({"issue_id":"i-6","case_id":"k-5","business_id":"b-5","resolved_on":"2026-04-22"})"},
    {"outcome-5", "outcome.confirmed", "p-co",
     R"({"issue_id":"i-5","case_id":"k-5","business_id":"b-5","kind":"sales_up",
         "confirmed_on":"2026-04-23","confirmed_by":"x"})"},
    {"", "issue.closed_unresolved", "p-co",
     R"({"issue_id":"i-7","case_id":"k-5","business_id":"b-5","reason":"not_solvable",
         "closed_on":"2026-04-22"})"},
    {"made-5", "referral.made", "p-co",
     R"({"referral_id":"f-5","case_id":"k-5","business_id":"b-5","issue_id":"i-8","target":"sup-b",
         "target_kind":"support_org","consent_ref":"$to-b5","items":["issue"],"made_on":"2026-04-23"})"},
    {"", "referral.made", "p-co",
     R"({"referral_id":"f-6","case_id":"k-5","business_id":"b-5","issue_id":"i-5","target":"sup-b",
         "target_kind":"support_org","consent_ref":"$to-b5","items":["issue"],"made_on":"2026-04-23"})"},
    {"", "referral.accepted", "p-co", R"({"referral_id":"f-5","accepted_on":"2026-04-24"})"},
    {"", "productivity_plan.adopted", "p-prod",
     R"({"plan_id":"pl-5","business_id":"b-5","center_id":"c40","industry":"retail",
         "adopted_on":"2026-04-24","adopted_by":"x",
         "plan_sha256":"0000000000000000000000000000000000000000000000000000000000000000"})"},
    {"", "followup.recorded", "p-co",
     R"({"followup_id":"fu-5","business_id":"b-5","center_id":"c40","about_kind":"plan","about":"pl-5",
         "followed_on":"2026-04-28","result":"progressing"})"},
    {"", "provision.recorded", "p-co",
     R"({"provision_id":"pv-5","business_id":"b-5","center_id":"c40","recipient":"hq",
         "recipient_kind":"hq","items":["consultation"],"basis":"sharing_consent","consent_ref":"$grant-5",
         "record_kind":"exempt","method":"system","provided_at":"2026-04-24T10:00:00+09:00"})"},
};

// Each is accepted as the next event after the story.
constexpr Step kIdentitySamples[] = {
    {"", "business.corporate_number_verified", "p-staff",
     R"({"business_id":"b-4","source":"nta","looked_up_at":"2026-05-01T09:00:00+09:00",
         "number_finding":"equal","corporate_number":"7123456789012"})"},
    {"", "business.match_proposed", "p-co",
     R"({"business_id":"b-1","other_id":"b-4","method":"corp_no","score":1000})"},
    {"", "business.match_rejected", "p-cco",
     R"({"business_id":"b-4","other_id":"b-5","reason":"different_business","decided_on":"2026-05-01"})"},
    {"", "business.merged", "p-cco",
     R"({"business_id":"b-4","absorbed_id":"b-5","number_relation":"one_absent","proposal":"$match-45",
         "decided_at":"2026-05-01T09:00:00+09:00"})"},
    {"", "business.unmerged", "p-hq",
     R"({"business_id":"b-11","absorbed_id":"b-10","merge":"$merged-10","reason":"different_business"})"},
    {"", "business.succeeded", "p-cco",
     R"({"business_id":"b-2","successor_id":"b-3","kind":"incorporation","succeeded_on":"2026-05-01"})"},
    {"", "business.closed", "p-co", R"({"business_id":"b-3","closed_on":"2026-05-01","reason":"retired"})"},
    {"", "consent.referral_withdrawn", "p-co",
     R"({"business_id":"b-5","recipient":"sup-b","grant":"$to-b5",
         "withdrawn_at":"2026-05-01T09:00:00+09:00"})"},
    {"", "consent.publication_granted", "p-co",
     R"({"business_id":"b-1","medium":"case_book","method":"paper","given_at":"2026-05-01T09:00:00+09:00",
         "expires_on":"2026-05-01","given_by":"x"})"},
    {"", "consent.publication_withdrawn", "p-co",
     R"({"business_id":"b-5","medium":"website","grant":"$pub-5",
         "withdrawn_at":"2026-05-01T09:00:00+09:00"})"},
    {"", "provision.recorded", "p-co",
     R"({"provision_id":"pv-9","business_id":"b-5","center_id":"c40","recipient":"sup-b",
         "recipient_kind":"support_org","items":["issue"],"basis":"referral_consent",
         "consent_ref":"$to-b5","record_kind":"article_29","method":"paper",
         "provided_at":"2026-04-30T10:00:00+09:00"})"},
    {"", "provision.received", "p-co",
     R"({"provision_id":"pv-8","business_id":"b-5","center_id":"c40","provider":"c13",
         "how_obtained":"from_business_with_consent","items":["issue"],
         "received_at":"2026-05-01T09:00:00+09:00"})"},
};

constexpr Step kStepSamples[] = {
    {"", "consultation.reassigned", "p-cco",
     R"({"case_id":"k-5","person_id":"p-sub","reason":"absence","assigned_on":"2026-05-01"})"},
    {"", "consultation.reopened", "p-co",
     R"({"case_id":"k-6","reason":"new_request","reopened_on":"2026-05-01"})"},
    {"", "consultation.transferred", "p-co",
     R"({"case_id":"k-5","business_id":"b-5","target":"c13","target_kind":"other_center",
         "consent_ref":"$grant-5","reason":"territory","transferred_on":"2026-05-01"})"},
    {"", "consultation.discontinued", "p-cco",
     R"({"case_id":"k-5","business_id":"b-5","ground":"harassment","policy_version":"r8-1",
         "discontinued_on":"2026-05-01"})"},
    {"", "issue.reclassified", "p-cco",
     R"({"issue_id":"i-5","case_id":"k-5","business_id":"b-5","from":"sales_growth","to":"bookkeeping",
         "reason":"wrong_category","reclassified_on":"2026-05-01"})"},
    {"", "issue.reopened", "p-co",
     R"({"issue_id":"i-5","case_id":"k-5","business_id":"b-5","reason":"relapse",
         "reopened_on":"2026-05-01"})"},
    {"", "issue.closed_unresolved", "p-co",
     R"({"issue_id":"i-8","case_id":"k-5","business_id":"b-5","reason":"referred",
         "closed_on":"2026-05-01"})"},
    {"", "phase.ended", "p-cco", R"({"business_id":"b-5","reason":"goal_reached","ended_on":"2026-04-25"})"},
    {"", "productivity_plan.adopted", "p-prod",
     R"({"plan_id":"pl-9","business_id":"b-1","center_id":"c40","industry":"lodging",
         "adopted_on":"2026-05-01","adopted_by":"x",
         "plan_sha256":"0000000000000000000000000000000000000000000000000000000000000000"})"},
    {"", "followup.recorded", "p-co",
     R"({"followup_id":"fu-9","business_id":"b-5","center_id":"c40","about_kind":"referral","about":"f-5",
         "followed_on":"2026-05-01","result":"achieved"})"},
    {"", "referral.completed", "p-co",
     R"({"referral_id":"f-5","completed_on":"2026-04-24","result":"supported"})"},
    {"", "referral.received", "p-co",
     R"({"referral_id":"f-9","business_id":"b-5","center_id":"c40","source":"sup-a",
         "source_kind":"support_org","matter":"specialist","no_local_capacity":false,
         "received_on":"2026-05-01"})"},
};

constexpr Step kCorrectionSamples[] = {
    {"", "business.corrected", "p-co",
     R"({"corrects":"$reg-6","correction_reason":"wrong_content","business_id":"b-6","center_id":"c40",
         "kind":"pre_startup","pref_code":"41","jsic_code":"E","corporate_number_state":"absent",
         "name":"y"})"},
    {"", "business.financials_corrected", "p-co",
     R"({"corrects":"$fin-5","correction_reason":"typing_error","business_id":"b-5",
         "business_kind":"corporation","form":"kessansho","submitted_on":"2026-04-22",
         "period_start":"2025-04-01","period_end":"2026-03-31","sales":2,"operating_profit":-1,
         "depreciation":0,"personnel_cost":1})"},
    {"", "business.profile_corrected", "p-co",
     R"({"corrects":"$prof-5","correction_reason":"typing_error","business_id":"b-5",
         "as_of_on":"2026-04-22","employees":4})"},
    {"", "consultation.corrected", "p-co",
     R"({"corrects":"$open-5","correction_reason":"typing_error","case_id":"k-5","business_id":"b-5",
         "center_id":"c40","channel":"online","received_at":"2026-04-20T11:00:00+09:00",
         "consent_ref":"$grant-5","window_id":"w-1"})"},
    {"", "session.corrected", "p-co",
     R"({"corrects":"$held-5","correction_reason":"wrong_date","session_id":"s-5","case_id":"k-5",
         "business_id":"b-5","started_at":"2026-04-21T10:30:00+09:00","minutes":45,"channel":"visit",
         "attendees":[{"person_id":"p-co","org_id":"impl-40","capacity":"consultant"},
         {"person_id":"x-5","org_id":"sup-b","capacity":"support_org"},
         {"person_id":"x-6","org_id":"sup-a","capacity":"support_org"}],"summary":"y"})"},
    {"", "advice.corrected", "p-co",
     R"({"corrects":"$adv-5","correction_reason":"incomplete","advice_id":"v-5","session_id":"s-5",
         "case_id":"k-5","business_id":"b-5","advice":"y","correction_note":"z"})"},
    {"", "issue.corrected", "p-co",
     R"({"corrects":"$ident-5","correction_reason":"typing_error","issue_id":"i-5","case_id":"k-5",
         "business_id":"b-5","category":"sales_growth","focus_fields":["succession"],"specialist":false,
         "identified_on":"2026-04-21"})"},
    {"", "issue.resolution_corrected", "p-co",
     R"({"corrects":"$solved-5","correction_reason":"wrong_date","issue_id":"i-5","case_id":"k-5",
         "business_id":"b-5","resolved_on":"2026-04-23"})"},
    {"", "outcome.corrected", "p-co",
     R"({"corrects":"$outcome-5","correction_reason":"wrong_date","issue_id":"i-5","case_id":"k-5",
         "business_id":"b-5","kind":"profit_up","confirmed_on":"2026-04-24","confirmed_by":"x"})"},
    {"", "referral.corrected", "p-co",
     R"({"corrects":"$made-5","correction_reason":"wrong_date","referral_id":"f-5","case_id":"k-5",
         "business_id":"b-5","issue_id":"i-8","target":"sup-b","target_kind":"support_org",
         "consent_ref":"$to-b5","items":["identity"],"made_on":"2026-04-24"})"},
    {"", "joint_support.corrected", "p-co",
     R"({"corrects":"$joint-5","correction_reason":"incomplete","session_id":"s-5","case_id":"k-5",
         "business_id":"b-5","org_ids":["sup-b","sup-a"]})"},
};

template <std::size_t kSize>
void append(std::vector<Step>& steps, const Step (&more)[kSize]) {
  steps.insert(steps.end(), std::begin(more), std::end(more));
}

}  // namespace

void live_support(std::vector<Step>& steps) {
  append(steps, kIdentities);
  append(steps, kConsents);
  append(steps, kLifeCycles);
}

std::vector<Step> support_samples() {
  std::vector<Step> made;
  append(made, kIdentitySamples);
  append(made, kStepSamples);
  append(made, kCorrectionSamples);
  return made;
}

}  // namespace tests
