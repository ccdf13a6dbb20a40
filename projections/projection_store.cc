#include "projections/projection_store.h"

#include "projections/row_codec.h"

namespace projections {

using ledger::Bytes;
using ledger::ByteView;
using ledger::FamilyId;
using ledger::Kv;
using ledger::KvReader;
using ledger::Result;
using ledger::Status;
using ledger::WriteBatch;

namespace {

constexpr std::uint8_t kFormatVersion = 2;
constexpr std::uint8_t kFormatTag = 0x01;
constexpr std::uint8_t kSlotTag = 0x02;
constexpr std::uint8_t kCursorTag = 0x03;
constexpr std::uint8_t kRowVersion = 1;

Bytes format_key() {
  return Bytes(1, static_cast<char>(kFormatTag));
}

Bytes cursor_key(FamilyId rows) {
  Bytes key(1, static_cast<char>(kCursorTag));
  ledger::put_u32(key, rows.value);
  return key;
}

// Erases [from, to) of a family; an empty `to` means to its end.
Status erase_range(Kv& kv, FamilyId family, ByteView from, ByteView to) {
  std::optional<Bytes> last;
  LEDGER_TRY(kv.scan_reverse(family, from, to, [&](ByteView key, ByteView) {
    last = Bytes(key);
    return false;
  }));
  if (!last.has_value()) return {};
  WriteBatch batch;
  batch.erase_range(family, from, *last + '\0');
  return kv.write(batch, ledger::Durability::kBuffered);
}

}  // namespace

FamilyId rows_family(std::size_t number, Slot slot) {
  return FamilyId(static_cast<std::uint32_t>(2 + 2 * number + static_cast<std::size_t>(slot)));
}

Result<std::optional<Cursor>> read_cursor(const KvReader& reader, FamilyId rows) {
  LEDGER_ASSIGN(const std::optional<Bytes> row, reader.get(kMetaRows, cursor_key(rows)));
  if (!row.has_value()) return std::optional<Cursor>();
  RowReader in(*row, kRowVersion);
  Cursor cursor;
  cursor.projection_version = in.u32();
  cursor.size = ledger::TreeSize(in.u64());
  cursor.root = in.hash();
  LEDGER_TRY(in.finish());
  return std::optional<Cursor>(cursor);
}

void put_cursor(WriteBatch& batch, FamilyId rows, const Cursor& cursor) {
  const Bytes row =
      RowWriter(kRowVersion).u32(cursor.projection_version).u64(cursor.size.value).hash(cursor.root).take();
  batch.put(kMetaRows, cursor_key(rows), row);
  batch.put(kParkedRows, parked_prefix(rows), row);
  batch.put(rows, kHeadKey, row);
}

Result<std::optional<Cursor>> read_agreed_cursor(const KvReader& reader, FamilyId rows) {
  LEDGER_ASSIGN(const std::optional<Bytes> meta, reader.get(kMetaRows, cursor_key(rows)));
  LEDGER_ASSIGN(const std::optional<Bytes> parked, reader.get(kParkedRows, parked_prefix(rows)));
  LEDGER_ASSIGN(const std::optional<Bytes> own, reader.get(rows, kHeadKey));
  if (meta != parked || meta != own) return std::optional<Cursor>();
  return read_cursor(reader, rows);
}

Result<Slot> active_slot(const KvReader& reader, std::string_view name) {
  LEDGER_ASSIGN(const std::optional<Bytes> row, reader.get(kMetaRows, text_key(kSlotTag, name)));
  if (!row.has_value()) return Slot::kA;
  RowReader in(*row, kRowVersion);
  const std::uint8_t slot = in.u8();
  LEDGER_TRY(in.finish());
  if (slot > 1) return ledger::data_loss("projection.row_malformed", "a projection has slots a and b only");
  return static_cast<Slot>(slot);
}

void put_take_over(WriteBatch& batch, std::string_view name, std::size_t number, Slot slot) {
  batch.put(kMetaRows, text_key(kSlotTag, name),
            RowWriter(kRowVersion).u8(static_cast<std::uint8_t>(slot)).take());
  batch.erase(kMetaRows, cursor_key(rows_family(number, other_slot(slot))));
}

Status prepare_store(Kv& kv, const Registry& registry) {
  const Bytes expected(1, static_cast<char>(kFormatVersion));
  LEDGER_ASSIGN(const std::optional<Bytes> stored, kv.get(kMetaRows, format_key()));
  if (stored == expected) return {};
  // Every cursor goes before any row, and the format version comes last: a crash on the way only repeats
  // this.
  for (std::uint32_t family = 0; family < 2 + 2 * registry.size(); ++family) {
    LEDGER_TRY(kv.erase_all(FamilyId(family)));
  }
  WriteBatch batch;
  batch.put(kMetaRows, format_key(), expected);
  return kv.write(batch, ledger::Durability::kSynced);
}

Status empty_slot(Kv& kv, FamilyId rows) {
  WriteBatch batch;
  batch.erase(kMetaRows, cursor_key(rows));
  LEDGER_TRY(kv.write(batch, ledger::Durability::kSynced));
  const Bytes parked = parked_prefix(rows);
  LEDGER_TRY(erase_range(kv, kParkedRows, parked, ledger::prefix_end(parked)));
  return kv.erase_all(rows);
}

Result<OwnSnapshot> Snapshot::rows_of(std::string_view projection) const {
  const std::optional<std::size_t> number = registry->find(projection);
  if (!number.has_value())
    return ledger::not_found("projection.unknown", "no projection of this name is registered");
  LEDGER_ASSIGN(const Slot slot, active_slot(*reader, projection));
  const FamilyId rows = rows_family(*number, slot);
  LEDGER_ASSIGN(const std::optional<Cursor> cursor, read_cursor(*reader, rows));
  const Projection& own = registry->at(*number);
  if (!cursor.has_value() || cursor->projection_version < own.oldest_readable() ||
      cursor->projection_version > own.version()) {
    return ledger::unavailable("projection.not_ready", "the read model " + std::string(projection) +
                                                           " is being rebuilt; ask again later");
  }
  return OwnSnapshot{reader.get(), rows, cursor->size, cursor->projection_version};
}

Bytes parked_prefix(FamilyId rows) {
  Bytes prefix;
  ledger::put_u32(prefix, rows.value);
  return prefix;
}

void put_parked(WriteBatch& batch, FamilyId rows, ledger::Position position, std::string_view reason) {
  batch.put(kParkedRows, numbered_key(parked_prefix(rows), position.value),
            RowWriter(kRowVersion).text(reason).take());
}

Result<std::uint64_t> count_parked(const KvReader& reader, FamilyId rows) {
  const Bytes prefix = parked_prefix(rows);
  std::uint64_t count = 0;
  LEDGER_TRY(reader.scan(kParkedRows, prefix, ledger::prefix_end(prefix), [&](ByteView key, ByteView) {
    if (key.size() > prefix.size()) ++count;  // the cursor stands at the prefix itself
    return true;
  }));
  return count;
}

Result<std::vector<ParkedEvent>> Snapshot::parked(std::string_view projection, ledger::Position from,
                                                  std::size_t limit) const {
  LEDGER_ASSIGN(const OwnSnapshot own, rows_of(projection));
  const Bytes prefix = parked_prefix(own.rows);
  std::vector<ParkedEvent> found;
  Status bad;
  LEDGER_TRY(reader->scan(kParkedRows, numbered_key(prefix, from.value), ledger::prefix_end(prefix),
                          [&](ByteView key, ByteView row) {
                            if (found.size() == limit) return false;
                            RowReader in(row, kRowVersion);
                            std::string reason = in.text();
                            bad = in.finish();
                            const ledger::Position position(number_of_key(prefix, key).value_or(0));
                            found.push_back({std::string(projection), position, std::move(reason)});
                            return bad.ok();
                          }));
  LEDGER_TRY(bad);
  return found;
}

}  // namespace projections
