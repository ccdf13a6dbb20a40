#include "tests/unit/ledger/domain/programme.h"

namespace tests {

namespace {

// Each is accepted as the next event after the story, but for the genesis, which is accepted by an empty
// ledger.
constexpr Step kLedgerSamples[] = {
    {"", "ledger.genesis", "p-admin",
     R"({"origin":"ledger.test","generation":1,"log_key":"=log","attestor_key":"=attestor",
         "attestor_algorithm":"Ed25519","admin_person":"p-admin","admin_key":"=p-admin",
         "admin_algorithm":"Ed25519","catalogue":"2026.1","index_map":1})"},
    {"", "state.imported", "p-admin", R"({"part":1,"rows":"ABFQAYkKXayWd0u8zrMCCZqAVwAAAAkBAAAAAAAAAAc"})"},
    {"", "catalogue.adopted", "p-admin", R"({"catalogue":"2026.1","rules":"2026.1","index_map":1})"},
    {"", "policy.parameter_set", "p-admin", R"({"name":"countersign.expiry_days","value":10})"},
    {"", "principal.bound", "p-admin",
     R"({"principal":"gw","kind":"system","person_id":"p-co2","credential":"CN=gw"})"},
    {"", "principal.released", "p-admin", R"({"principal":"gw","person_id":"p-co"})"},
    {"", "clock.confirmed", "p-admin",
     R"({"last_recorded_at":"2026-05-01T09:00:00+09:00","clock_at":"2026-05-01T10:00:00+09:00",
         "reason":"restart"})"},
    {"", "event.countersigned", "p-lead13", R"({"target":"$t-wait"})"},
    {"", "org.registered", "p-admin", R"({"org_id":"sup-z","kind":"support_org","name":"x"})"},
    {"", "center.established", "p-bureau",
     R"({"center_id":"c41","pref_code":"41","impl_body":"impl-41","bureau":"bureau-kyushu","fy":2026})"},
    {"", "person.registered", "p-staff", R"({"person_id":"p-z","org_id":"impl-40","name":"x"})"},
    {"", "licence.issued", "p-staff",
     R"({"licence_id":"l-co2","person_id":"p-co2","issued_on":"2026-05-01"})"},
    {"", "licence.revoked", "p-staff",
     R"({"licence_id":"l-co","person_id":"p-co","revoked_on":"2026-05-01"})"},
    {"", "key.enrolled", "p-admin",
     R"({"kid":"#fresh","algorithm":"Ed25519","public_key":"=fresh","purpose":"author","person_id":"p-co",
         "valid_from":"2026-05-01T00:00:00+09:00","valid_to":"2027-05-01T00:00:00+09:00"})"},
    {"", "key.rotated", "p-co",
     R"({"kid":"#p-co","new_kid":"#fresh","algorithm":"Ed25519","public_key":"=fresh",
         "valid_from":"2026-05-01T00:00:00+09:00"})"},
    {"", "key.revoked", "p-co", R"({"kid":"#p-co","reason":"lost"})"},
    {"", "role.granted", "p-lead",
     R"({"person_id":"p-new","role":"co","scope":"c40","valid_from":"2026-05-01","valid_to":"2027-03-31",
         "basis":"$app-new"})"},
    {"", "role.revoked", "p-lead", R"({"person_id":"p-co","role":"co","scope":"c40"})"},
};

