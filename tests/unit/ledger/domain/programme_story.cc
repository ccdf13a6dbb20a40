#include "tests/unit/ledger/domain/programme.h"

namespace tests {

namespace {

constexpr const char* kGenesis =
    R"({"origin":"ledger.test","generation":1,"log_key":"=log","attestor_key":"=attestor",
        "attestor_algorithm":"Ed25519","admin_person":"p-admin","admin_key":"=p-admin",
        "admin_algorithm":"Ed25519","catalogue":"2026.1","index_map":1})";

void found_organisations(std::vector<Step>& steps) {
  const Step kSteps[] = {
      {"genesis", "ledger.genesis", "p-admin", kGenesis},
      {"smea", "org.registered", "p-admin", R"({"org_id":"smea","kind":"smea","name":"中小企業庁"})"},
      {"hq", "org.registered", "p-admin", R"({"org_id":"hq","kind":"hq","name":"全国本部"})"},
      {"kyushu", "org.registered", "p-admin", R"({"org_id":"bureau-kyushu","kind":"bureau","name":"九州"})"},
      {"kanto", "org.registered", "p-admin", R"({"org_id":"bureau-kanto","kind":"bureau","name":"関東"})"},
      {"impl-40", "org.registered", "p-admin", R"({"org_id":"impl-40","kind":"impl_body","name":"福岡"})"},
      {"impl-13", "org.registered", "p-admin", R"({"org_id":"impl-13","kind":"impl_body","name":"東京"})"},
      {"", "org.registered", "p-admin", R"({"org_id":"impl-41","kind":"impl_body","name":"佐賀"})"},
      {"", "org.registered", "p-admin", R"({"org_id":"sup-a","kind":"support_org","name":"商工会"})"},
      {"", "org.registered", "p-admin", R"({"org_id":"sup-b","kind":"support_org","name":"銀行"})"},
      {"", "center.established", "p-admin",
       R"({"center_id":"c40","pref_code":"40","impl_body":"impl-40","bureau":"bureau-kyushu","fy":2026})"},
      {"", "center.established", "p-admin",
       R"({"center_id":"c13","pref_code":"13","impl_body":"impl-13","bureau":"bureau-kanto","fy":2026})"},
  };
  steps.insert(steps.end(), std::begin(kSteps), std::end(kSteps));
  constexpr const char* kPersons[] = {R"({"person_id":"p-bureau","name":"x"})",
                                      R"({"person_id":"p-bureau-k","name":"x"})",
                                      R"({"person_id":"p-hq","name":"x"})",
                                      R"({"person_id":"p-smea","name":"x"})",
                                      R"({"person_id":"p-lead","name":"x"})",
                                      R"({"person_id":"p-staff","name":"x"})",
                                      R"({"person_id":"p-cco","name":"x"})",
                                      R"({"person_id":"p-sub","name":"x"})",
                                      R"({"person_id":"p-co","org_id":"impl-40","name":"x"})",
                                      R"({"person_id":"p-co2","org_id":"impl-40","name":"x"})",
                                      R"({"person_id":"p-prod","name":"x"})",
                                      R"({"person_id":"p-lead13","name":"x"})",
                                      R"({"person_id":"p-co13","org_id":"impl-13","name":"x"})",
                                      R"({"person_id":"p-aud","name":"x"})",
                                      R"({"person_id":"p-new","name":"x"})",
                                      R"({"person_id":"p-rep","name":"x"})",
                                      R"({"person_id":"p-sel","name":"x"})"};
  for (const char* person : kPersons) steps.push_back({"", "person.registered", "p-admin", person});
}

#define KEY_OF(person)                                                                                  \
  {                                                                                                     \
    "", "key.enrolled", "p-admin",                                                                      \
        R"({"kid":"#)" person R"(","algorithm":"Ed25519","public_key":"=)" person                       \
        R"(","purpose":"author","person_id":")" person R"(","valid_from":"2026-04-01T00:00:00+09:00"})" \
  }

