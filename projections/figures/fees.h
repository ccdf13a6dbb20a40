// Fees: honoraria against 001 IX and 000 2(2) (question 15): yen without tax, per about one day of work.
//
// Place in the flow: a question about a Known and the centres of a scope; costs.h asks FeeRates what was due.
// Ownership: views point into the log. Pure; any thread.
#pragma once

#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "projections/figures/contracts.h"
#include "projections/figures/scope.h"
#include "projections/figures/violation.h"

namespace projections::figures {

class FeeRates {
 public:
  explicit FeeRates(const Known& known);

  // The rate whose first day is the newest up to `day`; of two from one day, the later recorded.
  std::optional<std::int64_t> rate_on(std::string_view contract, Day day) const;
  // What an assignment is worth: the rate, or its half rounded down (目安); nullopt: no rate was set.
  std::optional<std::int64_t> due(std::string_view contract, const FigureEvent& assignment) const;
  // Whether the bureau had agreed to at least that before the position.
  bool raise_approved(std::string_view contract, std::int64_t yen, ledger::Position before) const;

 private:
  struct Rate {
    Day from;
    ledger::Position position;
    std::int64_t yen;
  };
  std::unordered_map<std::string_view, std::vector<Rate>> rates_;  // of each contract by day, then position
  std::unordered_map<std::string_view, std::vector<const FigureEvent*>> raises_;
};

// Events of the assignments that a payment names, ascending.
std::vector<const FigureEvent*> assignments_of(const Known& known, const FigureEvent& payment);

// Reasons: no_contract (named at every scope, for nobody knows its centre), no_fee_contract, not_flat_rate,
// over_ceiling, over_base_without_approval, staff_not_honorarium, third_party, assignment_missing, no_rate,
// half_day_rule, amount_differs.
std::vector<Violation> fee_violations(const Known& known, const Centers& centers);

}  // namespace projections::figures
