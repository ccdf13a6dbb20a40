// BureauQuestions: the questions 14 to 20 of the bureaus by name, asked as JSON.
//
// Place in the flow: answers.h comes here for them; API and command line ask through it. An ask:
//   {"question": "phase2_violations" | "fee_violations" | "procedure_violations", "scope"}
//   {"question": "workdays", "scope", "fy", "on"}
//   {"question": "cost_summary" | "eligibility", "center", "fy"}
//   {"question": "unmet_duties", "center", "fy", "on"}
//   {"question": "violations", "kind", "scope", "fy"?, "on"?}
// "as_of" is whoever makes the Known's to read. Pure; any thread.
#pragma once

#include <string_view>

#include "ledger/base/json_value.h"
#include "ledger/base/status.h"
#include "projections/figures/figure_log.h"

namespace projections::figures {

bool is_bureau_question(std::string_view name);

// invalid_argument figures.missing, figures.scope, figures.year, figures.day, figures.kind, figures.question,
// each with the member as pointer; failed_precondition figures.parameter.
ledger::Result<ledger::JsonValue> answer_bureau_question(const Known& known, const ledger::JsonValue& ask);

}  // namespace projections::figures
