#include "projections/figures/counts.h"

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

#include "projections/figures/definitions.h"
#include "projections/figures/fraction.h"

namespace projections::figures {

using ledger::JsonValue;
using ledger::Result;

namespace {

using Excludeds = std::vector<Excluded>;
using Roots = std::set<std::string_view>;

JsonValue json_of_count(std::size_t count) {
  return JsonValue(static_cast<std::int64_t>(count));
}

std::vector<std::string_view> texts_of(const Roots& roots) {
  return {roots.begin(), roots.end()};
}

// -- referrals ----------------------------------------------------------------------------------------------

// Those made or, by policy, accepted in the period; the day in the facts is that day.
Result<std::vector<Fact>> referrals_here(Question& q, Excludeds& excluded) {
  LEDGER_ASSIGN(const std::span<const Fact> made, q.facts().of_type("referral.made", "made_on"));
  LEDGER_ASSIGN(const std::string_view count_at, q.choice("referrals.count_at"));
  std::vector<Fact> found;
  if (count_at == "made") {
    for (const Fact* fact : q.here(made)) found.push_back(*fact);
    return found;
  }
  std::unordered_map<std::string_view, const FigureEvent*> accepted;
  for (const FigureEvent* event : q.known().of_type("referral.accepted")) {
    accepted[event->text("referral_id")] = event;
  }
  for (const Fact& fact : made) {
    const auto event = accepted.find(fact.text("referral_id"));
    if (event == accepted.end()) {
      if (q.is_here(fact)) excluded.push_back({fact.id(), "not_accepted"});
      continue;
    }
    Fact moved = fact;
    moved.day = jst_day(event->second->text("accepted_on"));
    if (q.is_here(moved)) found.push_back(std::move(moved));
  }
  return found;
}

// One per business, issue and target.
Result<std::vector<Fact>> referrals_counted(Question& q, Excludeds& excluded) {
  LEDGER_ASSIGN(const std::vector<Fact> here, referrals_here(q, excluded));
  LEDGER_ASSIGN(const std::string_view other_center, q.choice("referrals.other_center"));
  FactList found;
  for (const Fact& fact : here) found.push_back(&fact);
  LEDGER_ASSIGN(found, q.willing(std::move(found), excluded));
  std::set<std::tuple<std::string_view, std::string_view, std::string_view>> seen;
  std::vector<Fact> kept;
  for (const Fact* fact : found) {
    if (fact->text("target_kind") == "other_center" && other_center == "not_counted") {
      excluded.push_back({fact->id(), "other_center"});
    } else if (!seen.emplace(q.root(fact->text("business_id")), fact->text("issue_id"), fact->text("target"))
                    .second) {
      excluded.push_back({fact->id(), "same_referral"});
    } else {
      kept.push_back(*fact);
    }
  }
  return kept;
}

// -- joint sessions -----------------------------------------------------------------------------------------

struct JointSession {
  const Fact* session;
  std::size_t organisations;
};

// Whether an organisation that joined counts; the reason when not.
class JoiningOrganisations {
 public:
  static Result<JoiningOrganisations> of(Question& q) {
    JoiningOrganisations joining;
    LEDGER_ASSIGN(const std::string_view adviser, q.choice("joint.hq_adviser"));
    LEDGER_ASSIGN(const std::string_view other_center, q.choice("referrals.other_center"));
    joining.counts_adviser_ = adviser == "counted";
    joining.counts_other_center_ = other_center == "counted";
    joining.kinds_ = organisation_kinds(q.known());
    for (const FigureEvent* event : q.known().of_type("center.established")) {
      joining.body_of_[event->text("center_id")] = event->text("impl_body");
      joining.bodies_.insert(event->text("impl_body"));
    }
    return joining;
  }
  // Empty: it counts. An adviser of the headquarters is none of another organisation (3.3 #10), nor is the
  // centre's own body.
  std::string_view reason_against(std::string_view org, std::string_view center) const {
    const auto kind = kinds_.find(org);
    if (kind != kinds_.end() && kind->second == "hq" && !counts_adviser_) return "hq_adviser";
    const auto own = body_of_.find(center);
    if (own != body_of_.end() && own->second == org) return "own_organisation";
    if (bodies_.contains(org) && !counts_other_center_) return "other_center";
    return {};
  }