void give_keys(std::vector<Step>& steps) {
  const Step kSteps[] = {KEY_OF("p-bureau"), KEY_OF("p-bureau-k"), KEY_OF("p-hq"),   KEY_OF("p-smea"),
                         KEY_OF("p-lead"),   KEY_OF("p-staff"),    KEY_OF("p-cco"),  KEY_OF("p-sub"),
                         KEY_OF("p-co"),     KEY_OF("p-co2"),      KEY_OF("p-prod"), KEY_OF("p-lead13"),
                         KEY_OF("p-co13"),   KEY_OF("p-aud")};
  steps.insert(steps.end(), std::begin(kSteps), std::end(kSteps));
  const Step kMore[] = {
      {"", "key.enrolled", "p-admin",
       R"({"kid":"#old","algorithm":"Ed25519","public_key":"=old","purpose":"author","person_id":"p-co",
           "valid_from":"2026-04-01T00:00:00+09:00"})"},
      {"", "key.revoked", "p-admin", R"({"kid":"#old","reason":"lost"})"},
      {"", "key.enrolled", "p-admin",
       R"({"kid":"#short","algorithm":"Ed25519","public_key":"=short","purpose":"author","person_id":"p-co",
           "valid_from":"2026-05-01T00:00:00+09:00","valid_to":"2026-05-01T11:00:00+09:00"})"},
      {"", "principal.bound", "p-admin",
       R"({"principal":"gw","kind":"system","person_id":"p-co","credential":"CN=gw"})"},
      {"", "principal.bound", "p-admin",
       R"({"principal":"pc","kind":"personal","person_id":"p-co","credential":"CN=pc"})"},
      {"", "licence.issued", "p-admin",
       R"({"licence_id":"l-co","person_id":"p-co","issued_on":"2026-04-01"})"},
      {"", "licence.issued", "p-admin",
       R"({"licence_id":"l-sel","person_id":"p-sel","issued_on":"2026-04-01"})"},
      {"", "licence.revoked", "p-admin",
       R"({"licence_id":"l-sel","person_id":"p-sel","revoked_on":"2026-04-02"})"},
  };
  steps.insert(steps.end(), std::begin(kMore), std::end(kMore));
}

void give_roles(std::vector<Step>& steps) {
  const Step kSteps[] = {
      {"", "role.granted", "p-admin",
       R"({"person_id":"p-bureau","role":"bureau_officer","scope":"bureau-kyushu","valid_from":"2025-04-01",
           "basis":"$kyushu"})"},
      {"", "role.granted", "p-admin",
       R"({"person_id":"p-bureau-k","role":"bureau_officer","scope":"bureau-kanto","valid_from":"2025-04-01",
           "basis":"$kanto"})"},
      {"", "role.granted", "p-admin",
       R"({"person_id":"p-hq","role":"hq_staff","scope":"hq","valid_from":"2025-04-01","basis":"$hq"})"},
      {"", "role.granted", "p-admin",
       R"({"person_id":"p-smea","role":"smea_officer","scope":"smea","valid_from":"2025-04-01",
           "basis":"$smea"})"},
      {"", "role.granted", "p-admin",
       R"({"person_id":"p-aud","role":"auditor","scope":"nation","valid_from":"2025-04-01",
           "basis":"$smea"})"},
      {"", "role.granted", "p-bureau",
       R"({"person_id":"p-lead","role":"impl_lead","scope":"c40","valid_from":"2025-04-01",
           "basis":"$kyushu"})"},
      {"", "role.granted", "p-bureau-k",
       R"({"person_id":"p-lead13","role":"impl_lead","scope":"c13","valid_from":"2025-04-01",
           "basis":"$kanto"})"},
      {"", "role.granted", "p-lead",
       R"({"person_id":"p-staff","role":"impl_staff","scope":"impl-40","valid_from":"2025-04-01",
           "basis":"$kyushu"})"},
      {"call", "call.published", "p-bureau",
       R"({"call_id":"call-1","kind":"cco","center_ids":["c40"],"opens_at":"2026-01-10T09:00:00+09:00",
           "closes_at":"2026-02-10T12:00:00+09:00"})"},
      {"nom-cco", "appointment.nominated", "p-bureau",
       R"({"person_id":"p-cco","role":"cco","center_id":"c40","term_from":"2026-04-01","term_to":"2029-03-31",
           "call_id":"call-1"})"},
      {"nom-prod", "appointment.nominated", "p-bureau",
       R"({"person_id":"p-prod","role":"prod_lead","center_id":"c40","term_from":"2026-04-01",
           "term_to":"2027-03-31"})"},
      {"", "appointment.nominated", "p-bureau-k",
       R"({"person_id":"p-co13","role":"cco","center_id":"c13","term_from":"2026-04-01",
           "term_to":"2027-03-31"})"},
      {"", "role.granted", "p-lead",
       R"({"person_id":"p-cco","role":"cco","scope":"c40","valid_from":"2026-04-01","valid_to":"2027-03-31",
           "basis":"$nom-cco"})"},
      {"", "role.granted", "p-lead",
       R"({"person_id":"p-prod","role":"prod_lead","scope":"c40","valid_from":"2026-04-01",
           "basis":"$nom-prod"})"},
  };
  steps.insert(steps.end(), std::begin(kSteps), std::end(kSteps));
}

