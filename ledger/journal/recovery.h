// Recovery: what happens between "the files are there" and "the journal may write".
//
// Checks, in order: store format, origin and family heads (KvLogStore) → anchor against store (judge_anchor)
// → the stored checkpoint is the one that our key signs for the head → the tree edge rebuilt from tiles gives
// the head's root → the newest entries re-hash to their leaves → the digest of the decision state is there.
// Anything else refuses, with the exact reason and range, and changes nothing: all of it is judged by reading
// (judge_ledger), and only then is the store fenced. Opening a database for writing turns its write-ahead log
// into tables, so whoever opens files judges once before on a database opened for reading
// (ops/store_opening.h). Threads: the opener, before any other thread exists.
#pragma once

#include <memory>

#include "ledger/journal/writer.h"

namespace ledger {

// What recovery found, without changing anything: all but the epoch of `state` is what a writer begins with.
struct JudgedLedger {
  Writer::Recovered state;
  bool rewrite_anchor = false;  // the anchor lags one group: its record is written before anything else
  Bytes signature;              // of the checkpoint for the head; empty for an empty ledger
};
// The reasons of recover(), judged by reading alone.
Result<JudgedLedger> judge_ledger(const KvReader& reader, const AnchorScan& anchor,
                                  const CheckpointSigner& signer);

// Ready to write; an anchor that lags one group has been caught up (its record is written first).
// data_loss anchor.* | store.* | recovery.checkpoint | recovery.root | recovery.entry; failed_precondition
// store.*.
Result<std::unique_ptr<Writer>> recover(const Writer::Parts& parts);

// A view of a ledger that is only read (offline audit, salvage): family heads and checkpoint must agree,
// nothing is written or fenced. data_loss as above.
Result<std::shared_ptr<const LedgerView>> open_view(const Kv& kv, const LogHead& head);
// The same through a reader that shows exactly this head's rows; the view keeps it.
Result<std::shared_ptr<const LedgerView>> view_at(std::shared_ptr<const KvReader> reader,
                                                  const LogHead& head);

// Entries behind the head that recovery re-hashes against their stored leaves; the rest is the scrub's work.
inline constexpr std::uint64_t kRecoveryRehashCount = 256;

}  // namespace ledger
