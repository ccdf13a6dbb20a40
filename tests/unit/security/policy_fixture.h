// A small programme in decision state: centres c40 and c13, one person per role, each with a principal of
// their own.
//
// p-<role> holds <role>; centre roles at c40 or its implementing body, bureau_officer at bureau-kyushu
// (c40's, not c13's), the others where they belong. Terms run over the whole of the fiscal year around
// today().
#pragma once

#include <string>
#include <vector>

#include "ledger/domain/records.h"
#include "ledger/domain/state.h"
#include "security/policy.h"
#include "tests/support/manual_clock.h"

namespace security {

class PolicyProgramme {
 public:
  PolicyProgramme() {
    org("hq", "hq");
    org("smea", "smea");
    org("impl-40", "impl_body");
    org("impl-13", "impl_body");
    org("bureau-kyushu", "bureau");
    org("bureau-kanto", "bureau");
    center("c40", "impl-40", "bureau-kyushu");
    center("c13", "impl-13", "bureau-kanto");
    for (const char* role : {"co", "sub_cco", "prod_supporter", "cco", "prod_lead"}) grant(role, "c40");
    for (const char* role : {"impl_lead", "impl_staff", "sec_staff"}) grant(role, "impl-40");
    for (const char* role : {"hq_staff", "hq_adviser"}) grant(role, "hq");
    for (const char* role : {"auditor", "admin", "mirror"}) grant(role, "nation");
    grant("smea_officer", "smea");
    grant("bureau_officer", "bureau-kyushu");
    hold("p-admin-2", "admin", "nation");
    hold("p-colleague", "co", "c40");
    hold("p-far", "co", "c13");
    add_case("case-of-co", "b-1", "c40", "p-co");
    add_case("case-of-nobody", "b-1", "c40", "p-nobody");
  }

  static ledger::UnixMicros now() { return ledger::UnixMicros(tests::ManualClock::kStartMicros); }
  static ledger::Day today() { return ledger::day_of(now()); }
  static ledger::UnixMicros before_terms() { return ledger::UnixMicros(now().value - 181 * kDayMicros); }
  static ledger::UnixMicros after_terms() { return ledger::UnixMicros(now().value + 181 * kDayMicros); }

  const ledger::StateView& state() const { return state_; }

  AccessRequest request(const std::string& role, Action action, DataClass data_class) const {
    AccessRequest out;
    out.principal = ledger::PrincipalId("pr-" + role);
    out.person = ledger::PersonId("p-" + role);
    out.role = role;
    out.action = action;
    out.data_class = data_class;
    out.now = now();
    return out;
  }

  void bind(const std::string& principal, const std::string& person) {
    ledger::put(state_, ledger::binding_record(principal, person), ledger::BindingRecord{});
  }
  ledger::EventId share(const std::string& business, std::vector<std::string> recipients,
                        ledger::ConsentState decision = ledger::ConsentState::kGranted) {
    ledger::ConsentRecord record;
    record.state = decision;
    record.event = next_event();
    record.recipients = std::move(recipients);
    ledger::put(state_, ledger::sharing_record(business), record);
    return record.event;
  }
  ledger::EventId refer(const std::string& business, const std::string& recipient,
                        ledger::Day last_day = ledger::kNoLastDay) {
    ledger::ConsentRecord record;
    record.state = ledger::ConsentState::kGranted;
    record.event = next_event();
    record.expires_on = last_day;
    ledger::put(state_, ledger::referral_consent_record(business, recipient), record);
    return record.event;
  }
  void add_case(const std::string& id, const std::string& business, const std::string& center,
                const std::string& assigned) {
    ledger::CaseRecord record;
    record.business = business;
    record.center = center;
    record.assigned = ledger::PersonId(assigned);
    ledger::put(state_, ledger::case_record(id), record);
  }
  void hold(const std::string& person, const std::string& role, const std::string& scope) {
    ledger::RoleRecord record;
    record.grants.push_back({scope, today() - 180, today() + 180, next_event()});
    ledger::put(state_, ledger::role_record(person, role), record);
  }

  // An emergency access of `person` to b-1 at c40, half an hour around now(); p-bureau_officer or p-hq_staff
  // reviews.
  static ledger::BreakGlass emergency(const std::string& grant, const std::string& person) {
    ledger::BreakGlass access;
    access.event.bytes[0] = 7;
    access.stream = ledger::StreamId("break_glass/" + grant);
    access.person = ledger::PersonId(person);
    access.center = "c40";
    access.business = "b-1";
    access.opened_at = ledger::UnixMicros(now().value - 15LL * 60 * 1'000'000);
    access.expires_at = ledger::UnixMicros(now().value + 15LL * 60 * 1'000'000);
    access.reviewer = ledger::PersonId(person == "p-bureau_officer" ? "p-hq_staff" : "p-bureau_officer");
    return access;
  }
  void open_emergency(const std::string& grant, const std::string& person) {
    ledger::StageRecord record;
    record.stage = "open";
    record.kept = emergency(grant, person).reviewer.value;
    ledger::put(state_, ledger::stage_record("break_glass/" + grant), record);
  }
  void close_emergency(const std::string& grant) {
    ledger::StageRecord record;
    record.stage = "reviewed";
    ledger::put(state_, ledger::stage_record("break_glass/" + grant), record);
  }

  // A second grant of the same role that has run out.
  void also_held(const std::string& person, const std::string& role, const std::string& scope) {
    const auto key = ledger::role_record(person, role);
    ledger::RoleRecord record = *ledger::find(state_, key);
    record.grants.push_back({scope, today() - 400, today() - 200, next_event()});
    ledger::put(state_, key, record);
  }

 private:
  static constexpr std::int64_t kDayMicros = 24LL * 3600 * 1'000'000;
  void grant(const std::string& role, const std::string& scope) {
    hold("p-" + role, role, scope);
    bind("pr-" + role, "p-" + role);
  }
  void org(const std::string& id, const std::string& kind) {
    ledger::OrgRecord record;
    record.kind = kind;
    ledger::put(state_, ledger::org_record(id), record);
  }
  void center(const std::string& id, const std::string& impl_body, const std::string& bureau) {
    ledger::CenterRecord record;
    record.impl_body = impl_body;
    record.bureau = bureau;
    ledger::put(state_, ledger::center_record(id), record);
  }
  ledger::EventId next_event() {
    ledger::EventId id;
    id.bytes[15] = ++events_;
    return id;
  }

  ledger::MemoryState base_;
  ledger::StateOverlay state_{base_, ledger::StateDigest()};
  std::uint8_t events_ = 0;
};

}  // namespace security