 private:
  bool counts_adviser_ = false, counts_other_center_ = false;
  std::unordered_map<std::string_view, std::string_view> kinds_, body_of_;
  Ids bodies_;
};

Result<std::vector<JointSession>> joint_sessions_counted(Question& q, Excludeds& excluded) {
  LEDGER_ASSIGN(const JoiningOrganisations joining, JoiningOrganisations::of(q));
  std::unordered_map<std::string_view, Roots> joined;  // organisations by session
  for (const Fact& support : stated(q.known(), "joint_support.held")) {
    support.value("org_ids").each_item([&](PackedValue org) {
      if (org.is_string()) joined[support.text("session_id")].insert(org.as_string());
    });
  }
  LEDGER_ASSIGN(const FactList held, q.sessions(excluded));
  std::vector<JointSession> found;
  for (const Fact* session : held) {
    const auto orgs = joined.find(session->text("session_id"));
    if (orgs == joined.end()) continue;
    std::size_t counted = 0;
    Roots reasons;
    for (const std::string_view org : orgs->second) {
      const std::string_view reason = joining.reason_against(org, session->center);
      if (reason.empty()) ++counted;
      if (!reason.empty()) reasons.insert(reason);
    }
    if (counted > 0) found.push_back({session, counted});
    if (counted > 0) continue;
    for (const std::string_view reason : reasons) excluded.push_back({session->id(), reason});
  }
  return found;
}

// -- resolved issues ----------------------------------------------------------------------------------------

struct ResolvedIssues {
  FactList counted, excluded, exception_over;
};

// Where it was last decided whether a resolved issue counts: its resolution, the correction of that, or a
// reclassification.
class Decisions {
 public:
  explicit Decisions(const Known& known) {
    for (const FigureEvent* event : known.of_type("issue.reclassified")) {
      reclassified_[event->text("issue_id")] = event->position;
    }
  }
  ledger::Position decided_at(const Fact& fact) const {
    ledger::Position last = fact.event->position;
    for (const FigureEvent* correction : fact.corrections) last = std::max(last, correction->position);
    const auto found = reclassified_.find(fact.text("issue_id"));
    return found == reclassified_.end() ? last : std::max(last, found->second);
  }

