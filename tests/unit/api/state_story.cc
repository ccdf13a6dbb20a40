#include "tests/unit/api/state_story.h"

#include <gtest/gtest.h>

namespace tests {

StateStory::StateStory(ApiFixture& fixture) : fixture_(fixture) {
  positions_["bureau"] = 1;  // LedgerFixture registers it behind the genesis
  appoint();
  support();
  entrust();
  publish();
}

void StateStory::publish() {
  fixture_.cell.store(fixture_.ledger.view());
  fixture_.catch_up();
}

std::uint64_t StateStory::at(const std::string& type) const {
  const auto found = positions_.find(type);
  LEDGER_CHECK(found != positions_.end());
  return found->second;
}

std::string StateStory::id(const std::string& type) const {
  return ledger::format_event_id(fixture_.event_at(at(type)).signed_event.event.id);
}

std::string StateStory::kid() const {
  return private_key_of("p-co").kid().value;
}

void StateStory::append(std::string_view type, std::string_view person, std::string_view fields) {
  EventBuilder builder = fixture_.ledger.event(type, person);
  if (person == "p-lead") builder.by(person, "impl_lead", "impl-40", "c40");
  if (person == "p-co") builder.by(person, "co", "impl-40", "c40");
  if (person == "p-hq") builder.by(person, "hq_staff", "hq", "");
  const auto json = ledger::read_json(fields);
  LEDGER_CHECK(json.ok());
  for (const auto& [name, value] : json->as_object()) {
    const bool names_event = value.is_string() && value.as_string().starts_with('$');
    builder.set(name, names_event ? ledger::JsonValue(id(value.as_string().substr(1))) : value);
  }
  std::string name(type);
  for (int i = 2; positions_.contains(name); ++i) name = std::string(type) + "@" + std::to_string(i);
  positions_[name] = fixture_.ledger.must_append(fixture_.ledger.signed_event(builder)).position.value;
}

void StateStory::appoint() {
  append("person.registered", "p-admin",
         R"({"person_id":"p-lead","org_id":"impl-40","name":"MARKERqzw4242"})");
  append("person.registered", "p-admin", R"({"person_id":"p-co","org_id":"impl-40","name":"MARKERqzw4242"})");
  for (const std::string_view holder : {"p-lead", "p-co"}) {
    fixture_.ledger.must_append(fixture_.ledger.signed_event(fixture_.ledger.key_enrolled(holder, holder)));
  }
  append("role.granted", "p-bureau",
         R"({"person_id":"p-lead","role":"impl_lead","scope":"c40","valid_from":"2025-04-01",
             "basis":"$bureau"})");
  append("appointment.selected", "p-lead",
         R"({"person_id":"p-co","role":"co","center_id":"c40","selected_on":"2026-04-01"})");
  append("appointment.reported", "p-lead",
         R"({"person_id":"p-co","role":"co","center_id":"c40","reported_on":"2026-04-02"})");
  append("appointment.approved", "p-bureau",
         R"({"person_id":"p-co","role":"co","center_id":"c40","approved_on":"2026-04-03"})");
  append("role.granted", "p-lead",
         R"({"person_id":"p-co","role":"co","scope":"c40","valid_from":"2026-04-01",
             "basis":"$appointment.approved"})");
  engage();
  append("licence.issued", "p-admin", R"({"licence_id":"l-co","person_id":"p-co","issued_on":"2026-04-01"})");
  append("principal.bound", "p-admin",
         R"({"principal":"co","kind":"personal","person_id":"p-co","credential":"x509:CN=ca|CN=co"})");
}

void StateStory::countersign(std::string_view person) {
  const ledger::StoredEvent concluded = fixture_.event_at(at("contract.concluded"));
  const std::string target = ledger::format_event_id(concluded.signed_event.event.id);
  append("event.countersigned", person,
         R"({"target":")" + target + R"(","target_position":)" + std::to_string(concluded.position.value) +
             R"(,"target_leaf":")" + ledger::to_hex(ledger::view_of(concluded.leaf_hash)) + R"("})");
}

// A coordinator's sessions lie within a contract. Known by other names, so that the entrustment is the
// story's.
void StateStory::engage() {
  append("contract.concluded", "p-lead",
         R"({"contract_id":"t-co","kind":"co","center_id":"c40","person_id":"p-co","start":"2026-04-01",
             "end":"2027-03-31","weekly_days":4,"pay_basis":"honorarium","staff_status":"independent"})");
  countersign("p-co");
  for (const char* type : {"contract.concluded", "event.countersigned"}) {
    auto entry = positions_.extract(type);
    entry.key() += "@co";
    positions_.insert(std::move(entry));
  }
}

void StateStory::support() {
  append("org.registered", "p-admin", R"({"org_id":"sup-a","kind":"support_org","name":"MARKERqzw4242"})");
  append("business.registered", "p-co",
         R"({"business_id":"b-9","center_id":"c40","kind":"sole_proprietor","pref_code":"40","jsic_code":"E",
             "corporate_number_state":"absent","name":"MARKERqzw4242confidential"})");
  append("consent.sharing_granted", "p-co",
         R"({"business_id":"b-9","text_version":"r8","clause_purposes":["run_project","survey_analysis"],
             "recipients":["meti","hq"],"method":"paper","given_at":"2026-04-09T10:00:00+09:00",
             "given_by":"MARKERqzw4242confidential"})");
  append("consent.referral_granted", "p-co",
         R"({"business_id":"b-9","recipient":"sup-a","items":["identity","issue"],"method":"paper",
             "given_at":"2026-04-15T10:00:00+09:00","expires_on":"2026-06-30",
             "given_by":"MARKERqzw4242confidential"})");
  append("consultation.opened", "p-co",
         R"({"case_id":"k-1","business_id":"b-9","center_id":"c40","channel":"main_office",
             "received_at":"2026-04-09T10:00:00+09:00","consent_ref":"$consent.sharing_granted"})");
  append("session.held", "p-co",
         R"({"session_id":"s-1","case_id":"k-1","business_id":"b-9","started_at":"2026-04-14T10:00:00+09:00",
             "minutes":60,"channel":"main_office",
             "attendees":[{"person_id":"p-co","org_id":"impl-40","capacity":"consultant"}],
             "summary":"MARKERqzw4242confidential"})");
  append("issue.identified", "p-co",
         R"({"issue_id":"i-1","case_id":"k-1","business_id":"b-9","category":"sales_growth","focus_fields":[],
             "specialist":true,"identified_on":"2026-04-14"})");
  append("referral.made", "p-co",
         R"({"referral_id":"f-1","case_id":"k-1","business_id":"b-9","issue_id":"i-1","target":"sup-a",
             "target_kind":"support_org","consent_ref":"$consent.referral_granted","items":["issue"],
             "made_on":"2026-04-16"})");
  append("issue.resolved", "p-co",
         R"({"issue_id":"i-1","case_id":"k-1","business_id":"b-9","resolved_on":"2026-04-20"})");
}

void StateStory::entrust() {
  append("appointment.nominated", "p-bureau",
         R"({"person_id":"p-lead","role":"cco","center_id":"c40","term_from":"2026-04-01",
             "term_to":"2029-03-31"})");
  append("contract.concluded", "p-bureau",
         R"({"contract_id":"t-1","kind":"entrustment","center_id":"c40","org_id":"impl-40",
             "start":"2026-04-01","end":"2027-03-31","amount_yen":100000000})");
  countersign("p-lead");
}

}  // namespace tests
