// FigureLoader: from a question to the part of the log that it needs, out of the rows of figure_events.
//
// Place in the flow: between a snapshot of the projections and answers.h. What is read is a superset of what
// the question looks at, found by a table: whatever is asked everywhere; the shelves of the scope's centres
// and of the months asked about, with all that became of the things there; and, of the businesses that stand
// there, what the question wants of businesses, for all that merges ever connected them with. An answer over
// it equals the answer over all events. Events name `center_id`, also those that leave it to their case or
// contract. Pure reads; any thread.
#pragma once

#include "projections/figures/figure_log.h"
#include "projections/projection_store.h"

namespace projections::figures {

// A question holds its events in memory, 200 to 300 bytes each; a wider one is asked centre by centre.
inline constexpr std::size_t kFigureBytesMax = std::size_t{2} << 30;

// Confidential fields of an event, opened for a figure; implemented above, where the vault is.
class SealedInputs {
 public:
  virtual ~SealedInputs() = default;
  // Members that could be opened; empty when all are erased. Errors of the vault.
  virtual ledger::Result<ledger::JsonValue::Object> open(const ledger::EventId& event,
                                                         ledger::Position position) const = 0;
};

struct LoadLimits {
  std::size_t bytes_max = kFigureBytesMax;  // of events
  Stop stop{};
  MemoryBudget* budget = nullptr;  // null: no question waits for another
  Asker asker = Asker::kCaller;
};

// `ask` as ask.h takes it: "question" and "kind", "indicator" or "figure", "definition", "scope" or "center",
// "fy" or "month" are looked at here. `as_of` at most what the projection has folded. Without `sealed`,
// confidential inputs stay absent. invalid_argument figures.scope, figures.month; resource_exhausted
// figures.too_large: more than `bytes_max`, or than the budget has for one; unavailable
// projection.not_ready, figures.busy, figures.cancelled; data_loss projection.row_malformed; errors of the
// database and of `sealed`. No thread may load while it holds another log of the same budget: it would wait
// for itself.
ledger::Result<FigureLog> load(const Snapshot& snapshot, const ledger::JsonValue& ask, ledger::TreeSize as_of,
                               const SealedInputs* sealed = nullptr, const LoadLimits& limits = {});

}  // namespace projections::figures
