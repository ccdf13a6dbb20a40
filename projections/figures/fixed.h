// Figures over confidential inputs that the log holds fast (`figure.fixed`), against the recomputation.
//
// Place in the flow: answers.h asks. A fixed figure names its scope, fiscal year and cut-off; a scope of one
// centre has that centre's. Three values: as fixed; recomputed at exactly its cut-off; now, which is the
// newest fixed one. After an erasure the fixed value stands and a recomputation lacks inputs: that is no
// contradiction. Pure.
//
// There is no recomputation at a position of the asker's choice: of two positions between which one
// business's statement came, the difference would be that business's. The positions of closings and
// publications are few, and which of their values stand in clear was decided together (told_apart.h).
#pragma once

#include "ledger/base/json_value.h"
#include "projections/figures/indicators.h"

namespace projections::figures {

struct FixedOf {
  Scope scope;
  std::optional<int> fiscal_year;  // nullopt: every year
  std::string month;               // empty: every closing, and publications
};

// [{id, indicator, scope, fy, year_month, cut_off, fixed, public, withheld, recomputed, contributors,
// recomputed_contributors, state, now}] in the order of the log, with state equal | different |
// inputs_erased | inputs_sealed (nothing was opened to recompute it) | k_rule (shown or hidden against the
// least number of businesses), and now as newest_fixed() has it. Errors as figure().
ledger::Result<ledger::JsonValue> fixed_figures(const Known& known, const FixedOf& of, const Erased& erased);

// {id, scope, year_month, cut_off, value, public, contributors} of the newest one, never with a sealed value;
// null: there is none.
ledger::JsonValue newest_fixed(const Known& known, const Scope& scope, int fiscal_year,
                               std::string_view indicator);

// The rows as they may be shown: never a sealed value, which is a record of its own; the recomputed one to
// who may read every input, to others only where it equals the value in clear.
ledger::JsonValue shown_rows(const ledger::JsonValue& rows, bool may_read_inputs);

}  // namespace projections::figures
