// KvLogStore: LogStore on the local Kv: log rows, derived rows and head rows in one atomic synced batch.
//
// Writes with each group: entries, sealed rows and what was not known of their key assignments, checkpoint,
// the caller's derived rows, the last-group record in kMeta and the head row of every family. Does not own
// the Kv. Threads as LogStore. A log store whose write failed once refuses for ever; only a fresh one over a
// reopened Kv may go on.
#pragma once

#include <memory>
#include <string>
#include <unordered_map>

#include "ledger/store/log_store.h"

namespace ledger {

inline constexpr std::uint32_t kStoreFormatVersion = 4;

class KvLogStore final : public LogStore {
 public:
  // `origin` is written at creation and compared at open.
  KvLogStore(Kv& kv, std::string origin);

  // Writes format version, origin, epoch 0 and empty heads (size 0, root SHA-256 of nothing), synced.
  // already_exists store.exists.
  Status create();

  // Fences by raising the stored epoch (synced). not_found store.missing: never created. data_loss
  // store.family_head when a family's head row differs (the message names the family and both sizes) |
  // store.entry_missing (the last entry is not the head's) | store.meta_missing | store.row_malformed;
  // failed_precondition store.format_version | store.origin.
  Result<Opened> open() override;
  // The same checks and the head, without fencing or writing anything.
  Result<Opened> inspect() const;
  // kRefused: not opened, failed before, or epoch or head differ from what this object and the database hold;
  // nothing was written. Preconditions: the group continues `expected`, holds at least one entry, and `apply`
  // leaves the log's own rows alone (log and head rows are put behind it and win).
  CommitOutcome commit(Epoch epoch, const LogHead& expected, const LogGroup& group,
                       WriteBatch apply) override;
  Status read(Position from, std::uint64_t count, const EntryVisitor& visit) const override;

 private:
  void put_assignments(const LogGroup& group, WriteBatch& batch);

  Kv& kv_;
  const std::string origin_;
  // Writer thread only; set by open().
  Epoch epoch_;
  LogHead head_;
  bool open_ = false;
  bool failed_ = false;
  // Assignment rows that this object put, with what they say: they stay, and most events name known ones.
  std::unordered_map<Bytes, Bytes> assigned_;
};

// What KvLogStore::inspect does, for any reader: a read-only database or a snapshot. `origin` empty: any
// origin.
Result<LogStore::Opened> inspect_log(const KvReader& reader, std::string_view origin);
// Origin that the database was created with. not_found store.missing.
Result<std::string> read_origin(const KvReader& reader);

// Point reads for queries and proofs against one snapshot. A value of the wrong shape is data_loss
// store.row_malformed. read_entry: data_loss store.entry_missing | entry.stored_malformed.
Result<std::string> read_entry(const KvReader& reader, Position position);
// Visits entries in [from, from + count) in order from any reader; ends at the size in the reader's head row.
Status read_entries(const KvReader& reader, Position from, std::uint64_t count,
                    const LogStore::EntryVisitor& visit);
// The same with the stored form of each entry (entry_codec.h), valid during the call; an error ends it.
using StoredEntryVisitor = std::function<Result<bool>(Position, ByteView stored)>;
Status read_stored_entries(const KvReader& reader, Position from, std::uint64_t count,
                           const StoredEntryVisitor& visit);
// Signed note of exactly this size; nullopt when that size was never signed.
Result<std::optional<std::string>> read_checkpoint(const KvReader& reader, TreeSize size);

struct DedupRow {
  Position position;
  Hash32 payload_digest{};
};
Result<std::optional<DedupRow>> read_dedup(const KvReader& reader, const EventId& id);
Bytes encode_dedup(const DedupRow& row);

struct StreamHead {
  StreamVersion version;
  Position last;
};
Result<std::optional<StreamHead>> read_stream_head(const KvReader& reader, const StreamId& stream);
Bytes encode_stream_head(const StreamHead& head);
// Value of a stream version row and of nothing else: a position.
Bytes encode_stream_position(Position position);
// Positions of stream events with version in (after, after + count], ascending. data_loss store.stream_gap.
Result<std::vector<Position>> read_stream(const KvReader& reader, const StreamId& stream, StreamVersion after,
                                          std::uint64_t count);

// Sealed rows of one event by digest; an erased or lost row is simply not there.
Result<std::vector<std::pair<Hash32, Bytes>>> read_sealed(const KvReader& reader, const EventId& id);
// Key id assigned to (subject, scope) by the rows stored so far.
Result<std::optional<Bytes>> read_key_assignment(const KvReader& reader, std::string_view subject,
                                                 std::string_view scope);

}  // namespace ledger