#define STEP_OF(type, by, person, role, center, day)                                              \
  {                                                                                               \
    "", "appointment." type, by,                                                                  \
        R"({"person_id":")" person R"(","role":")" role R"(","center_id":")" center R"(",")" type \
        R"(_on":")" day R"("})"                                                                   \
  }
#define APPOINTED(name, person, role, center, lead, bureau)                         \
  STEP_OF("selected", lead, person, role, center, "2026-04-01"),                    \
      STEP_OF("reported", lead, person, role, center, "2026-04-02"), {              \
    name, "appointment.approved", bureau,                                           \
        R"({"person_id":")" person R"(","role":")" role R"(","center_id":")" center \
        R"(","approved_on":"2026-04-03"})"                                          \
  }
#define ROLE_BY(lead, person, role, center, basis)                              \
  {                                                                             \
    "", "role.granted", lead,                                                   \
        R"({"person_id":")" person R"(","role":")" role R"(","scope":")" center \
        R"(","valid_from":"2026-04-01","basis":"$)" basis R"("})"               \
  }

void appoint(std::vector<Step>& steps) {
  const Step kSteps[] = {APPOINTED("app-co", "p-co", "co", "c40", "p-lead", "p-bureau"),
                         APPOINTED("app-co2", "p-co2", "co", "c40", "p-lead", "p-bureau"),
                         APPOINTED("app-sub", "p-sub", "sub_cco", "c40", "p-lead", "p-bureau"),
                         APPOINTED("app-co13", "p-co13", "co", "c13", "p-lead13", "p-bureau-k"),
                         APPOINTED("app-new", "p-new", "co", "c40", "p-lead", "p-bureau"),
                         STEP_OF("selected", "p-lead", "p-rep", "co", "c40", "2026-04-05"),
                         STEP_OF("reported", "p-lead", "p-rep", "co", "c40", "2026-04-06"),
                         STEP_OF("selected", "p-lead", "p-sel", "co", "c40", "2026-04-05"),
                         ROLE_BY("p-lead", "p-co", "co", "c40", "app-co"),
                         ROLE_BY("p-lead", "p-co2", "co", "c40", "app-co2"),
                         ROLE_BY("p-lead", "p-sub", "sub_cco", "c40", "app-sub"),
                         ROLE_BY("p-lead13", "p-co13", "co", "c13", "app-co13")};
  steps.insert(steps.end(), std::begin(kSteps), std::end(kSteps));
}

#define CONTRACT(id, kind, person, basis)                                                      \
  {id, "contract.concluded", "p-lead",                                                         \
   R"({"contract_id":")" id R"(","kind":")" kind R"(","center_id":"c40","person_id":")" person \
   R"(","start":"2026-04-01","end":"2027-03-31","weekly_days":4,"pay_basis":")" basis          \
   R"(","staff_status":"independent"})"},                                                      \
  {                                                                                            \
    "", "event.countersigned", person, R"({"target":"$)" id R"("})"                            \
  }