 private:
  std::unordered_map<std::string_view, ledger::Position> reclassified_;  // last, by issue
};

// The end of footnote 7's exception is the one in force when it was decided: a later value takes back
// nothing.
Result<ResolvedIssues> resolved_by_state(Question& q) {
  LEDGER_ASSIGN(const std::span<const Fact> resolutions, q.facts().resolutions());
  const Decisions decisions(q.known());
  ResolvedIssues found;
  for (const Fact* fact : q.here(resolutions)) {
    const std::string_view category = q.facts().category_of(fact->text("issue_id"));
    const std::int64_t it_last_fy =
        number(q.known().up_to(decisions.decided_at(*fact)), "it_exception.last_fy");
    switch (category_state(category, fact->day, it_last_fy)) {
      case CategoryState::kCounted:
        found.counted.push_back(fact);
        break;
      case CategoryState::kExcluded:
        found.excluded.push_back(fact);
        break;
      case CategoryState::kExceptionOver:
        found.exception_over.push_back(fact);
        break;
    }
  }
  return found;
}

std::int64_t sum_of(const FactList& facts, FigureField field) {
  std::int64_t sum = 0;
  for (const Fact* fact : facts) sum += fact->number(field).value_or(0);
  return sum;
}

}  // namespace

// -- 003 table 12 -------------------------------------------------------------------------------------------

Result<Answer> businesses(Question& q, std::string_view indicator) {
  Excludeds excluded;
  LEDGER_ASSIGN(const FactList held, q.sessions(excluded));
  LEDGER_ASSIGN(const std::string_view pre_startup, q.choice("businesses.pre_startup"));
  Ids distinct;
  for (const Fact* fact : held) distinct.insert(q.root(fact->text("business_id")));
  std::vector<std::string_view> roots(distinct.begin(), distinct.end());
  std::unordered_map<std::string_view, std::string_view> kinds;
  for (const Fact& fact : stated(q.known(), "business.registered")) {
    kinds[fact.text("business_id")] = fact.text("kind");
  }
  const auto is_before_start = [&](std::string_view root) {
    const auto kind = kinds.find(root);
    return kind != kinds.end() && kind->second == "pre_startup";
  };
  const auto before_start =
      static_cast<std::size_t>(std::count_if(roots.begin(), roots.end(), is_before_start));
  const std::size_t started = roots.size() - before_start;
  if (pre_startup == "excluded") {
    for (const std::string_view root : roots) {
      if (is_before_start(root)) excluded.push_back({root, "pre_startup"});
    }
    std::erase_if(roots, is_before_start);
  }
  Answer answer = counted_answer(q, indicator, std::move(roots), std::move(excluded));
  answer.beside.add("pre_startup", json_of_count(before_start));
  answer.beside.add("started", json_of_count(started));
  return answer;
}

Result<Answer> sessions(Question& q, std::string_view indicator) {
  LEDGER_ASSIGN(const std::string_view unit, q.choice("sessions.unit"));
  if (unit == "issue") return issues_identified(q, indicator);
  Excludeds excluded;
  LEDGER_ASSIGN(const FactList held, q.sessions(excluded));
  return counted_answer(q, indicator, ids_of(held), std::move(excluded));
}

Result<Answer> referrals(Question& q, std::string_view indicator) {
  Excludeds excluded;
  LEDGER_ASSIGN(const std::vector<Fact> kept, referrals_counted(q, excluded));
  Ids declined;
  for (const FigureEvent* event : q.known().of_type("referral.declined")) {
    declined.insert(event->text("referral_id"));
  }
  std::vector<std::string_view> ids;
  std::size_t declined_count = 0, other_center_count = 0;
  for (const Fact& fact : kept) {
    ids.push_back(fact.id());
    if (declined.contains(fact.text("referral_id"))) ++declined_count;
    if (fact.text("target_kind") == "other_center") ++other_center_count;
  }
  Answer answer = counted_answer(q, indicator, std::move(ids), std::move(excluded));
  answer.beside.add("declined", json_of_count(declined_count));
  answer.beside.add("other_center", json_of_count(other_center_count));
  return answer;
}

Result<Answer> joint_sessions(Question& q, std::string_view indicator) {
  Excludeds excluded;
  LEDGER_ASSIGN(const std::vector<JointSession> found, joint_sessions_counted(q, excluded));
  LEDGER_ASSIGN(const std::string_view several, q.choice("joint.several_orgs"));
  std::vector<std::string_view> ids;
  std::size_t per_organisation = 0;
  for (const JointSession& joint : found) {
    ids.push_back(joint.session->id());
    per_organisation += joint.organisations;
  }
  Answer answer = counted_answer(q, indicator, std::move(ids), std::move(excluded));
  if (several == "per_organisation") answer.value = json_of_count(per_organisation);
  answer.beside.add("organisations", json_of_count(per_organisation));
  return answer;
}

Result<Answer> outcomes_confirmed(Question& q, std::string_view indicator) {
  constexpr std::int64_t kMinutesPer100Hours = 6000;
  Excludeds excluded;
  LEDGER_ASSIGN(const std::span<const Fact> outcomes, q.facts().outcomes());
  LEDGER_ASSIGN(const FactList found, q.willing(q.here(outcomes), excluded));
  std::vector<Excluded> unused;
  LEDGER_ASSIGN(const FactList held, q.sessions(unused));
  const std::int64_t minutes = sum_of(held, "minutes");
  Ids issues;
  std::vector<std::string_view> counted;
  for (const Fact* fact : found) {
    if (issues.insert(fact->text("issue_id")).second) {
      counted.push_back(fact->id());
    } else {
      excluded.push_back({fact->id(), "same_issue"});
    }
  }
  const auto count = static_cast<std::int64_t>(counted.size());
  const auto people = static_cast<std::int64_t>(coordinators(q.known(), q.centers(), q.period()).size());
  Answer answer = counted_answer(q, indicator, std::move(counted), std::move(excluded));
  answer.beside.add("per_coordinator", json_of_ratio(count, people));
  answer.beside.add("per_100_hours", json_of_ratio(count * kMinutesPer100Hours, minutes));
  return answer;
}

// -- auxiliaries --------------------------------------------------------------------------------------------

Result<Answer> issues_identified(Question& q, std::string_view indicator) {
  Excludeds excluded;
  LEDGER_ASSIGN(const std::span<const Fact> issues, q.facts().of_type("issue.identified", "identified_on"));
  LEDGER_ASSIGN(const FactList found, q.willing(q.here(issues), excluded));
  return counted_answer(q, indicator, ids_of(found), std::move(excluded));
}

Result<Answer> session_minutes(Question& q, std::string_view indicator) {
  constexpr std::int64_t kMinutesPerHour = 60;
  Excludeds excluded;
  LEDGER_ASSIGN(const FactList held, q.sessions(excluded));
  const std::int64_t minutes = sum_of(held, "minutes");
  Answer answer = counted_answer(q, indicator, ids_of(held), std::move(excluded));
  answer.value = JsonValue(minutes);
  answer.beside.add("hours", json_of_ratio(minutes, kMinutesPerHour));
  return answer;
}

Result<Answer> utilisation(Question& q, std::string_view indicator) {
  constexpr std::int64_t kMinutesPerHalfHour = 30;  // a half day is so many per hour of the day
  LEDGER_ASSIGN(const Answer minutes, session_minutes(q, "session_minutes"));
  LEDGER_ASSIGN(const std::span<const Fact> workdays, q.facts().of_type("workday.reported", "performed_on"));
  const FactList days = q.here(workdays);
  std::int64_t half_days = 0;
  for (const Fact* fact : days) half_days += fact->text("fraction") == "half" ? 1 : 2;
  const std::int64_t available = half_days * kMinutesPerHalfHour * q.number("utilisation.hours_per_day");
  Answer answer = q.answer(indicator);
  answer.value = json_of_ratio(minutes.value.as_int(), available);
  if (answer.value.is_null()) answer.reason = "no_workdays";
  answer.numerator = minutes.numerator;
  answer.denominator = ids_of(days);
  std::sort(answer.denominator.begin(), answer.denominator.end());
  answer.excluded = minutes.excluded;
  answer.beside.add("minutes", minutes.value);
  answer.beside.add("available_minutes", JsonValue(available));
  return answer;
}

// -- 003 tables 15 and 16 -----------------------------------------------------------------------------------

Result<Answer> issues_resolved(Question& q, std::string_view indicator) {
  Excludeds excluded;
  LEDGER_ASSIGN(const ResolvedIssues resolved, resolved_by_state(q));
  LEDGER_ASSIGN(const FactList counted, q.willing(resolved.counted, excluded));
  for (const Fact* fact : resolved.excluded) excluded.push_back({fact->id(), "category_excluded"});
  for (const Fact* fact : resolved.exception_over) excluded.push_back({fact->id(), "it_exception_over"});
  return counted_answer(q, indicator, ids_of(counted), std::move(excluded));
}

Result<Answer> issues_resolved_excluded(Question& q, std::string_view indicator) {
  LEDGER_ASSIGN(ResolvedIssues resolved, resolved_by_state(q));
  FactList& left_out = resolved.excluded;
  left_out.insert(left_out.end(), resolved.exception_over.begin(), resolved.exception_over.end());
  return counted_answer(q, indicator, ids_of(left_out), {});
}

Result<Answer> referred_businesses(Question& q, std::string_view indicator) {
  Excludeds excluded;
  LEDGER_ASSIGN(const std::vector<Fact> kept, referrals_counted(q, excluded));
  Roots roots;
  for (const Fact& fact : kept) roots.insert(q.root(fact.text("business_id")));
  std::erase_if(excluded, [](const Excluded& row) { return row.reason == "same_referral"; });
  return counted_answer(q, indicator, texts_of(roots), std::move(excluded));
}

Result<Answer> joint_businesses(Question& q, std::string_view indicator) {
  Excludeds excluded;
  LEDGER_ASSIGN(const std::vector<JointSession> found, joint_sessions_counted(q, excluded));
  Roots roots;
  for (const JointSession& joint : found) roots.insert(q.root(joint.session->text("business_id")));
  return counted_answer(q, indicator, texts_of(roots), std::move(excluded));
}

Result<Answer> knowhow_shared(Question& q, std::string_view indicator) {
  LEDGER_ASSIGN(const std::span<const Fact> shared, q.facts().of_type("knowhow.shared", "shared_on"));
  LEDGER_ASSIGN(const std::string_view sit_in, q.choice("knowhow.sit_in_twice"));
  LEDGER_ASSIGN(const std::string_view measure, q.choice("knowhow.measure"));
  Excludeds excluded;
  FactList found = q.here(shared);
  if (sit_in == "once") {
    std::erase_if(found, [&](const Fact* fact) {
      const bool is_sit_in = fact->text("mode") == "sit_in";
      if (is_sit_in) excluded.push_back({fact->id(), "sit_in"});
      return is_sit_in;
    });
  }
  Answer answer = counted_answer(q, indicator, ids_of(found), std::move(excluded));
  const std::int64_t persons = sum_of(found, "persons"), times = sum_of(found, "times");
  answer.beside.add("persons", JsonValue(persons));
  answer.beside.add("times", JsonValue(times));
  answer.value = JsonValue(measure == "times" ? times : persons);
  return answer;
}

}  // namespace projections::figures
