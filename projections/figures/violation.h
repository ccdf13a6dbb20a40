// Violation: one event that breaks what the programme asks, why, and what was judged with it.
//
// Place in the flow: the questions 14 to 16 give lists of them; violations.h adds what the ledger itself
// said. Ownership: events belong to the log. Pure values; any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/json_value.h"
#include "projections/figures/figure_log.h"

namespace projections::figures {

struct Violation {
  const FigureEvent* event = nullptr;
  std::string_view center;                    // empty: nobody knows it
  std::string_view business, contract, kind;  // those that the question names; the others empty
  std::vector<std::string> reasons;           // stable codes, never empty
  std::vector<const FigureEvent*> basis;      // further events that the judgement looked at
};

// {"id", "business" | "contract" and "kind", "reasons"}
ledger::JsonValue json_of(const Violation& violation);
ledger::JsonValue json_of(const std::vector<Violation>& violations);

}  // namespace projections::figures