void contract(std::vector<Step>& steps) {
  const Step kSteps[] = {
      CONTRACT("t-co", "co", "p-co", "honorarium"),
      CONTRACT("t-lab", "co", "p-co2", "labour"),
      CONTRACT("t-sub", "sub_cco", "p-sub", "honorarium"),
      CONTRACT("t-cco", "cco", "p-cco", "honorarium"),
      CONTRACT("t-prod", "prod_lead", "p-prod", "honorarium"),
      {"t-ent", "contract.concluded", "p-bureau",
       R"({"contract_id":"t-ent","kind":"entrustment","center_id":"c40","org_id":"impl-40",
           "start":"2026-04-01",
           "end":"2027-03-31","amount_yen":100000000})"},
      {"", "event.countersigned", "p-lead", R"({"target":"$t-ent"})"},
      {"t-wait", "contract.concluded", "p-bureau-k",
       R"({"contract_id":"t-wait","kind":"entrustment","center_id":"c13","org_id":"impl-13",
           "start":"2026-04-01",
           "end":"2027-03-31","amount_yen":100000000})"},
      {"", "fee.rate_set", "p-lead", R"({"contract_id":"t-co","yen":30001,"from":"2026-04-02"})"},
      {"", "assignment.performed", "p-co",
       R"({"assignment_id":"j-1","contract_id":"t-co","person_id":"p-co","performed_on":"2026-04-10",
           "fraction":"full","paperwork":"complete"})"},
      {"", "assignment.performed", "p-co",
       R"({"assignment_id":"j-2","contract_id":"t-co","person_id":"p-co","performed_on":"2026-04-11",
           "fraction":"half","paperwork":"missing"})"},
      {"", "assignment.performed", "p-co",
       R"({"assignment_id":"j-3","contract_id":"t-co","person_id":"p-co","performed_on":"2026-04-12",
           "fraction":"half","paperwork":"complete"})"},
      {"", "fee.paid", "p-lead",
       R"({"contract_id":"t-co","assignment_ids":["j-3"],"amount_yen":15000,"tax_yen":1500,
           "paid_on":"2026-04-30",
           "fund":"initial","payee":"p-co"})"},
      {"", "assignment.performed", "p-co",
       R"({"assignment_id":"j-4","contract_id":"t-co","person_id":"p-co","performed_on":"2026-04-01",
           "fraction":"full","paperwork":"complete"})"},
      {"", "assignment.performed", "p-sub",
       R"({"assignment_id":"j-sub","contract_id":"t-sub","person_id":"p-sub","performed_on":"2026-04-10",
           "fraction":"full","paperwork":"complete"})"},
  };
  steps.insert(steps.end(), std::begin(kSteps), std::end(kSteps));
}

#define BUSINESS(id, kind, state, number)                                        \
  {                                                                              \
    "", "business.registered", "p-co",                                           \
        R"({"business_id":")" id R"(","center_id":"c40","kind":")" kind          \
        R"(","pref_code":"40","jsic_code":"E","corporate_number_state":")" state \
        R"(","name":"x","corporate_number":)" number "}"                         \
  }

void meet_businesses(std::vector<Step>& steps) {
  const Step kSteps[] = {
      BUSINESS("b-1", "corporation", "given", R"("7123456789012")"),
      BUSINESS("b-2", "sole_proprietor", "absent", "null"),
      BUSINESS("b-3", "corporation", "absent", "null"),
      {"grant", "consent.sharing_granted", "p-co",
       R"({"business_id":"b-1","text_version":"r8","clause_purposes":["run_project","survey_analysis"],
           "recipients":["meti","hq","other_center"],"method":"paper","given_at":"2026-04-09T10:00:00+09:00",
           "given_by":"x"})"},
      {"refusal", "consent.sharing_refused", "p-co",
       R"({"business_id":"b-2","text_version":"r8","method":"online",
           "refused_at":"2026-04-09T10:00:00+09:00"})"},
      {"to-sup-a", "consent.referral_granted", "p-co",
       R"({"business_id":"b-1","recipient":"sup-a","items":["identity","issue"],"method":"paper",
           "given_at":"2026-04-15T10:00:00+09:00","expires_on":"2026-04-30","given_by":"x"})"},
      {"", "business.financials_submitted", "p-co",
       R"({"business_id":"b-1","business_kind":"corporation","form":"kessansho","submitted_on":"2026-04-12",
           "period_start":"2025-04-01","period_end":"2026-03-31","sales":1,"operating_profit":-1,
           "depreciation":0,"personnel_cost":1})"},
      {"agreed", "consent.phase2_agreed", "p-co",
       R"({"business_id":"b-1","agreed_at":"2026-04-12T10:00:00+09:00","given_by":"x"})"},
      {"c-i", "phase.criterion_met", "p-co",
       R"({"business_id":"b-1","criterion":"i","met_on":"2026-04-12"})"},
      {"c-ii", "phase.criterion_met", "p-co",
       R"({"business_id":"b-1","criterion":"ii","met_on":"2026-04-13","goal_agreed":true,
           "step":"hearing_answered"})"},
      {"c-iii", "phase.criterion_met", "p-co",
       R"({"business_id":"b-1","criterion":"iii","met_on":"2026-04-14"})"},
  };
  steps.insert(steps.end(), std::begin(kSteps), std::end(kSteps));
}

