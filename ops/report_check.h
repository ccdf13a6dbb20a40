// ReportCheck: monthly_report.checked for a monthly report, with the figures that differ from a recomputation
// at its cut-off.
//
// Place in the flow: ops/report_keeper calls it for every report. Threads: one at a time.
#pragma once

#include "ops/typed_events.h"

namespace ops {

// Does nothing when the report's own stream says that it was checked. Errors of log, projections and the
// append.
ledger::Status check_report(const api::ApiContext& context, const ledger::LedgerView& view,
                            const TypedEvent& report);

}  // namespace ops
