// ReportKeeper: what the ledger itself says of reports and figures: monthly_report.checked for every monthly
// report; figure.fixed when a month is closed, for the centre and, when it was the last one, for bureau and
// nation; and when results are published.
//
// Place in the flow: the housekeeping thread calls keep() every few seconds, and at once when there is more;
// it finds new causes in the projections and appends through the same way as everybody. Causes are answered
// in the order of the log, so that a year that was loaded at once fixes its figures as if month by month.
// Nothing is kept but how far it has come: what has its answer in the log is passed over, so a restart looks
// at all of them again, cheaply. Ownership: borrows the context. Threads: one at a time.
#pragma once

#include <deque>
#include <memory>
#include <vector>

#include "api/context.h"
#include "ops/figure_fixer.h"
#include "ops/typed_events.h"

namespace ops {

class ReportKeeper {
 public:
  explicit ReportKeeper(const api::ApiContext& context) : context_(context), fixer_(context) {}
  // Answers some of what was recorded since it looked last: one wide scope, or a few centres. Gives the first
  // failure; what failed for now (a projection behind, a busy writer) is tried again at the next call, what
  // the rules refuse is not.
  ledger::Status keep();
  // The last call ended before everything was answered, and not for a failure.
  bool has_more() const { return has_more_; }

 private:
  using View = FigureFixer::View;
  bool is_folded(ledger::TreeSize size) const;
  ledger::Status find_causes(const ledger::LedgerView& view);
  // What the answers cost so far, in centres' years loaded.
  ledger::Status answer(const View& view, const TypedEvent& cause, std::size_t& cost);
  ledger::Status fix_all(const View& view, const std::vector<Fixing>& fixings, std::size_t& cost);

  const api::ApiContext& context_;
  FigureFixer fixer_;
  ledger::Position next_;  // the first that was not looked at
  std::deque<TypedEvent> causes_;
  bool has_more_ = false;
};

}  // namespace ops
