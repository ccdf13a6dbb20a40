// ReportKeeper: what the ledger itself says about reports: monthly_report.checked for every monthly report,
// with the figures that differ from a recomputation at the report's cut-off.
//
// Place in the flow: the housekeeping thread calls keep() every few seconds; it finds new reports in the
// projections and appends through the same way as everybody. Nothing is kept but how far it has looked: a
// report that has its check is passed over, so a restart looks at all of them again, cheaply. Ownership:
// borrows the context. Threads: one at a time.
#pragma once

#include <string>
#include <vector>

#include "api/context.h"
#include "ledger/event/event.h"

namespace ops {

class ReportKeeper {
 public:
  explicit ReportKeeper(const api::ApiContext& context) : context_(context) {}
  // Checks the reports that were recorded since the last call. Gives the first failure; what failed for now
  // (a projection behind, a busy writer) is tried again at the next call, what the rules refuse is not.
  ledger::Status keep();

 private:
  struct Report {
    ledger::Position position;
    ledger::Event event;
  };
  ledger::Result<std::vector<Report>> new_reports(const ledger::LedgerView& view, ledger::TreeSize size);
  ledger::Result<bool> is_checked(const ledger::LedgerView& view, const Report& report) const;
  ledger::Status check(const Report& report, ledger::TreeSize size);

  const api::ApiContext& context_;
  ledger::Position next_;  // the first that was not looked at
};

}  // namespace ops
