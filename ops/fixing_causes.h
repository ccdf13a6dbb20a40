// FixingCauses: which figures a closing or a publication fixes.
//
// Place in the flow: ops/report_keeper asks for each cause, in the order of the log. A month's closing fixes
// its centre's figures, and those of bureau and nation when no centre of theirs has the month open any more;
// a publication those of every scope of its kind, at its own position. A scope of one centre has no figures
// beside that centre's. Threads: any.
#pragma once

#include <vector>

#include "ledger/journal/view.h"
#include "ops/figure_fixer.h"
#include "ops/typed_events.h"

namespace ops {

inline constexpr std::string_view kMonthClosed = "month.closed";
inline constexpr std::string_view kResultPublished = "result.published";

// In the order in which they are fixed. Errors of the store. Precondition: `cause` is one of the two.
ledger::Result<std::vector<Fixing>> fixings_of(const ledger::LedgerView& view, const TypedEvent& cause);

}  // namespace ops
