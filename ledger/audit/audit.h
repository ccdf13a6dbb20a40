// Audit: the one invariant checker. It re-derives everything from the stored entry bytes, trusts nothing
// else, and names what does not agree.
//
// Used at the end of every test that writes and shipped as `daicho audit`. It reads through a KvReader, needs
// no key of ours and never opens a confidential field. Its fold is decide(): the same function that the
// writer runs, on a state of its own. Invariants (each has a test that corrupts a ledger for it and sees
// exactly its id):
//
//   L01 store     format version and origin are there and are this ledger's
//   L02 heads     every family's head row is the same {size, root}
//   L03 anchor    the head anchor shows the store's head, or its previous one after a crash
//   L04 dense     entries stand at 0 … size-1, none is missing and none stands beyond
//   L05 entry     every entry is canonical, and its event parses and passes its catalogue row; only behind a
//                 genesis that says `conformance` all are opaque leaves instead, none of which begins as an
//                 entry does
//   L06 tiles     the stored tiles are exactly those of the recomputed tree
//   L07 root      the recomputed root is the head's
//   L08 notes     every stored checkpoint verifies and states the recomputed root; the head has one
//   L09 time      recorded_at never goes back
//   L10 signature every event's signature verifies under a key enrolled at that position
//   L11 rules     decide() accepts every event at its position
//   L12 terms     the index terms in every entry are those that decide() derives
//   L13 state     the stored decision state and its digest equal the fold of the log
//   L14 dedup     the idempotency table is exactly id → position, payload digest
//   L15 streams   the stream tables are exactly those of the log
//   L16 vault     every sealed row belongs to a digest of its event; its key is assigned to a subject; every
//                 attachment, its references and its mark belong to an attachment.stored that stands
//   L17 aud       every event was signed for this ledger
//   L18 genesis   the first entry is the genesis, and only the first
//   L19 files     stored blocks and files match their checksums
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "ledger/base/json_writer.h"
#include "ledger/base/status.h"
#include "ledger/journal/signer.h"
#include "ledger/store/head_anchor.h"
#include "ledger/store/kv.h"

namespace ledger {

struct AuditOptions {
  std::string origin;
  // Raw Ed25519 key of the log, pinned by whoever asks; nullopt: taken from the genesis (weaker, and said
  // so).
  std::optional<Bytes> log_public_key;
  const SignatureVerifier* verifier = nullptr;  // required
  bool verify_event_signatures = true;
  // Nullopt when the anchor can't be read (L03 is then reported as not checked).
  std::optional<AnchorScan> anchor;
  // A writer is at work: the anchor was read before the entries and may show any head that the log has passed
  // since.
  bool live = false;
  const Kv* files = nullptr;  // for L19; null skips it
  unsigned threads = 1;       // for parsing, signatures and comparisons
  std::size_t findings_max = 100;
  std::function<void(std::uint64_t done, std::uint64_t total)> progress;
};

struct AuditFinding {
  std::string invariant;  // "L06"
  std::string message;
  std::optional<Position> position;
};

struct AuditReport {
  TreeSize size;
  Hash32 root{};  // recomputed
  std::uint64_t signatures_verified = 0;
  std::uint64_t checkpoints_verified = 0;
  std::uint64_t disclosures_stored = 0;
  // Digests of confidential fields that have no sealed row: erased, or lost by a restore.
  std::uint64_t disclosures_absent = 0;
  std::uint64_t attachments_stored = 0;
  // Neither here nor discarded: lost by a restore.
  std::uint64_t attachments_absent = 0;
  std::vector<std::string> not_checked;  // invariants that the options left out
  std::vector<AuditFinding> findings;
  bool truncated = false;  // more findings than findings_max
  bool clean() const { return findings.empty(); }
};

// Reads the whole ledger once. An unreadable store is a finding, not an error; the Status is for bad options
// only.
Result<AuditReport> audit_ledger(const KvReader& reader, const AuditOptions& options);

void write_audit_report(const AuditReport& report, JsonWriter& json);

}  // namespace ledger
