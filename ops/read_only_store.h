// Read-only store: what is left of a ledger, opened without changing a byte: the reason why recovery would
// refuse it, the prefix that verifies, and the range that the anchor shows to be missing.
//
// Place in the flow: `daicho serve --read-only`. The database is opened for reading; when it does not open,
// once more with point-in-time recovery, which reads up to the first damage in memory and leaves the files
// alone. The anchor's lock is held where its medium permits, so that no writer starts meanwhile. Ownership:
// the bundle owns its parts, destroyed in reverse order. Threads: opened by one, then as its parts say.
#pragma once

#include <memory>

#include "api/read_only.h"
#include "ledger/journal/view.h"
#include "ledger/store/head_anchor.h"
#include "ledger/store/kv.h"
#include "ops/data_folder.h"

namespace ops {

struct VerifiedStore {
  LedgerIdentity identity;
  std::unique_ptr<ledger::HeadAnchor> lock;  // null: the anchor can't be held
  std::unique_ptr<ledger::Kv> kv;
  std::shared_ptr<const ledger::LedgerView> view;
  bool salvaged = false;  // by point-in-time recovery
  api::ReadOnlyState state;
};

// unavailable anchor.locked: a server writes this ledger at this moment. data_loss anchor.origin |
// anchor.root_differs | recovery.checkpoint, failed_precondition store.*: nothing that could be believed to
// be this ledger; and what even point-in-time recovery does not open.
ledger::Result<VerifiedStore> open_verified_store(const DataFolder& folder);

}  // namespace ops
