// LedgerWord: what the ledger itself said about matters that a question judges anew: flags that it raised
// with events that it took (index terms flag/<name>/<centre>/<yyyy-mm>), and attempts that it refused
// (append.rejected).
//
// Place in the flow: violations.h shows both beside the recomputed judgement, so that a difference between
// rules and figures is seen. Ownership: views point into the log. Pure; any thread.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "ledger/base/json_value.h"
#include "projections/figures/calendar.h"
#include "projections/figures/scope.h"

namespace projections::figures {

struct LedgerFlag {
  const FigureEvent* event = nullptr;
  std::string_view name, center, year_month;
};
// Of these events, in their order. A term of another shape is passed over: the audit judges terms (L12).
std::vector<LedgerFlag> flags_of(std::span<const FigureEvent* const> events);

// Reason codes of refusals, each of any type or of one event type.
struct RefusalCode {
  std::string_view reason;
  std::string_view type = {};  // empty: any
};

// Attempts of the scope that were refused for one of these reasons, ascending. An attempt belongs to the
// centre of its actor; of one who acts for no centre, to the bureau that the role is held for, else to the
// nation alone.
std::vector<const FigureEvent*> refused_attempts(const Known& known, const Scope& scope,
                                                 std::span<const RefusalCode> codes);
// Day of the minute that the event sums up.
Day attempt_day(const FigureEvent& attempt);

ledger::JsonValue json_of(const LedgerFlag& flag);  // {"id", "type", "flag", "center", "year_month"}
// {"id", "position", "minute", "rejected_type", "reason", "count", "person", "role", "center"}
ledger::JsonValue json_of_attempt(const FigureEvent& attempt);

}  // namespace projections::figures
