// Verified prefix: how much of a damaged ledger can still be believed, as a view to read from.
//
// Place in the flow: only where recovery refused and an operator asked to read what is left. Reads every
// entry, recomputes the tree, and takes the newest checkpoint that the log's key signed, that states the
// recomputed root, and that is not beyond what the head anchor proves. Checkpoints are those that are stored,
// and the anchor's own: its record holds the same signature, so a damaged checkpoint row hides nothing.
// Nothing else is believed: head
// rows, tiles and tables may be of any age (tiles are recomputed, about 33 bytes of memory per entry).
// Writes nothing. Threads: the opener; the view as every view, as long as the Kv lives.
#pragma once

#include <memory>
#include <optional>

#include "ledger/journal/view.h"
#include "ledger/merkle/note.h"
#include "ledger/store/keys.h"

namespace ledger {

struct VerifiedPrefix {
  std::shared_ptr<const LedgerView> view;
  // Why stored entries within the bound, or the bound itself, lie beyond the view; ok when none do.
  Status ended;
};

// `bound`: head of the newest anchor record, with the checkpoint signature that the record holds (empty:
// none); nullopt: unknown. data_loss recovery.checkpoint: there are
// entries, and no checkpoint verifies; data_loss anchor.root_differs: a checkpoint of the anchor's
// size verifies and states another root, so that nothing says which history is the ledger's.
Result<VerifiedPrefix> find_verified_prefix(const Kv& kv, const merkle::NoteVerifier& log_key,
                                            const std::optional<HeadRow>& bound,
                                            ByteView bound_signature = {});

}  // namespace ledger