constexpr Step kSupportSamples[] = {
    {"", "business.registered", "p-co",
     R"({"business_id":"b-9","center_id":"c40","kind":"corporation","pref_code":"41","jsic_code":"E",
         "corporate_number_state":"absent","name":"x"})"},
    {"", "business.financials_submitted", "p-co",
     R"({"business_id":"b-2","business_kind":"sole_proprietor","form":"lobben","submitted_on":"2026-05-01",
         "period_start":"2025-01-01","period_end":"2025-12-31","sales":1,"operating_profit":-1,
         "depreciation":0,"welfare_cost":1,"wages":1})"},
    {"", "business.profile_updated", "p-co",
     R"({"business_id":"b-1","as_of_on":"2026-05-01","capital_yen":0,"employees":0})"},
    {"", "consent.sharing_granted", "p-co",
     R"({"business_id":"b-3","text_version":"r8","clause_purposes":["run_project"],"recipients":["meti"],
         "method":"paper","given_at":"2026-05-01T10:00:00+09:00","given_by":"x"})"},
    {"", "consent.sharing_refused", "p-co",
     R"({"business_id":"b-3","text_version":"r8","method":"online",
           "refused_at":"2026-05-01T10:00:00+09:00"})"},
    {"", "consent.sharing_withdrawn", "p-co",
     R"({"business_id":"b-1","grant":"$grant","withdrawn_at":"2026-05-01T10:00:00+09:00"})"},
    {"", "consent.referral_granted", "p-co",
     R"({"business_id":"b-1","recipient":"sup-b","items":["identity"],"method":"paper",
         "given_at":"2026-05-01T10:00:00+09:00","expires_on":"2026-05-01","given_by":"x"})"},
    {"", "consent.phase2_agreed", "p-co",
     R"({"business_id":"b-2","agreed_at":"2026-05-01T10:00:00+09:00","given_by":"x"})"},
    {"", "consultation.opened", "p-co",
     R"({"case_id":"k-9","business_id":"b-1","center_id":"c40","channel":"main_office",
         "received_at":"2026-05-01T10:00:00+09:00","consent_ref":"$grant"})"},
    {"", "consultation.assigned", "p-cco",
     R"({"case_id":"k-1","person_id":"p-co","assigned_on":"2026-05-01"})"},
    {"", "consultation.closed", "p-co", R"({"case_id":"k-1","reason":"completed","closed_on":"2026-05-01"})"},
    {"", "session.held", "p-co",
     R"({"session_id":"s-9","case_id":"k-1","business_id":"b-1","started_at":"2026-04-20T10:00:00+09:00",
         "minutes":60,"channel":"visit","attendees":[
         {"person_id":"p-co","org_id":"impl-40","capacity":"consultant"}],"summary":"x"})"},
    {"", "advice.recorded", "p-co",
     R"({"advice_id":"v-1","session_id":"s-1","case_id":"k-1","business_id":"b-1","advice":"x"})"},
    {"", "issue.identified", "p-co",
     R"({"issue_id":"i-9","case_id":"k-1","business_id":"b-1","category":"sales_growth","focus_fields":[],
         "specialist":true,"identified_on":"2026-04-10"})"},
    {"", "issue.resolved", "p-co",
     R"({"issue_id":"i-1","case_id":"k-1","business_id":"b-1","resolved_on":"2026-05-01"})"},
    {"", "outcome.confirmed", "p-co",
     R"({"issue_id":"i-2","case_id":"k-1","business_id":"b-1","kind":"sales_up","confirmed_on":"2026-05-01",
         "confirmed_by":"x"})"},
    {"", "phase.criterion_met", "p-co",
     R"({"business_id":"b-2","criterion":"ii","met_on":"2026-05-01","goal_agreed":true,
         "step":"material_supplied"})"},
    {"", "phase.transitioned", "p-cco",
     R"({"business_id":"b-1","to":2,"transitioned_on":"2026-04-14","criterion_i":"$c-i",
           "criterion_ii":"$c-ii",
         "criterion_iii":"$c-iii"})"},
    {"", "referral.made", "p-co",
     R"({"referral_id":"f-9","case_id":"k-1","business_id":"b-1","issue_id":"i-1","target":"sup-a",
         "target_kind":"support_org","consent_ref":"$to-sup-a","items":["issue"],"made_on":"2026-04-30"})"},
    {"", "referral.accepted", "p-co", R"({"referral_id":"f-1","accepted_on":"2026-05-01"})"},
    {"", "referral.declined", "p-co",
     R"({"referral_id":"f-1","declined_on":"2026-05-01","reason":"no_capacity"})"},
    {"", "joint_support.held", "p-co",
     R"({"session_id":"s-1","case_id":"k-1","business_id":"b-1","org_ids":["sup-a"]})"},
};

