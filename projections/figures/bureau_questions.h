// BureauQuestions: the questions 14 to 20 of the bureaus, each from its ask.
//
// Place in the flow: answers.h comes here by name. Which members an ask needs stands beside each;
// invalid_argument figures.ask without them; failed_precondition figures.parameter. Pure; any thread.
#pragma once

#include "projections/figures/ask.h"

namespace projections::figures {

using AnswerOr = ledger::Result<ledger::JsonValue>;

AnswerOr ask_phase2_violations(const Known& known, const Ask& ask);     // 14: scope
AnswerOr ask_fee_violations(const Known& known, const Ask& ask);        // 15: scope
AnswerOr ask_procedure_violations(const Known& known, const Ask& ask);  // 16: scope
AnswerOr ask_workdays(const Known& known, const Ask& ask);              // 17: scope, fy, on
AnswerOr ask_cost_summary(const Known& known, const Ask& ask);          // 18: center, fy
AnswerOr ask_eligibility(const Known& known, const Ask& ask);           // 19: center, fy
AnswerOr ask_unmet_duties(const Known& known, const Ask& ask);          // 20: center, fy, on
// A kind of violations.h: kind, scope; fy and on as the kind needs them. not_found figures.kind.
AnswerOr ask_violations(const Known& known, const Ask& ask);

}  // namespace projections::figures
