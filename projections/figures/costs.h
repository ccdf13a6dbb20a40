// Costs: those of a centre's fiscal year against contract and ceiling (question 18), and what of them is
// eligible (question 19). 001 V.3, V.6, VII.2 (11), IX.
//
// Place in the flow: questions about a Known, a centre and a fiscal year. Sums are without tax unless their
// name says otherwise. Ownership: views point into the log. Pure; any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/json_value.h"
#include "ledger/base/status.h"
#include "projections/figures/figure_log.h"

namespace projections::figures {

// Items and funds in the order in which they were booked first, contract amount and ceiling (null: none is
// known), what is spent (with tax, unless policy compares without) and left, and the re-entrusted share:
//   {"items": {item: {"yen", "tax"}}, "funds": {fund: yen with tax}, "total": {"yen", "tax"}, "disallowed",
//    "contract_amount", "contract_by_fund", "ceiling", "spent", "left_of_contract", "over_contract",
//    "contract_over_ceiling", "subcontract": {"planned", "booked", "letter_wanted", "letter_on_file",
//    "violation"}}
// Errors: figures.parameter.
ledger::Result<ledger::JsonValue> cost_summary(const Known& known, std::string_view center, int fiscal_year);

struct IneligibleRow {
  const FigureEvent* event = nullptr;
  std::string_view item;
  std::int64_t yen = 0, lost_yen = 0;
  // no_voucher, class_<cost class>, overseas_travel, outside_contract, disallowed_<reason>; of honoraria
  // staff_not_honorarium, paperwork_missing.
  std::vector<std::string> reasons;
  std::vector<const FigureEvent*> basis;  // disallowances; assignments paid
};

struct Eligibility {
  std::int64_t eligible_yen = 0, booked_yen = 0;
  std::vector<IneligibleRow> rows;  // what has a reason against it
};
// A disallowed cost loses what was disallowed of it, one with a reason against it all of it.
Eligibility eligibility(const Known& known, std::string_view center, int fiscal_year);

ledger::JsonValue json_of(const IneligibleRow& row);
ledger::JsonValue json_of(const Eligibility& eligibility);  // {"eligible", "booked", "rows"}

}  // namespace projections::figures