void consult(std::vector<Step>& steps) {
  const Step kSteps[] = {
      {"", "consultation.opened", "p-co",
       R"({"case_id":"k-1","business_id":"b-1","center_id":"c40","channel":"main_office",
           "received_at":"2026-04-09T10:00:00+09:00","consent_ref":"$grant"})"},
      {"", "consultation.opened", "p-co",
       R"({"case_id":"k-2","business_id":"b-2","center_id":"c40","channel":"online",
           "received_at":"2026-04-09T10:00:00+09:00","consent_ref":"$refusal"})"},
      {"", "consultation.opened", "p-co",
       R"({"case_id":"k-3","business_id":"b-1","center_id":"c40","channel":"visit",
           "received_at":"2026-04-09T10:00:00+09:00","consent_ref":"$grant"})"},
      {"", "consultation.closed", "p-co",
       R"({"case_id":"k-3","reason":"completed","closed_on":"2026-04-20"})"},
      {"", "session.held", "p-co",
       R"({"session_id":"s-1","case_id":"k-1","business_id":"b-1","started_at":"2026-04-10T23:30:00+09:00",
           "minutes":60,"channel":"main_office","attendees":[
           {"person_id":"p-co","org_id":"impl-40","capacity":"consultant"},
           {"person_id":"x-1","org_id":"sup-a","capacity":"support_org"},
           {"person_id":"x-2","org_id":"hq","capacity":"hq_adviser"},
           {"person_id":"x-3","org_id":"impl-13","capacity":"other_center"}],"summary":"x"})"},
      {"", "session.held", "p-co",
       R"({"session_id":"s-2","case_id":"k-1","business_id":"b-1","started_at":"2026-04-14T10:00:00+09:00",
           "minutes":60,"channel":"main_office","attendees":[
           {"person_id":"p-co","org_id":"impl-40","capacity":"consultant"},
           {"person_id":"x-1","org_id":"sup-a","capacity":"support_org"}],"summary":"x"})"},
      {"", "joint_support.held", "p-co",
       R"({"session_id":"s-2","case_id":"k-1","business_id":"b-1","org_ids":["sup-a"]})"},
      {"", "issue.identified", "p-co",
       R"({"issue_id":"i-1","case_id":"k-1","business_id":"b-1","category":"sales_growth","focus_fields":[],
           "specialist":true,"identified_on":"2026-04-10"})"},
      {"", "issue.identified", "p-co",
       R"({"issue_id":"i-2","case_id":"k-1","business_id":"b-1","category":"it_use",
           "focus_fields":["digital_transformation"],"specialist":true,"identified_on":"2026-04-10"})"},
      {"", "issue.identified", "p-co",
       R"({"issue_id":"i-3","case_id":"k-1","business_id":"b-1","category":"bookkeeping","focus_fields":[],
           "specialist":false,"identified_on":"2026-04-10"})"},
      {"", "issue.identified", "p-co",
       R"({"issue_id":"i-4","case_id":"k-2","business_id":"b-2","category":"startup","focus_fields":[],
           "specialist":false,"identified_on":"2026-04-10"})"},
      {"", "issue.resolved", "p-co",
       R"({"issue_id":"i-2","case_id":"k-1","business_id":"b-1","resolved_on":"2026-04-20"})"},
      {"", "referral.made", "p-co",
       R"({"referral_id":"f-1","case_id":"k-1","business_id":"b-1","issue_id":"i-1","target":"sup-a",
           "target_kind":"support_org","consent_ref":"$to-sup-a","items":["issue"],"made_on":"2026-04-16"})"},
      {"", "month.closed", "p-lead", R"({"center_id":"c40","year_month":"2026-02","cut_off":5})"},
      {"", "month.closed", "p-lead", R"({"center_id":"c40","year_month":"2026-03","cut_off":7})"},
      {"report", "monthly_report.submitted", "p-lead",
       R"({"center_id":"c40","year_month":"2026-02","cut_off":5,"definition_version":"2024.1",
           "figures":{"sessions":0}})"},
  };
  steps.insert(steps.end(), std::begin(kSteps), std::end(kSteps));
}

}  // namespace

const std::vector<Step>& story() {
  static const std::vector<Step> steps = [] {
    std::vector<Step> made;
    found_organisations(made);
    give_keys(made);
    give_roles(made);
    appoint(made);
    contract(made);
    meet_businesses(made);
    consult(made);
    live_support(made);
    for (const Step& step : mandate_story()) made.push_back(step);
    made.insert(made.end(), evidence_story().begin(), evidence_story().end());
    return made;
  }();
  return steps;
}

}  // namespace tests
