// Writer: the state that the writer thread owns, and one group commit as a function of it. No threads, no
// queue: the journal drives it; crash and fault tests drive it directly.
//
// A group works on copies (overlay, tree edge) until the commit point; only after database and anchor are
// durable does the Writer take the copies over. Recovery builds a Writer; commit and recovery share
// everything behind it.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "ledger/base/clock.h"
#include "ledger/domain/decide.h"
#include "ledger/journal/admission.h"
#include "ledger/journal/receipt.h"
#include "ledger/journal/state_cache.h"
#include "ledger/journal/view.h"
#include "ledger/merkle/note.h"
#include "ledger/merkle/tree_edge.h"
#include "ledger/store/head_anchor.h"
#include "ledger/store/log_store.h"

namespace ledger {

// One accepted event of a group, as the writer hands it back; the caller's thread turns it into a Receipt.
struct Acknowledgement {
  EventId id;
  Position position;
  UnixMicros recorded_at;
  Hash32 leaf_hash{};
  std::string entry;
  bool stored_before = false;
};

// What a batch is told once its group is durable. Proofs are built from `edge` and `view` by whoever waits,
// so that the writer thread does not spend its time on them.
struct Acknowledged {
  std::vector<Acknowledgement> events;
  std::shared_ptr<const LedgerView> view;
  std::shared_ptr<const merkle::TreeEdge> edge;
};
Result<std::vector<Receipt>> make_receipts(Acknowledged acknowledged);

class Writer {
 public:
  struct Parts {
    Kv& kv;
    LogStore& log;
    HeadAnchor& anchor;
    const CheckpointSigner& signer;
    const Clock& clock;
  };
  struct Recovered {
    Epoch epoch;
    LogHead head;
    merkle::TreeEdge edge;
    StateDigest digest;
    UnixMicros last_recorded_at;
    std::string checkpoint;
  };
  Writer(Parts parts, Recovered recovered);

  using Batch = std::vector<VerifiedEvent>;
  using Answer = Result<Acknowledged>;

  struct Outcome {
    std::vector<Answer> answers;  // one per batch, in order
    // Not ok: the log must be closed; no answer of this group may be given but `unavailable append.unknown`.
    Status fatal;
    std::shared_ptr<const LedgerView> view;  // to publish; null when nothing was appended
    std::size_t appended_events = 0;
    // What was appended, with the events of the batches; without opaque leaves.
    std::vector<DecodedEntry> entries;
  };
  // Decides every batch in order (a refused batch does not fail its neighbours) and commits what was accepted
  // as one group: one synced write, one anchor record, one checkpoint. The batches' events move to the
  // outcome's entries.
  Outcome commit(std::vector<Batch>& batches);

  // The same for opaque leaves, one answer each, without id. Only where the genesis says `conformance`;
  // elsewhere every leaf is refused: failed_precondition ledger.no_leaves. Refusals of check_opaque_leaf.
  Outcome commit_leaves(const std::vector<std::string>& leaves);

  std::shared_ptr<const LedgerView> view() const { return view_; }

 private:
  class Group;
  Answer decide_batch(Batch& batch, Group& group) const;
  Result<Acknowledgement> decide_event(VerifiedEvent& verified, Group& group) const;
  Status check_attachments(const VerifiedEvent& verified, const Group& group) const;
  Result<std::optional<Acknowledgement>> find_stored(const VerifiedEvent& event, const Group& group) const;
  Answer stage_leaf(const std::string& leaf, Group& group) const;
  static void hand_over(Group& group, Outcome& outcome);
  // Seals what was staged and gives the accepted answers the view that they stand in.
  void finish(Group& group, Outcome& outcome);
  // Appends the group's leaves, signs, writes, anchors; on ok the Writer has taken the group over.
  Status seal(Group& group);
  Result<merkle::Note> sign_head(const LogHead& head) const;
  Status write_durably(const LogGroup& log_group, WriteBatch apply, const AnchorRecord& record);

  Parts parts_;
  Recovered now_;
  StateCache state_cache_;  // as of now_
  std::shared_ptr<const LedgerView> view_;
  std::shared_ptr<const merkle::TreeEdge> edge_;  // the published one, for proofs
  // Wall clock minus monotonic clock when last seen, to notice jumps.
  std::int64_t clock_offset_micros_ = 0;
  bool clock_suspect_ = false;
};

}  // namespace ledger
