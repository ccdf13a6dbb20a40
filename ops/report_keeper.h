// ReportKeeper: what the ledger itself says about reports: monthly_report.checked for every monthly report,
// with the figures that differ from a recomputation at its cut-off; and figure.fixed for every indicator over
// confidential inputs when a month is closed, with a commitment to what each business adds to it.
//
// Place in the flow: the housekeeping thread calls keep() every few seconds; it finds new reports and
// closings in the projections and appends through the same way as everybody. Nothing is kept but how far it
// has looked: what has its answer in the log is passed over, so a restart looks at all of them again,
// cheaply. Ownership: borrows the context. Threads: one at a time.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "api/context.h"
#include "ledger/event/event.h"
#include "projections/figures/indicators.h"

namespace ops {

class ReportKeeper {
 public:
  explicit ReportKeeper(const api::ApiContext& context) : context_(context) {}
  // Answers what was recorded since the last call. Gives the first failure; what failed for now (a projection
  // behind, a busy writer) is tried again at the next call, what the rules refuse is not.
  ledger::Status keep();

 private:
  using View = std::shared_ptr<const ledger::LedgerView>;
  struct Cause {
    ledger::Position position;
    ledger::Event event;
  };
  ledger::Result<std::vector<Cause>> new_events(const ledger::LedgerView& view, std::string_view type) const;
  ledger::Status answer(const View& view, const Cause& cause) const;

  ledger::Result<bool> is_checked(const ledger::LedgerView& view, const Cause& report) const;
  ledger::Status check(const View& view, const Cause& report) const;

  ledger::Status fix_figures(const View& view, const Cause& closing) const;
  ledger::Result<projections::figures::FigureLog> load_for(const View& view, std::string_view indicator,
                                                           const std::string& center, int fiscal_year) const;
  ledger::Status fix(const View& view, const Cause& closing, const projections::figures::Answer& figure,
                     int fiscal_year) const;
  ledger::Status append(std::string_view type, const ledger::StreamId& stream, ledger::JsonValue data) const;

  const api::ApiContext& context_;
  ledger::Position next_;  // the first that was not looked at
};

}  // namespace ops
