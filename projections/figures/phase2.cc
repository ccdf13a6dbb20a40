#include "projections/figures/phase2.h"

#include <algorithm>

#include "projections/figures/calendar.h"
#include "projections/figures/facts.h"
#include "projections/figures/matching.h"

namespace projections::figures {

namespace {

constexpr std::string_view kCriterionMet = "phase.criterion_met";
struct Criterion {
  std::string_view name;
  FigureField field;  // of the transition: the event that it relies on
};
constexpr Criterion kCriteria[] = {{"i", "criterion_i"}, {"ii", "criterion_ii"}, {"iii", "criterion_iii"}};

// Merges and unmerges in the order of the log, taken one by one as the transitions go on.
class MatchingOverTime {
 public:
  explicit MatchingOverTime(const Known& known) {
    for (const std::string_view type : {kBusinessMerged, kBusinessUnmerged}) {
      const Events events = known.of_type(type);
      events_.insert(events_.end(), events.begin(), events.end());
    }
    std::sort(events_.begin(), events_.end(),
              [](const FigureEvent* a, const FigureEvent* b) { return a->position < b->position; });
  }
  // Precondition: positions never go back.
  const Matching& before(ledger::Position position) {
    for (; next_ < events_.size() && events_[next_]->position < position; ++next_) {
      matching_.apply(*events_[next_]);
    }
    return matching_;
  }

 private:
  std::vector<const FigureEvent*> events_;
  std::size_t next_ = 0;
  Matching matching_;
};

// One transition with what was known before it.
class Judgement {
 public:
  Judgement(const Known& known, const FigureEvent& transition, const Matching& before)
      : known_(known),
        transition_(transition),
        before_(before),
        root_(before.representative(transition.text("business_id"))) {}

  void judge(const Criterion& criterion, Violation& violation) const {
    const std::string prefix(criterion.field.name());
    const FigureEvent* met = met_event(criterion);
    if (met == nullptr) {
      violation.reasons.push_back(prefix + "_missing");
      return;
    }
    violation.basis.push_back(met);
    if (jst_day(met->text("met_on")) > jst_day(transition_.text("transitioned_on"))) {
      violation.reasons.push_back(prefix + "_after_transition");
    }
    if (met->position > transition_.position) violation.reasons.push_back(prefix + "_recorded_after");
    if (!has_basis(criterion.name, *met)) violation.reasons.push_back(prefix + "_without_basis");
  }

 private:
  bool of_business(const FigureEvent& event) const {
    return before_.representative(event.text("business_id")) == root_;
  }

  // The event that the transition names for the criterion, if it is one of that business.
  const FigureEvent* met_event(const Criterion& criterion) const {
    const FigureEvent* event = known_.by_id(transition_.text(criterion.field));
    const bool fits = event != nullptr && event->type == kCriterionMet &&
                      event->text("criterion") == criterion.name && of_business(*event);
    return fits ? event : nullptr;
  }

  bool submitted_before(std::string_view type) const {
    for (const std::string_view member : before_.members(root_)) {
      for (const FigureEvent* event : known_.naming("business_id", member)) {
        if (event->position >= transition_.position) break;
        if (event->type == type) return true;
      }
    }
    return false;
  }

  bool has_basis(std::string_view criterion, const FigureEvent& met) const {
    if (criterion == "i") return submitted_before("business.financials_submitted");
    if (criterion == "iii") return submitted_before("consent.phase2_agreed");
    return met.flag("goal_agreed") && !met.text("step").empty();
  }

  const Known& known_;
  const FigureEvent& transition_;
  const Matching& before_;
  std::string_view root_;
};

}  // namespace

std::vector<Violation> phase2_violations(const Known& known, const Centers& centers) {
  CenterFinder finder(known);
  MatchingOverTime matching(known);
  std::vector<Violation> rows;
  for (const Fact& fact : stated(known, "phase.transitioned")) {
    const std::string_view center = finder.center_of(fact);
    if (!centers.contains(std::string(center))) continue;
    const Judgement judgement(known, *fact.event, matching.before(fact.event->position));
    Violation row;
    row.event = fact.event;
    row.center = center;
    row.business = fact.text("business_id");
    for (const Criterion& criterion : kCriteria) judgement.judge(criterion, row);
    if (!row.reasons.empty()) rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace projections::figures
