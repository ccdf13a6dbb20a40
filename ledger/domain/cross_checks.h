// Cross-checks: comparisons of several fields of one event, confidential ones included, that need no state.
//
// Place in the flow: the last step of check_fields(), on the HTTP thread, while the disclosures are at hand.
// Each is named by a row. Pure; any thread.
#pragma once

#include "ledger/base/status.h"
#include "ledger/event/sd_jwt.h"

namespace ledger {

// business.number_not_allowed: only a corporation has a corporate number; business.number_state: the public
// field says "given" exactly when a number is disclosed (programme 2.3).
Status check_business_number(const SignedEvent& event);

// financials.period: the last day is not before the first and the period is at most twelve months;
// financials.kind_mismatch: a corporation gives personnel cost, a sole proprietor welfare cost and wages, and
// neither gives the other's (003 footnote 8).
Status check_financials(const SignedEvent& event);

}  // namespace ledger
