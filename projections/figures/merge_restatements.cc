#include "projections/figures/merge_restatements.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "projections/figures/connected.h"
#include "projections/figures/facts.h"
#include "projections/figures/matching.h"
#include "projections/figures/reports.h"

namespace projections::figures {

using ledger::JsonValue;
using ledger::Position;
using ledger::Result;

namespace {

constexpr std::string_view kSession = "session.held", kCase = "consultation.opened";
constexpr std::string_view kBusiness = "business.registered";
// Few everywhere, and each may rule any month.
constexpr std::string_view kEverywhere[] = {"policy.parameter_set", "center.established", "month.closed"};
constexpr std::string_view kConsents[] = {"consent.sharing_granted", "consent.sharing_refused",
                                          "consent.sharing_withdrawn"};

struct ByPosition {
  bool operator()(const FigureEvent* a, const FigureEvent* b) const { return a->position < b->position; }
};
using Part = std::set<const FigureEvent*, ByPosition>;

// The log cut into months of centres. A session belongs to a month if any version of it, or its recording,
// does; and to the centres that any version of its case, or its actor, names.
class MonthParts {
 public:
  explicit MonthParts(const Known& known) : known_(known), connected_(merges_of(known)) {
    for (const std::string_view type : {kCase, corrected_by(kCase)}) {
      for (const FigureEvent* event : known.of_type(type)) {
        centers_of_case_[event->text("case_id")].insert(event->text("center_id"));
      }
    }
    for (const FigureEvent* session : known.of_type(kSession)) {
      add(*session, *session);
      for (const FigureEvent* event : known.naming("corrects", session->id)) add(*event, *session);
    }
    has_exclusions_ = has_any("businesses.pre_startup") || has_any("consent.refused_counts");
  }

  // The month's sessions, with everything that their count of businesses can depend on.
  FigureLog part(std::string_view center, std::string_view month) const {
    Part part;
    for (const std::string_view type : kEverywhere) add_all(part, known_.of_type(type));
    std::set<std::string_view> businesses;
    for (const FigureEvent* session : sessions(center, month)) {
      add_versions(part, *session, businesses);
    }
    for (const std::string_view business : std::set(businesses)) {
      const auto group = connected_.group_of(business);
      if (!group) continue;
      add_all(part, connected_.merges(*group));
      businesses.insert(connected_.members(*group).begin(), connected_.members(*group).end());
    }
    for (const std::string_view business : businesses) add_business(part, business);
    std::vector<FigureEvent> events;
    events.reserve(part.size());
    for (const FigureEvent* event : part) events.push_back(*event);
    return FigureLog::part_of(std::move(events));
  }

  // Merges and unmerges that can change how many businesses the month has: those of groups with two of its
  // businesses; or with one, if the policy ever excluded businesses by what they are.
  std::vector<const FigureEvent*> candidates(std::string_view center, std::string_view month) const {
    std::map<std::size_t, std::set<std::string_view>> by_group;
    std::set<std::string_view> businesses;
    Part unused;
    for (const FigureEvent* session : sessions(center, month)) add_versions(unused, *session, businesses);
    for (const std::string_view business : businesses) {
      if (const auto group = connected_.group_of(business)) by_group[*group].insert(business);
    }
    Part found;
    for (const auto& [group, members] : by_group) {
      if (members.size() > 1 || has_exclusions_) add_all(found, connected_.merges(group));
    }
    return {found.begin(), found.end()};
  }

  ledger::Status check_stop() const { return known_.log->check_stop(); }

 private:
  using Sessions = std::set<const FigureEvent*, ByPosition>;
  using Key = std::pair<std::string_view, std::string>;  // centre, month

  static std::vector<const FigureEvent*> merges_of(const Known& known) {
    std::vector<const FigureEvent*> events;
    for (const std::string_view type : {kBusinessMerged, kBusinessUnmerged}) {
      const Events found = known.of_type(type);
      events.insert(events.end(), found.begin(), found.end());
    }
    return events;
  }
  bool has_any(std::string_view parameter) const { return !known_.naming("name", parameter).empty(); }
  static void add_all(Part& part, Events events) { part.insert(events.begin(), events.end()); }

