// FigureFixer: `figure.fixed` for every indicator over confidential inputs of a scope, at a cut-off, with a
// commitment to what each business adds to it.
//
// Place in the flow: ops/report_keeper calls it when a month is closed and when results are published. A
// value stands in clear only if it lets out nothing about few businesses beside all that do
// (projections/figures/ fixing.h); which those are is read back from the log once, before the first decision.
// What the log says already is passed over. Ownership: borrows the context. Threads: one at a time.
// Durability: what fix() calls done is durable.
#pragma once

#include <deque>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "api/context.h"
#include "projections/figures/fixing.h"
#include "projections/figures/indicators.h"

namespace ops {

struct Fixing {
  std::string scope;  // as figure.fixed has it
  std::string month;  // whose closing fixes it; empty: a publication does
  int fiscal_year = 0;
  ledger::Position cut_off;  // of a publication, its own position
  std::size_t centers = 1;   // of the scope
};

class FigureFixer {
 public:
  using View = std::shared_ptr<const ledger::LedgerView>;
  explicit FigureFixer(const api::ApiContext& context) : context_(context) {}

  // False: there is more to read back first; call again. Reads at most one scope's year.
  ledger::Result<bool> recall(const View& view);
  // Whether anything had to be loaded. Precondition: recall() was true.
  ledger::Result<bool> fix(const View& view, const Fixing& fixing);

 private:
  struct Stated {
    std::string indicator, definition;
    ledger::Position cut_off;
    std::int64_t contributors = 0;
  };
  // Figures of one scope and year that stand in clear.
  struct StatedGroup {
    std::string scope;
    int fiscal_year = 0;
    std::vector<Stated> figures;
  };
  ledger::Status list_stated(const View& view);
  ledger::Status read_back(const View& view, const StatedGroup& group);
  ledger::Result<std::vector<std::string_view>> missing(const Fixing& fixing) const;
  ledger::Status append(const View& view, const Fixing& fixing, const projections::figures::Answer& figure,
                        projections::figures::KnownFacts& facts);

  const api::ApiContext& context_;
  projections::figures::ToldApart told_;
  bool is_listed_ = false;
  std::deque<StatedGroup> to_read_;
};

}  // namespace ops
