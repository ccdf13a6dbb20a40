#include <algorithm>

#include "ledger/base/limits.h"
#include "ledger/domain/corrections.h"
#include "ledger/domain/effect_values.h"
#include "ledger/domain/roles.h"
#include "ledger/domain/rule_functions.h"

namespace ledger {

namespace {

constexpr std::string_view kAssignableRoles[] = {"co", "sub_cco", "cco", "prod_supporter", "prod_lead"};
constexpr std::int64_t kNoonMicros = 12LL * 3600 * 1'000'000;
constexpr std::int64_t kJstOffsetMicros = 9LL * 3600 * 1'000'000;
constexpr std::int64_t kDayMicros = 24LL * 3600 * 1'000'000;

std::optional<CaseRecord> case_of(const RuleContext& c) {
  return find(c.state, case_record(c.event.text("case_id")));
}
std::optional<IssueRecord> issue_of(const RuleContext& c) {
  return find(c.state, issue_record(c.event.text("issue_id")));
}

// What a person's day is asked for, and the time that a correction gives back.
struct Wanted {
  Interval interval;
  std::optional<Interval> given_back;
};

bool overlaps_on(const StateView& state, std::string_view person, Day day, const Wanted& wanted) {
  const auto record = find(state, person_day_record(person, day));
  const auto overlaps = [&](const Interval& other) {
    const bool own =
        wanted.given_back && other.start == wanted.given_back->start && other.end == wanted.given_back->end;
    return !own && wanted.interval.start < other.end && other.start < wanted.interval.end;
  };
  return record && std::any_of(record->sessions.begin(), record->sessions.end(), overlaps);
}

// A session lasts at most twelve hours, so one that began the day before can reach into the morning only.
bool is_before_noon(UnixMicros time) {
  const std::int64_t jst = time.value + kJstOffsetMicros;
  return ((jst % kDayMicros) + kDayMicros) % kDayMicros < kNoonMicros;
}

bool attends(const Event& session, std::string_view person) {
  const JsonValue* attendees = session.field("attendees");
  if (attendees == nullptr || !attendees->is_array()) return false;
  const JsonValue::Array& list = attendees->as_array();
  return std::any_of(list.begin(), list.end(),
                     [&](const JsonValue& attendee) { return attendee.text("person_id") == person; });
}

bool is_booked(const StateView& state, std::string_view person, const Wanted& wanted) {
  const Day first = day_of(wanted.interval.start);
  const Day last = day_of(UnixMicros(wanted.interval.end.value - 1));
  for (Day day = is_before_noon(wanted.interval.start) ? first - 1 : first; day <= last; ++day) {
    if (overlaps_on(state, person, day, wanted)) return true;
  }
  return false;
}

}  // namespace

Verdict check_case_known(const RuleContext& c) {
  return Verdict::of(case_of(c).has_value(), "case_id");
}

Verdict check_case_open(const RuleContext& c) {
  const auto record = case_of(c);
  return Verdict::of(!record || record->state == CaseState::kOpen, "case_id");
}

Verdict check_case_business(const RuleContext& c) {
  const auto record = case_of(c);
  return Verdict::of(!record || record->business == c.event.text("business_id"), "business_id");
}

Verdict check_case_new(const RuleContext& c) {
  return Verdict::of(!case_of(c), "case_id");
}

Verdict check_consent_decided(const RuleContext& c) {
  const auto decision = find(c.state, sharing_record(c.event.text("business_id")));
  return Verdict::of(decision && format_event_id(decision->event) == c.event.text("consent_ref"),
                     "consent_ref");
}

Verdict check_assignee_role(const RuleContext& c) {
  const auto record = case_of(c);
  const PersonId person{std::string(c.event.text("person_id"))};
  const std::string center = record ? record->center : std::string();
  const bool holds = std::any_of(
      std::begin(kAssignableRoles), std::end(kAssignableRoles),
      [&](std::string_view role) { return holds_role(c.state, person, role, center, c.event.occurred_at); });
  return Verdict::of(holds, "person_id");
}

Verdict check_assignee_licence(const RuleContext& c) {
  const auto person = find(c.state, person_record(c.event.text("person_id")));
  return Verdict::of(person && !person->licence.empty(), "person_id");
}

Verdict check_session_new(const RuleContext& c) {
  return Verdict::of(!find(c.state, session_record(c.event.text("session_id"))), "session_id");
}

Verdict check_session_future(const RuleContext& c) {
  return Verdict::of(instant_of(c.event, "started_at").value <= c.recorded_at.value + kFutureMicrosMax,
                     "started_at");
}

Verdict check_session_overlap(const RuleContext& c) {
  const JsonValue* attendees = c.event.field("attendees");
  if (attendees == nullptr || !attendees->is_array()) return Verdict::holds();
  const auto facts = corrected_facts(c.state, c.events, c.row, c.event);
  if (!facts.ok()) return Verdict::failed(facts.status());
  for (const JsonValue& attendee : attendees->as_array()) {
    const std::string_view person = attendee.text("person_id");
    Wanted wanted{interval_of(c.event), std::nullopt};
    if (*facts && attends((*facts)->in_force, person)) wanted.given_back = interval_of((*facts)->in_force);
    if (is_booked(c.state, person, wanted)) return Verdict::breaks("attendees");
  }
  return Verdict::holds();
}

Verdict check_session_contract(const RuleContext& c) {
  const auto record = case_of(c);
  if (!record) return Verdict::holds();
  const auto facts = corrected_facts(c.state, c.events, c.row, c.event);
  if (!facts.ok()) return Verdict::failed(facts.status());
  // The contract of whoever held the session, not of whoever corrects its record.
  const Event& told = *facts ? (*facts)->original.event : c.event;
  const auto engagement = find(c.state, engagement_record(told.actor.person.value, record->center));
  // Supporters of the productivity support have no contract of their own kind.
  if (!engagement) return Verdict::of(told.actor.role == "prod_supporter", "started_at");
  const Day day = day_of(instant_of(c.event, "started_at"));
  return Verdict::of(std::any_of(engagement->terms.begin(), engagement->terms.end(),
                                 [&](const DayRange& term) { return term.first <= day && day <= term.last; }),
                     "started_at");
}

Verdict check_session_of_case(const RuleContext& c) {
  const auto session = find(c.state, session_record(c.event.text("session_id")));
  return Verdict::of(session && session->case_id == c.event.text("case_id"), "session_id");
}

Verdict check_issue_new(const RuleContext& c) {
  return Verdict::of(!issue_of(c), "issue_id");
}

Verdict check_issue_of_case(const RuleContext& c) {
  const auto issue = issue_of(c);
  return Verdict::of(issue && issue->case_id == c.event.text("case_id"), "issue_id");
}

Verdict check_issue_unresolved(const RuleContext& c) {
  const auto issue = issue_of(c);
  return Verdict::of(!issue || !issue->resolved, "issue_id");
}

Verdict check_issue_session(const RuleContext& c) {
  const auto record = case_of(c);
  return Verdict::of(!record || record->sessions > 0, "case_id");
}

Verdict check_outcome_resolved(const RuleContext& c) {
  const auto issue = issue_of(c);
  return Verdict::of(!issue || issue->resolved, "issue_id");
}

Verdict check_outcome_once(const RuleContext& c) {
  const auto issue = issue_of(c);
  return Verdict::of(!issue || !issue->outcome_confirmed, "issue_id");
}

}  // namespace ledger