  void add(const FigureEvent& version, const FigureEvent& session) {
    std::set<std::string_view> centers{session.center, version.text("center_id")};
    const auto of_case = centers_of_case_.find(version.text("case_id"));
    if (of_case != centers_of_case_.end()) centers.insert(of_case->second.begin(), of_case->second.end());
    for (const Day day : {jst_day(version.text("started_at")), jst_day(session.recorded_at)}) {
      if (day == kNoDay) continue;
      for (const std::string_view center : centers) {
        sessions_[{center, ledger::year_month(date_of(day))}].insert(&session);
      }
    }
  }

  const Sessions& sessions(std::string_view center, std::string_view month) const {
    static const Sessions kNone;
    const auto found = sessions_.find(Key(center, month));
    return found == sessions_.end() ? kNone : found->second;
  }

  // All versions of a session and of its cases; the businesses that they name.
  void add_versions(Part& part, const FigureEvent& session, std::set<std::string_view>& businesses) const {
    std::vector<const FigureEvent*> versions{&session};
    const Events corrections = known_.naming("corrects", session.id);
    versions.insert(versions.end(), corrections.begin(), corrections.end());
    for (const FigureEvent* version : versions) {
      part.insert(version);
      if (!version->text("business_id").empty()) businesses.insert(version->text("business_id"));
      add_corrected(part, kCase, "case_id", version->text("case_id"));
    }
  }

  // Events of the type that name the value, originals of corrections that do, and their corrections.
  void add_corrected(Part& part, std::string_view type, FigureField field, std::string_view value) const {
    for (const FigureEvent* event : known_.naming(field, value)) {
      const FigureEvent* original = event;
      if (event->type == corrected_by(type)) original = known_.by_id(event->text("corrects"));
      if (original == nullptr || original->type != type) continue;
      part.insert(original);
      add_all(part, known_.naming("corrects", original->id));
    }
  }

  void add_business(Part& part, std::string_view business) const {
    add_corrected(part, kBusiness, "business_id", business);
    for (const FigureEvent* event : known_.naming("business_id", business)) {
      const bool is_consent =
          std::find(std::begin(kConsents), std::end(kConsents), event->type) != std::end(kConsents);
      if (is_consent) part.insert(event);
    }
  }

  const Known known_;
  const Connected connected_;
  std::unordered_map<std::string_view, std::set<std::string_view>> centers_of_case_;
  std::map<Key, Sessions> sessions_;
  bool has_exclusions_ = false;
};

Result<std::int64_t> businesses_at(const FigureLog& part, const FigureEvent& closing, Position position) {
  LEDGER_ASSIGN(const Answer answer, month_figure({&part, position}, "businesses", closing.text("center_id"),
                                                  closing.text("year_month"), position));
  return answer.value.as_int();
}

ledger::Status add_rows(const MonthParts& parts, const FigureEvent& closing, JsonValue::Array& rows) {
  const std::string_view center = closing.text("center_id"), month = closing.text("year_month");
  const auto cut_off = static_cast<std::uint64_t>(closing.number("cut_off").value_or(0));
  std::optional<FigureLog> part;
  for (const FigureEvent* merge : parts.candidates(center, month)) {
    if (merge->position.value <= cut_off) continue;
    LEDGER_TRY(parts.check_stop());
    if (!part) part.emplace(parts.part(center, month));
    LEDGER_ASSIGN(const std::int64_t before,
                  businesses_at(*part, closing, Position(merge->position.value - 1)));
    LEDGER_ASSIGN(const std::int64_t behind, businesses_at(*part, closing, merge->position));
    if (before == behind) continue;
    JsonValue row{JsonValue::Object{}};
    row.add("center", JsonValue(center));
    row.add("year_month", JsonValue(month));
    row.add("id", JsonValue(merge->id));
    row.add("type", JsonValue(merge->type));
    row.add("from", JsonValue(before));
    row.add("to", JsonValue(behind));
    row.add("change", JsonValue(behind - before));
    rows.push_back(std::move(row));
  }
  return {};
}

}  // namespace

Result<JsonValue> merge_restatements(const Known& known, const Scope& scope, int fiscal_year) {
  const Centers centers = centers_of(known, scope);
  const MonthParts parts(known);
  JsonValue::Array rows;
  for (const FigureEvent* closing : known.of_type("month.closed")) {
    const std::optional<Period> period = month_period(closing->text("year_month"));
    const bool is_meant = centers.contains(closing->text("center_id")) && period &&
                          fiscal_year_of(period->first) == fiscal_year;
    if (!is_meant) continue;
    LEDGER_TRY(add_rows(parts, *closing, rows));
  }
  return JsonValue(std::move(rows));
}

}  // namespace projections::figures
