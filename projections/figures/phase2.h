// Phase 2: transitions without all three criteria of 003 2(2)(3) (question 14).
//
// Place in the flow: a question about a Known and the centres of a scope. Who is one business is judged by
// the merges before the transition. Pure; any thread.
#pragma once

#include "projections/figures/scope.h"
#include "projections/figures/violation.h"

namespace projections::figures {

// Reasons, of each criterion i, ii, iii in turn: criterion_<c>_missing, or criterion_<c>_after_transition,
// criterion_<c>_recorded_after, criterion_<c>_without_basis.
std::vector<Violation> phase2_violations(const Known& known, const Centers& centers);

}  // namespace projections::figures
