// Restore: from a backup to a folder that serves read-only, and from there to a ledger that may write again.
//
// Place in the flow: `daicho restore`. The copy's anchor is of kind backup, so recovery refuses to write
// until the operator shows that the backup is the whole ledger. What a mirror has beyond the backup is put
// back first, entry by entry (ledger/journal/reingest.h). Then it is shown: by the newest live anchor (which
// stays where it is, one file with one lock, and goes on as the anchor of the restored folder: of two
// restored copies only the one that holds the lock can sign, and the other is behind from its first group
// on), or by the mirror alone (then a new ring is made, once per backup: the backup's folder remembers for
// whom). What is still missing is said as a range; where nothing can bring it back, a new generation follows
// (generation.h). Durability: synced when it answers ok; a crash leaves a folder
// that is no ledger yet, or a restored one that may not write yet.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ledger/base/clock.h"
#include "ledger/base/status.h"
#include "ledger/base/types.h"
#include "ledger/store/log_store.h"
#include "ops/data_folder.h"
#include "ops/mirror.h"

namespace ops {

struct RestoreOptions {
  std::string from;
  DataFolder to;       // its folder must not exist, be empty, or hold this backup restored earlier
  std::string anchor;  // folder of the newest live anchor; empty: not given
  MirrorPlace mirror;  // whose entries are put back where the backup lacks them
};

// An event whose sealed fields are not in the restored vault: erased by order, or lost.
struct LostDisclosures {
  ledger::Position position;
  std::size_t fields_count = 0;
};

struct RestoreReport {
  std::string origin;
  ledger::TreeSize size;
  std::uint64_t reingested_count = 0;  // entries that the backup lacked and the mirror gave
  bool may_write = false;              // the folder's anchor, or the one given, permits writing
  std::string anchor;                  // the folder to start it with
  // Why it may not write: ok when it may. data_loss anchor.* | restore.mirror_* names the missing range.
  ledger::Status held_back;
  std::vector<LostDisclosures> disclosures_lost;
};

// not_found backup.missing; data_loss backup.damaged; already_exists restore.exists; not_found | unavailable
// for anchors that can't be read; conflict restore.claimed: this backup has become another ledger.
// A backup that is not shown to be whole is no error: the report says what holds it back.
ledger::Result<RestoreReport> restore_backup(const RestoreOptions& options, const ledger::Clock& clock);

}  // namespace ops
