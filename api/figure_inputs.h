// FigureInputs: confidential fields of statements and headcounts, opened out of the vault for a figure.
//
// Place in the flow: handed to projections/figures by whoever fixes a figure or holds a fixed one against its
// recomputation; nothing that is opened here leaves the process but as a sum that may be stated, or as
// whether two sums are equal (security.md §3 is about fields that leave). Who is shown more asks
// api/opened_figures.h. Ownership: borrows the unsealer. Threads: one.
#pragma once

#include <memory>

#include "ledger/journal/vault.h"
#include "ledger/journal/view.h"
#include "projections/figures/figure_loader.h"
#include "projections/figures/question.h"

namespace api {

class FigureInputs final : public projections::figures::SealedInputs {
 public:
  FigureInputs(std::shared_ptr<const ledger::LedgerView> view, const ledger::Unsealer& unsealer)
      : view_(std::move(view)), unsealer_(unsealer) {}
  ledger::Result<ledger::JsonValue::Object> open(const ledger::EventId& event,
                                                 ledger::Position position) const override;
  // Businesses of which something could not be opened any more, so far.
  const projections::figures::Erased& erased() const { return erased_; }

 private:
  const std::shared_ptr<const ledger::LedgerView> view_;
  const ledger::Unsealer& unsealer_;
  mutable projections::figures::Erased erased_;
};

}  // namespace api
