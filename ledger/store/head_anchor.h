// HeadAnchor: the signed head of every group, outside the database, so that recovery can be judged.
//
// RocksDB's recovery may silently drop acknowledged events after one flipped bit; the anchor is a
// preallocated ring of checksummed fixed-size slots in a directory of its own, written with O_DSYNC after
// each database sync and before the answer. Record: sequence, kind, origin hash, size, root, previous size
// and root, time, SHA-256 of the previous record, checkpoint signature, checksum. Order, always: keyring →
// database → anchor → publish → answer.
//
// The ring is one file of kAnchorSlots slots; record n (counted from 1) lives in slot (n - 1) mod
// kAnchorSlots. Threads: one owner (the writer), held by an advisory file lock; read_anchor from anywhere.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "ledger/base/bytes.h"
#include "ledger/base/status.h"
#include "ledger/store/log_store.h"

namespace ledger {

enum class AnchorKind : std::uint8_t {
  kLive = 1,
  kBackup = 2,  // never permits writing
};

struct AnchorRecord {
  std::uint64_t sequence = 0;
  AnchorKind kind = AnchorKind::kLive;
  Hash32 origin_hash{};
  LogHead head;
  UnixMicros time;
  Hash32 previous_record{};  // zero for the first record
  Bytes signature;           // 64-byte Ed25519 signature of the checkpoint for `head`
  bool operator==(const AnchorRecord&) const = default;
};

inline constexpr std::size_t kAnchorSlots = 64;
inline constexpr std::size_t kAnchorSlotBytes = 512;
inline constexpr std::size_t kAnchorSignatureBytesMax = 64;

// What a scan of the ring found. A slot is *valid* when its checksum holds and its sequence belongs there; it
// is *older* when it is zero and was never reached, when it is valid, or when it is damaged but both copies
// of its sequence (one at each end of the slot) still hold the number that the slot had one round earlier.
struct AnchorScan {
  std::optional<AnchorRecord> newest;  // newest valid slot
  // The slot that should follow `newest` is neither older nor valid: a torn newest write, or a damaged newest
  // record.
  bool newest_torn = false;
  // How many slots in a row, from there on, are like that. One may be the torn write of a crash; more never
  // are.
  std::size_t damaged_run = 0;
  // Any valid record is a backup's, newest or not: such a ring never permits writing, whatever is torn.
  bool any_backup = false;
};

class HeadAnchor {
 public:
  ~HeadAnchor();
  HeadAnchor(const HeadAnchor&) = delete;
  HeadAnchor& operator=(const HeadAnchor&) = delete;

  // Creates directory (its parent must exist) and ring, synced: file, directory and parent. A crash leaves
  // either no ring or a whole one. already_exists anchor.exists; unavailable anchor.locked | anchor.io.
  static Result<std::unique_ptr<HeadAnchor>> create(const std::string& directory);
  // Errors of read_anchor, and unavailable anchor.locked (another process or object owns the ring).
  static Result<std::unique_ptr<HeadAnchor>> open(const std::string& directory);

  // As found at open; kept up to date by write().
  const AnchorScan& scan() const { return scan_; }
  // Writes the record into the slot after the newest valid one; durable on ok. `sequence` and
  // `previous_record` are filled in here. unavailable anchor.write_failed: outcome unknown, this and every
  // later write (never retried). Precondition: signature of at most kAnchorSignatureBytesMax bytes.
  Status write(AnchorRecord record);

 private:
  HeadAnchor() = default;
  int descriptor_ = -1;
  bool failed_ = false;
  AnchorScan scan_;
};

// Scans without lock or write access; sound while no writer is open.
// not_found anchor.missing; unavailable anchor.io; data_loss anchor.size | anchor.unreadable (a used ring
// without a valid slot) | anchor.chain (a valid record does not continue the valid record before it).
Result<AnchorScan> read_anchor(const std::string& directory);

Bytes encode_anchor_record(const AnchorRecord& record);           // kAnchorSlotBytes bytes, checksum last
std::optional<AnchorRecord> decode_anchor_record(ByteView slot);  // nullopt: empty, torn or damaged

// The accept rules of architecture.md §4, pure:
// accept when the anchor's head equals the store's head; or when it equals the store's *previous* head (crash
// between the two syncs; `rewrite` then says to write the record first); a torn newest slot lets the slot
// before it stand in under the second rule only. A ring without any record goes with an empty store only:
// founding writes the record of the empty tree before the first group, so a bare ring beside entries was
// made anew. Everything else: refused, with the exact missing range in the message.
enum class AnchorVerdict { kAccept, kAcceptAndRewrite, kRefuse };
struct AnchorJudgement {
  AnchorVerdict verdict = AnchorVerdict::kRefuse;
  // ok unless refused. data_loss anchor.store_behind | anchor.root_differs | anchor.rolled_back (the anchor
  // is more than one group behind) | anchor.torn | anchor.origin | anchor.backup | anchor.missing.
  Status reason;
};
AnchorJudgement judge_anchor(const AnchorScan& scan, const LogHead& store, const Hash32& origin_hash);

// What founding writes into a new ring: the head of the empty tree, live, without a signature.
AnchorRecord empty_tree_record(const Hash32& origin_hash);

}  // namespace ledger
