// Facts: what holds after the events of a Known: corrected, countersigned, with centre and day.
//
// Place in the flow: between the list of events and every figure. A correction names the corrected event and
// states all fields anew; the latest one holds, whatever its date. An event that wants countersignatures is a
// fact from the completing one on, and never when that came too late. Ownership: facts point into the log.
// Cost: each function is one pass over the events of its types. Threads: pure; CenterFinder is for one
// thread.
#pragma once

#include <optional>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "ledger/base/status.h"
#include "projections/figures/calendar.h"
#include "projections/figures/figure_log.h"
#include "projections/figures/scope.h"

namespace projections::figures {

struct Fact {
  const FigureEvent* event = nullptr;  // the original one
  ledger::Position position;           // from which it holds
  const FigureEvent* said = nullptr;   // whose members hold: the last correction's
  std::vector<const FigureEvent*> corrections;
  std::string_view center;  // set by placed(), as is the day
  Day day = kNoDay;

  std::string_view id() const { return event->id; }
  std::string_view text(FigureField field) const { return said->text(field); }
  std::optional<std::int64_t> number(FigureField field) const { return said->number(field); }
  bool flag(FigureField field) const { return said->flag(field); }
  PackedValue value(FigureField field) const { return said->value(field); }
};

// Type of the events that correct those of `type`; empty: none do.
std::string_view corrected_by(std::string_view type);
// Position of the completing signature; nullopt: not complete, or too late.
std::optional<ledger::Position> completed_at(const Known& known, const FigureEvent& event);
// Facts of one type, in the order of their events.
std::vector<Fact> stated(const Known& known, std::string_view type);

// The centre that a fact names, else that of its case, of its session's case, of its referral's case, else
// the actor's; empty: none.
class CenterFinder {
 public:
  explicit CenterFinder(const Known& known);
  std::string_view center_of(const Fact& fact);

 private:
  using Links = std::unordered_map<std::string_view, std::string_view>;
  // Case by session or referral, read when first asked for.
  std::string_view case_by(std::optional<Links>& links, std::string_view type, FigureField field,
                           const Fact& fact);
  Known known_;
  Links center_of_case_;
  std::optional<Links> case_of_session_, case_of_referral_;
};

// The facts with centre and day: that of the date field, or the day of recording where policy says that late
// entries count then and the month was closed when the entry came. Errors as choice().
ledger::Result<std::vector<Fact>> placed(const Known& known, CenterFinder& finder, std::vector<Fact> facts,
                                         FigureField date_field);

// {issue: category}: as identified (corrected), then as last reclassified.
std::unordered_map<std::string_view, std::string_view> categories(const Known& known);
// Resolutions of issues: the last of each, unless it was reopened or closed unresolved after it.
std::vector<Fact> resolutions_in_force(const Known& known);
// Confirmed outcomes of issues that were not reopened afterwards.
std::vector<Fact> outcomes_in_force(const Known& known);

struct Phase2Span {
  std::string_view business;
  Day first, last = kOpenEnd;
};
// Entered, and left again if it was; who is one business when the end is recorded leaves as one.
std::vector<Phase2Span> phase2_spans(const Known& known);

using Ids = std::unordered_set<std::string_view>;
// Persons who were coordinator or sub-chief of one of the centres on some day of the period.
Ids coordinators(const Known& known, const Centers& centers, const Period& period);
// {organisation: kind}
std::unordered_map<std::string_view, std::string_view> organisation_kinds(const Known& known);
// Businesses whose last word on sharing is no: refused, or withdrawn.
Ids refusing_businesses(const Known& known);

}  // namespace projections::figures
