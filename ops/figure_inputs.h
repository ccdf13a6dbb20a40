// FigureInputs: confidential fields of statements and headcounts, opened out of the vault for a figure.
//
// Place in the flow: handed to projections/figures by whoever fixes a figure; nothing that is opened here
// leaves the process but as a sum (security.md §3 is about fields that leave). Ownership: borrows. Threads:
// any.
#pragma once

#include <memory>

#include "ledger/journal/vault.h"
#include "ledger/journal/view.h"
#include "projections/figures/figure_loader.h"

namespace ops {

class FigureInputs final : public projections::figures::SealedInputs {
 public:
  FigureInputs(std::shared_ptr<const ledger::LedgerView> view, const ledger::Unsealer& unsealer)
      : view_(std::move(view)), unsealer_(unsealer) {}
  ledger::Result<ledger::JsonValue::Object> open(const ledger::EventId& event,
                                                 ledger::Position position) const override;

 private:
  const std::shared_ptr<const ledger::LedgerView> view_;
  const ledger::Unsealer& unsealer_;
};

}  // namespace ops
