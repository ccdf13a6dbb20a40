// Figures over confidential inputs that the log holds fast (`figure.fixed`), against the recomputation.
//
// Place in the flow: answers.h asks. A fixed figure names its scope, fiscal year and cut-off. After an
// erasure the fixed value stands and a recomputation lacks inputs: that is no contradiction. Pure.
#pragma once

#include "ledger/base/json_value.h"
#include "projections/figures/indicators.h"

namespace projections::figures {

// [{id, indicator, scope, fy, year_month, fixed, recomputed, contributors, recomputed_contributors, state}]
// with state equal | different | inputs_erased | inputs_sealed (nothing was opened to recompute it) | k_rule
// (shown or hidden against the least number of businesses). Errors as figure().
ledger::Result<ledger::JsonValue> fixed_figures(const Known& known, const Scope& scope, const Erased& erased);

}  // namespace projections::figures
