// Fold: what a log must look like, derived from its entries alone; the expectation that audit.cc compares
// with.
//
// Place in the flow: audit only. Feeds every entry once, in order, through the parsers, the signature
// verifier and decide(), and collects tree, tables and state. Parsing and verifying run on
// AuditOptions::threads threads, verifying while the next chunk is read and folded. Memory: about 150 bytes
// per event besides the decision state, and two chunks. Threads: all calls from one.
#pragma once

#include <memory>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "ledger/audit/audit.h"
#include "ledger/domain/decide.h"
#include "ledger/event/sd_jwt.h"
#include "ledger/store/kv_log_store.h"

namespace ledger {

// Collects findings up to the bound.
class Findings {
 public:
  Findings(AuditReport& report, std::size_t findings_max) : report_(report), max_(findings_max) {}
  void add(std::string_view invariant, std::string message, std::optional<Position> position = std::nullopt);
  void add(std::string_view invariant, const Status& status,
           std::optional<Position> position = std::nullopt) {
    add(invariant, status.to_string(), position);
  }

 private:
  AuditReport& report_;
  const std::size_t max_;
};

class Fold {
 public:
  Fold(const KvReader& reader, const AuditOptions& options, Findings& findings, AuditReport& report);

  ~Fold();

  // Entries [from, from + texts.size()), in order.
  void add(Position from, const std::vector<std::string>& texts);
  // Waits for the signatures of the last chunk; what add() found is complete only then.
  void finish();

  struct Folded {
    Position position;
    Hash32 payload_digest{};
    std::vector<Hash32> digests;  // of confidential fields
  };
  struct Stream {
    std::vector<Position> positions;  // version k at index k-1
  };
  const std::vector<Hash32>& leaves() const { return leaves_; }
  const std::unordered_map<EventId, Folded, EventIdHasher>& events() const { return events_; }
  // Attachments that were stored and not discarded.
  const std::unordered_set<EventId, EventIdHasher>& attachments() const { return attachments_; }
  const std::map<StreamId, Stream>& streams() const { return streams_; }
  const MemoryState& state() const { return state_; }
  // The log key that the genesis names; nullopt before it was seen.
  const std::optional<Bytes>& genesis_log_key() const { return genesis_log_key_; }

 private:
  class Source;
  struct Parsed;
  class Verification;
  Parsed parse(Position position, const std::string& text) const;
  std::vector<Parsed> parse_chunk(Position from, const std::vector<std::string>& texts);
  void fold_one(const Parsed& parsed);

  const KvReader& reader_;
  const AuditOptions& options_;
  const std::size_t threads_;
  Findings& findings_;
  AuditReport& report_;
  std::vector<Hash32> leaves_;
  std::unordered_map<EventId, Folded, EventIdHasher> events_;
  std::unordered_set<EventId, EventIdHasher> attachments_;
  std::map<StreamId, Stream> streams_;
  MemoryState state_;
  UnixMicros last_recorded_at_;
  std::optional<Bytes> genesis_log_key_;
  bool conformance_ = false;                    // the genesis says so: behind it stand opaque leaves
  std::unique_ptr<Verification> verification_;  // of the last chunk
};

}  // namespace ledger
