// LogStore: the seam under the log (architecture.md §4): open · commit · read.
//
// Obligations on an implementer: `open` fences every earlier writer and tells epoch and head; `commit` is
// conditional on epoch and expected head and answers durable, refused or unknown, never "soon"; `read` gives
// back the exact entry bytes. RocksDB implements it first; a replicated PostgreSQL implements it for
// deployments that outgrow one machine. What is derived (tiles, dedup, streams, state) arrives as `apply` and
// stays local; a store that shares the local database puts it into the same atomic batch. Threads: open and
// commit from the writer only; read from any.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "ledger/base/status.h"
#include "ledger/base/types.h"
#include "ledger/store/keys.h"
#include "ledger/store/kv.h"

namespace ledger {

// One row of the vault as it is stored: opaque to everything but security/.
struct SealedRow {
  EventId event;
  Hash32 digest{};
  Bytes sealed;         // version ‖ key_id ‖ nonce ‖ ciphertext ‖ tag
  std::string subject;  // whose data key sealed it, with its scope: names the assignment row
  std::string scope;
  Bytes key_id;
};

// An attachment as it is stored: opaque like a sealed row, and stored in the batch of its event.
struct SealedAttachment {
  EventId attachment;  // id of its attachment.stored event
  Bytes sealed;
  // For the list of those that no event refers to yet.
  UnixMicros stored_at;
  std::uint64_t bytes = 0;
  std::string person;
};

// An event that refers to an attachment.
struct AttachmentUse {
  EventId attachment, event;
};

struct LogHead {
  TreeSize size;
  Hash32 root{};
  // Head before the last group: what the anchor may still show after a crash between the two syncs.
  TreeSize previous_size;
  Hash32 previous_root{};
  bool operator==(const LogHead&) const = default;
};

// One group commit.
struct LogGroup {
  LogHead head;                      // the head after this group
  std::vector<std::string> entries;  // exact texts, first at previous_size
  std::vector<SealedRow> sealed;
  std::vector<SealedAttachment> attachments;
  std::vector<AttachmentUse> attachment_uses;
  std::vector<EventId> attachments_discarded;
  // Signed note for `head`; empty only for a part of what is re-ingested, which recovery then refuses.
  std::string checkpoint;
};

enum class CommitOutcome {
  kDurable,
  kRefused,  // epoch or head is not what the store holds: another writer has taken over
  kUnknown,  // a failed or uncertain write: close the log at once
};

class LogStore {
 public:
  struct Opened {
    Epoch epoch;
    LogHead head;
  };
  virtual ~LogStore() = default;
  virtual Result<Opened> open() = 0;
  virtual CommitOutcome commit(Epoch epoch, const LogHead& expected, const LogGroup& group,
                               WriteBatch apply) = 0;
  // Entries from `from`, at most `count`, in order, exact texts.
  using EntryVisitor = std::function<bool(Position, std::string_view text)>;
  virtual Status read(Position from, std::uint64_t count, const EntryVisitor& visit) const = 0;
};

}  // namespace ledger
