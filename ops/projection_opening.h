// Projection opening: the database of the read models, which is begun anew where it is damaged.
//
// Place in the flow: at the start of serve and of rebuild, behind recovery. Read models are a function of the
// log and lie in a database of their own: a damaged one is worth nothing and costs a fold, so it is removed
// and folded again rather than judged row by row. Every block and file is checked at open; rows then fall
// under the cursors' own checks (projections/README.md, P2 and P3). Nothing of the ledger is touched.
#pragma once

#include <memory>
#include <string>

#include "ledger/base/status.h"
#include "ledger/store/kv.h"
#include "ops/data_folder.h"
#include "projections/registry.h"

namespace ops {

struct OpenedProjections {
  std::unique_ptr<ledger::Kv> kv;
  ledger::Status damage;  // ok unless what was there was removed because of it
};

// unavailable store.locked | store.open_failed; invalid_argument store.unknown_family: a newer program's.
ledger::Result<OpenedProjections> open_projections(const std::string& folder,
                                                   const projections::Registry& registry);

}  // namespace ops
