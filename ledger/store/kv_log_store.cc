#include "ledger/store/kv_log_store.h"

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

#include "ledger/base/check.h"
#include "ledger/base/sha256.h"
#include "ledger/store/attachment_rows.h"
#include "ledger/store/entry_codec.h"

namespace ledger {
namespace {

constexpr std::string_view kFormatName = "format_version";
constexpr std::string_view kOriginName = "origin";
constexpr std::string_view kEpochName = "epoch";
constexpr std::string_view kLastGroupName = "last_group";
constexpr std::size_t kAssignedMax = 16'384;

Status malformed(std::string_view what, std::size_t bytes) {
  return data_loss("store.row_malformed", std::string(what) + " has " + std::to_string(bytes) + " bytes");
}

Bytes encode_u64(std::uint64_t number) {
  Bytes value;
  put_u64(value, number);
  return value;
}

Result<std::uint64_t> decode_u64(std::string_view what, ByteView value) {
  if (value.size() != 8) return malformed(what, value.size());
  return *ByteReader(value).take_u64();
}

// Last-group record: the head's {size, root}, then the previous head's.
Bytes encode_log_head(const LogHead& head) {
  return encode_head(head.size, head.root) + encode_head(head.previous_size, head.previous_root);
}

Result<LogHead> decode_log_head(ByteView value) {
  if (value.size() != 80) return malformed("the last-group record", value.size());
  LEDGER_ASSIGN(const HeadRow now, decode_head(value.substr(0, 40)));
  LEDGER_ASSIGN(const HeadRow before, decode_head(value.substr(40)));
  return LogHead{now.size, now.root, before.size, before.root};
}

Result<Bytes> read_meta(const KvReader& reader, std::string_view name) {
  LEDGER_ASSIGN(auto value, reader.get(kMeta, meta_key(name)));
  if (value) return *std::move(value);
  return data_loss("store.meta_missing", "the row '" + std::string(name) + "' of family meta is missing");
}

Result<Epoch> read_epoch(const KvReader& reader) {
  LEDGER_ASSIGN(const Bytes value, read_meta(reader, kEpochName));
  LEDGER_ASSIGN(const std::uint64_t number, decode_u64("the epoch row", value));
  return Epoch(number);
}

Result<LogHead> read_last_group(const KvReader& reader) {
  LEDGER_ASSIGN(const Bytes value, read_meta(reader, kLastGroupName));
  return decode_log_head(value);
}

void put_heads(WriteBatch& batch, const LogHead& head) {
  batch.put(kMeta, meta_key(kLastGroupName), encode_log_head(head));
  const Bytes row = encode_head(head.size, head.root);
  for (std::uint32_t family = 0; family < kLedgerFamilyCount; ++family) {
    batch.put(FamilyId(family), kHeadKey, row);
  }
}

using HeadRows = std::array<std::optional<HeadRow>, kLedgerFamilyCount>;

std::string head_text(const std::optional<HeadRow>& row) {
  return row ? "size " + std::to_string(row->size.value) : "no head row";
}

Result<HeadRows> read_head_rows(const KvReader& reader) {
  HeadRows rows;
  for (std::uint32_t family = 0; family < kLedgerFamilyCount; ++family) {
    LEDGER_ASSIGN(const auto value, reader.get(FamilyId(family), kHeadKey));
    if (!value) continue;
    LEDGER_ASSIGN(rows[family], decode_head(*value));
  }
  return rows;
}

// All families must show the last group's head. When meta is the odd one out, meta is named, not its
// neighbours.
Status check_family_heads(const HeadRows& rows, const LogHead& head) {
  const HeadRow expected{head.size, head.root};
  const std::size_t meta = kMeta.value;
  bool others_agree = true;
  for (std::size_t family = 0; family < meta; ++family)
    others_agree = others_agree && rows[family] == rows[0];
  std::optional<std::size_t> odd;
  if (rows[meta] != expected || (others_agree && rows[0] != expected)) odd = meta;
  for (std::size_t family = 0; family < meta && !odd; ++family) {
    if (rows[family] != expected) odd = family;
  }
  if (!odd) return Status();
  const auto& named = rows[*odd];
  const auto& rest = *odd == meta ? rows[0] : rows[meta];
  const bool same_size = named && rest && named->size == rest->size;
  return data_loss("store.family_head", "family " + ledger_family_names()[*odd] +
                                            " is of another age: it shows " + head_text(named) +
                                            ", the others show " + head_text(rest) +
                                            (same_size ? " with another root" : ""));
}

// The last entry must be the head's: cheap, and notices a family that was swapped with its head row.
Status check_last_entry(const KvReader& reader, const LogHead& head) {
  std::optional<Bytes> last;
  const Bytes from = entry_key(Position(0));
  LEDGER_TRY(reader.scan_reverse(kEntries, from, prefix_end(from.substr(0, 1)), [&](ByteView key, ByteView) {
    last = Bytes(key);
    return false;
  }));
  if (head.size == TreeSize(0) ? !last : last == entry_key(last_position(head.size))) return Status();
  const bool readable = last && last->size() == from.size();
  return data_loss(
      "store.entry_missing",
      "the head says " + std::to_string(head.size.value) + " entries, the last entry stored is " +
          (readable ? "at position " + std::to_string(entry_key_position(*last).value) : "none"));
}

bool holds_any_head(const HeadRows& rows) {
  for (const auto& row : rows) {
    if (row) return true;
  }
  return false;
}

// Distinguishes "never created" from "meta is gone".
Status check_created(const KvReader& reader, const HeadRows& rows) {
  LEDGER_ASSIGN(const auto format, reader.get(kMeta, meta_key(kFormatName)));
  if (!format) {
    if (!holds_any_head(rows)) return not_found("store.missing", "the database holds no ledger");
    return data_loss("store.family_head", "family meta has no format version, other families hold rows");
  }
  if (format->size() != 4) return malformed("the format version", format->size());
  const std::uint32_t version = *ByteReader(*format).take_u32();
  if (version == kStoreFormatVersion) return Status();
  return forbidden_by_rule("store.format_version",
                           "the database has format version " + std::to_string(version))
      .want("version " + std::to_string(kStoreFormatVersion));
}

void put_group_rows(WriteBatch& batch, const LogGroup& group) {
  std::uint64_t position = group.head.previous_size.value;
  for (const std::string& text : group.entries) {
    batch.put(kEntries, entry_key(Position(position++)), encode_stored_entry(text));
  }
  for (const SealedRow& row : group.sealed) {
    batch.put(kVault, vault_key(row.event, row.digest), row.sealed);
  }
  put_attachment_rows(group, batch);
  if (!group.checkpoint.empty()) batch.put(kCheckpoints, checkpoint_key(group.head.size), group.checkpoint);
}

// Ids with a 0x00 are never stored, so nothing is found under them; their keys must not even be formed.
bool has_key(std::string_view text) {
  return text.find('\0') == std::string_view::npos;
}

// The end of [from, from + count), without overflow.
std::uint64_t end_of(std::uint64_t from, std::uint64_t count) {
  const std::uint64_t room = std::numeric_limits<std::uint64_t>::max() - from;
  return from + (count < room ? count : room);
}

}  // namespace

KvLogStore::KvLogStore(Kv& kv, std::string origin) : kv_(kv), origin_(std::move(origin)) {}

Status KvLogStore::create() {
  LEDGER_ASSIGN(const auto format, kv_.get(kMeta, meta_key(kFormatName)));
  LEDGER_ASSIGN(const HeadRows rows, read_head_rows(kv_));
  if (format || holds_any_head(rows))
    return already_exists("store.exists", "the database holds a ledger already");
  const Hash32 empty_root = sha256(ByteView());
  WriteBatch batch;
  Bytes version;
  put_u32(version, kStoreFormatVersion);
  batch.put(kMeta, meta_key(kFormatName), version);
  batch.put(kMeta, meta_key(kOriginName), origin_);
  batch.put(kMeta, meta_key(kEpochName), encode_u64(0));
  put_heads(batch, LogHead{TreeSize(0), empty_root, TreeSize(0), empty_root});
  return kv_.write(batch, Durability::kSynced);
}

Result<LogStore::Opened> inspect_log(const KvReader& reader, std::string_view origin) {
  LEDGER_ASSIGN(const HeadRows rows, read_head_rows(reader));
  LEDGER_TRY(check_created(reader, rows));
  LEDGER_ASSIGN(const std::string stored_origin, read_meta(reader, kOriginName));
  if (!origin.empty() && stored_origin != origin) {
    return forbidden_by_rule("store.origin", "the database belongs to the ledger " + stored_origin)
        .want(std::string(origin));
  }
  LEDGER_ASSIGN(const LogHead head, read_last_group(reader));
  LEDGER_TRY(check_family_heads(rows, head));
  LEDGER_TRY(check_last_entry(reader, head));
  LEDGER_ASSIGN(const Epoch epoch, read_epoch(reader));
  return LogStore::Opened{epoch, head};
}

Result<std::string> read_origin(const KvReader& reader) {
  LEDGER_ASSIGN(auto origin, reader.get(kMeta, meta_key(kOriginName)));
  if (!origin) return not_found("store.missing", "the database holds no ledger");
  return *std::move(origin);
}

Result<LogStore::Opened> KvLogStore::inspect() const {
  return inspect_log(kv_, origin_);
}

Result<LogStore::Opened> KvLogStore::open() {
  if (failed_)
    return unavailable("store.closed", "an earlier write failed; only a reopened database may go on");
  open_ = false;
  LEDGER_ASSIGN(Opened opened, inspect());
  opened.epoch = Epoch(opened.epoch.value + 1);
  WriteBatch fence;
  fence.put(kMeta, meta_key(kEpochName), encode_u64(opened.epoch.value));
  if (Status written = kv_.write(fence, Durability::kSynced); !written.ok()) {
    failed_ = true;
    return written;
  }
  epoch_ = opened.epoch;
  head_ = opened.head;
  open_ = true;
  return opened;
}

CommitOutcome KvLogStore::commit(Epoch epoch, const LogHead& expected, const LogGroup& group,
                                 WriteBatch apply) {
  if (!open_ || failed_ || epoch != epoch_ || expected != head_) return CommitOutcome::kRefused;
  // What the database says decides: another log store on the same Kv may have fenced this one.
  const auto stored_epoch = read_epoch(kv_);
  const auto stored_head = read_last_group(kv_);
  if (!stored_epoch.ok() || !stored_head.ok() || *stored_epoch != epoch || *stored_head != expected) {
    open_ = false;
    return CommitOutcome::kRefused;
  }
  LEDGER_CHECK(group.head.previous_size == head_.size && group.head.previous_root == head_.root);
  LEDGER_CHECK(!group.entries.empty());
  LEDGER_CHECK(group.head.size.value - head_.size.value == group.entries.size());

  WriteBatch batch = std::move(apply);
  put_group_rows(batch, group);
  put_assignments(group, batch);
  put_heads(batch, group.head);
  if (!kv_.write(batch, Durability::kSynced).ok()) {
    failed_ = true;
    return CommitOutcome::kUnknown;
  }
  head_ = group.head;
  return CommitOutcome::kDurable;
}

// What was put with a batch that failed is never asked for: this object writes nothing any more.
void KvLogStore::put_assignments(const LogGroup& group, WriteBatch& batch) {
  if (assigned_.size() > kAssignedMax) assigned_.clear();
  for (const SealedRow& row : group.sealed) {
    Bytes key = vault_assignment_key(row.subject, row.scope);
    const auto known = assigned_.find(key);
    if (known != assigned_.end() && known->second == row.key_id) continue;
    batch.put(kVault, key, row.key_id);
    assigned_.insert_or_assign(std::move(key), row.key_id);
  }
}

Status KvLogStore::read(Position from, std::uint64_t count, const EntryVisitor& visit) const {
  return read_entries(kv_, from, count, visit);
}

Result<std::string> read_entry(const KvReader& reader, Position position) {
  LEDGER_ASSIGN(const auto stored, reader.get(kEntries, entry_key(position)));
  if (stored) return decode_stored_entry(*stored);
  return data_loss("store.entry_missing", "no entry at position " + std::to_string(position.value));
}

Status read_entries(const KvReader& reader, Position from, std::uint64_t count,
                    const LogStore::EntryVisitor& visit) {
  return read_stored_entries(reader, from, count,
                             [&visit](Position position, ByteView stored) -> Result<bool> {
                               LEDGER_ASSIGN(const std::string text, decode_stored_entry(stored));
                               return visit(position, text);
                             });
}

Status read_stored_entries(const KvReader& reader, Position from, std::uint64_t count,
                           const StoredEntryVisitor& visit) {
  LEDGER_ASSIGN(const auto row, reader.get(kEntries, kHeadKey));
  if (!row) return data_loss("store.family_head", "family entries has no head row");
  LEDGER_ASSIGN(const HeadRow head, decode_head(*row));
  const std::uint64_t end = std::min(end_of(from.value, count), head.size.value);
  if (from.value >= end) return Status();
  std::uint64_t next = from.value;
  bool stopped = false;
  Status failure;
  LEDGER_TRY(
      reader.scan(kEntries, entry_key(from), entry_key(Position(end)), [&](ByteView key, ByteView value) {
        if (key != entry_key(Position(next))) return false;
        const Result<bool> go_on = visit(Position(next), value);
        if (!go_on.ok()) {
          failure = go_on.status();
          return false;
        }
        stopped = !*go_on;
        ++next;
        return !stopped;
      }));
  LEDGER_TRY(failure);
  if (stopped || next == end) return Status();
  return data_loss("store.entry_missing", "no entry at position " + std::to_string(next) +
                                              ", the head says " + std::to_string(head.size.value) +
                                              " entries");
}

Result<std::optional<std::string>> read_checkpoint(const KvReader& reader, TreeSize size) {
  return reader.get(kCheckpoints, checkpoint_key(size));
}

Result<std::optional<DedupRow>> read_dedup(const KvReader& reader, const EventId& id) {
  LEDGER_ASSIGN(const auto value, reader.get(kDedup, dedup_key(id)));
  if (!value) return std::optional<DedupRow>();
  if (value->size() != 40) return malformed("a dedup row", value->size());
  ByteReader rest(*value);
  DedupRow row;
  row.position = Position(*rest.take_u64());
  row.payload_digest = to_hash32(rest.rest());
  return std::optional<DedupRow>(row);
}

Bytes encode_dedup(const DedupRow& row) {
  Bytes value = encode_u64(row.position.value);
  value += view_of(row.payload_digest);
  return value;
}

Result<std::optional<StreamHead>> read_stream_head(const KvReader& reader, const StreamId& stream) {
  if (!has_key(stream.value)) return std::optional<StreamHead>();
  LEDGER_ASSIGN(const auto value, reader.get(kStreams, stream_head_key(stream)));
  if (!value) return std::optional<StreamHead>();
  if (value->size() != 16) return malformed("a stream head", value->size());
  ByteReader rest(*value);
  StreamHead head;
  head.version = StreamVersion(*rest.take_u64());
  head.last = Position(*rest.take_u64());
  return std::optional<StreamHead>(head);
}

Bytes encode_stream_head(const StreamHead& head) {
  return encode_u64(head.version.value) + encode_u64(head.last.value);
}

Bytes encode_stream_position(Position position) {
  return encode_u64(position.value);
}

Result<std::vector<Position>> read_stream(const KvReader& reader, const StreamId& stream, StreamVersion after,
                                          std::uint64_t count) {
  std::vector<Position> positions;
  const std::uint64_t last = end_of(after.value, count);
  if (!has_key(stream.value) || last == after.value) return positions;
  std::uint64_t version = after.value;
  Status failure;
  const Bytes from = stream_version_key(stream, StreamVersion(after.value + 1));
  // One 0x00 behind the last key makes the bound inclusive, also for the largest version.
  const Bytes to = stream_version_key(stream, StreamVersion(last)) + '\0';
  LEDGER_TRY(reader.scan(kStreams, from, to, [&](ByteView key, ByteView value) {
    if (key != stream_version_key(stream, StreamVersion(++version))) {
      failure = data_loss("store.stream_gap", "stream " + stream.value + " has no version " +
                                                  std::to_string(version) + " but a later one");
      return false;
    }
    const auto position = decode_u64("a stream version row", value);
    failure = position.status();
    if (position.ok()) positions.emplace_back(*position);
    return position.ok();
  }));
  LEDGER_TRY(failure);
  return positions;
}

Result<std::vector<std::pair<Hash32, Bytes>>> read_sealed(const KvReader& reader, const EventId& id) {
  std::vector<std::pair<Hash32, Bytes>> rows;
  Status failure;
  const Bytes prefix = vault_prefix(id);
  LEDGER_TRY(reader.scan(kVault, prefix, prefix_end(prefix), [&](ByteView key, ByteView value) {
    const ByteView digest = key.substr(prefix.size());
    if (digest.size() != 32) {
      failure = malformed("the key of a sealed row", key.size());
      return false;
    }
    rows.emplace_back(to_hash32(digest), Bytes(value));
    return true;
  }));
  LEDGER_TRY(failure);
  return rows;
}

Result<std::optional<Bytes>> read_key_assignment(const KvReader& reader, std::string_view subject,
                                                 std::string_view scope) {
  if (!has_key(subject)) return std::optional<Bytes>();
  return reader.get(kVault, vault_assignment_key(subject, scope));
}

}  // namespace ledger