constexpr Step kContractSamples[] = {
    {"", "call.published", "p-bureau",
     R"({"call_id":"call-9","kind":"cco","center_ids":["c40"],"opens_at":"2026-06-01T09:00:00+09:00",
         "closes_at":"2026-06-30T12:00:00+09:00"})"},
    {"", "appointment.nominated", "p-bureau",
     R"({"person_id":"p-cco","role":"cco","center_id":"c40","term_from":"2026-04-01",
           "term_to":"2029-03-31"})"},
    {"", "appointment.selected", "p-lead",
     R"({"person_id":"p-lead","role":"co","center_id":"c40","selected_on":"2026-05-01"})"},
    {"", "appointment.reported", "p-lead",
     R"({"person_id":"p-sel","role":"co","center_id":"c40","reported_on":"2026-05-01"})"},
    {"", "appointment.approved", "p-bureau",
     R"({"person_id":"p-rep","role":"co","center_id":"c40","approved_on":"2026-05-01"})"},
    {"", "contract.concluded", "p-lead",
     R"({"contract_id":"t-9","kind":"co","center_id":"c40","person_id":"p-new","start":"2026-05-01",
         "end":"2027-03-31","pay_basis":"honorarium","staff_status":"independent"})"},
    {"", "fee.rate_set", "p-lead", R"({"contract_id":"t-co","yen":35000,"from":"2026-05-01"})"},
    {"", "fee.raise_approved", "p-bureau",
     R"({"contract_id":"t-co","yen":40000,"circumstance":"unique_expertise"})"},
    {"", "assignment.performed", "p-co",
     R"({"assignment_id":"j-9","contract_id":"t-co","person_id":"p-co","performed_on":"2026-05-01",
         "fraction":"full","paperwork":"complete"})"},
    {"", "fee.paid", "p-lead",
     R"({"contract_id":"t-co","assignment_ids":["j-1","j-2"],"amount_yen":45001,"tax_yen":4500,
         "paid_on":"2026-05-01","fund":"initial","payee":"p-co"})"},
    {"", "month.closed", "p-lead", R"({"center_id":"c40","year_month":"2026-04","cut_off":7})"},
    {"", "monthly_report.submitted", "p-lead",
     R"({"center_id":"c40","year_month":"2026-03","cut_off":7,"definition_version":"2024.1",
         "figures":{"sessions":3}})"},
    {"", "record.viewed", "p-co",
     R"({"record":"case/k-1","center_id":"c40","record_ids":["e-1"],"field_classes":["public","confidential"],
         "view_position":3,"business_id":"b-1"})"},
    {"", "record.searched", "p-co", R"({"center_id":"c40","result_count":2,"terms":"x"})"},
    {"", "auditlog.viewed", "p-aud", R"({"query":"access","result_count":2,"view_position":3})"},
    {"", "figure.viewed", "p-bureau",
     R"({"query":"indicators","about":"center:c40","period":"2026","result_count":9,"view_position":3})"},
    {"", "access.denied", "p-co",
     R"({"rule":"role.scope","action":"read","count":3,"minute":"2026-05-01T09:59:00+09:00"})"},
};

}  // namespace

const std::vector<Step>& samples() {
  static const std::vector<Step> all = [] {
    std::vector<Step> made(std::begin(kLedgerSamples), std::end(kLedgerSamples));
    made.insert(made.end(), std::begin(kSupportSamples), std::end(kSupportSamples));
    made.insert(made.end(), std::begin(kContractSamples), std::end(kContractSamples));
    for (const Step& step : mandate_samples()) made.push_back(step);
    const std::vector<Step> support = support_samples();
    made.insert(made.end(), support.begin(), support.end());
    made.insert(made.end(), evidence_samples().begin(), evidence_samples().end());
    return made;
  }();
  return all;
}

}  // namespace tests
