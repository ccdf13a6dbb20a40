// Procedures around people: contracts before the bureau's 了承, rescissions without theirs (question 16).
//
// Place in the flow: a question about a Known and the centres of a scope; 001 II.1. Pure; any thread.
#pragma once

#include "projections/figures/scope.h"
#include "projections/figures/violation.h"

namespace projections::figures {

// Coordinators' contracts: no_approval, approval_after_contract. Chiefs' rescissions: no_decision,
// decision_refused, no_report, no_interview, wrong_order.
std::vector<Violation> procedure_violations(const Known& known, const Centers& centers);

}  // namespace projections::figures
