#include "ledger/journal/reader.h"

#include <algorithm>

#include "ledger/merkle/hash.h"
#include "ledger/merkle/proof.h"
#include "ledger/merkle/tile.h"
#include "ledger/merkle/tlog_proof.h"
#include "ledger/store/kv_log_store.h"
#include "ledger/store/tile_store.h"

namespace ledger {
namespace {

constexpr std::string_view kGenesisType = "ledger.genesis";

Status beyond_head(const LedgerView& view, std::uint64_t asked) {
  return out_of_range("position.beyond_head", "position " + std::to_string(asked) +
                                                  " is not in the ledger, which holds " +
                                                  std::to_string(view.head.size.value) + " entries");
}

Result<StoredEvent> parse_stored(Position position, std::string text) {
  StoredEvent stored;
  stored.position = position;
  stored.leaf_hash = merkle::leaf_hash(text);
  LEDGER_ASSIGN(stored.entry, parse_entry(text));
  LEDGER_ASSIGN(stored.signed_event, parse_logged_jws(stored.entry.jws));
  stored.entry_text = std::move(text);
  return stored;
}

}  // namespace

Result<std::optional<Entry>> conformance_genesis(const KvReader& reader) {
  LEDGER_ASSIGN(std::string text, read_entry(reader, Position(0)));
  LEDGER_ASSIGN(StoredEvent first, parse_stored(Position(0), std::move(text)));
  const Event& event = first.signed_event.event;
  const JsonValue* said = event.field("conformance");
  if (event.type != kGenesisType || said == nullptr || !said->is_bool() || !said->as_bool()) {
    return std::optional<Entry>();
  }
  return std::optional<Entry>(std::move(first.entry));
}

Result<StoredEvent> event_at(const LedgerView& view, Position position) {
  if (position.value >= view.head.size.value) return beyond_head(view, position.value);
  LEDGER_ASSIGN(std::string text, read_entry(*view.reader, position));
  return parse_stored(position, std::move(text));
}

Result<StoredEvent> event_by_id(const LedgerView& view, const EventId& id) {
  LEDGER_ASSIGN(const auto row, read_dedup(*view.reader, id));
  if (!row) return not_found("event.unknown", "no event with this id is in the ledger");
  return event_at(view, row->position);
}

Result<Receipt> receipt_for(const LedgerView& view, const EventId& id) {
  LEDGER_ASSIGN(StoredEvent stored, event_by_id(view, id));
  Receipt receipt;
  receipt.id = id;
  receipt.position = stored.position;
  receipt.recorded_at = stored.entry.recorded_at;
  receipt.leaf_hash = stored.leaf_hash;
  receipt.entry = std::move(stored.entry_text);
  receipt.stored_before = true;
  LEDGER_ASSIGN(const merkle::Proof hashes, inclusion_at(view, stored.position, view.head.size));
  receipt.tlog_proof = merkle::write_tlog_proof(stored.position, hashes, view.checkpoint);
  return receipt;
}

Result<std::vector<Hash32>> inclusion_at(const LedgerView& view, Position position, TreeSize size) {
  if (size > view.head.size) return beyond_head(view, size.value);
  const KvTileSource tiles(*view.reader);
  const merkle::TileNodeReader nodes(tiles);
  return merkle::inclusion_proof(position, size, nodes);
}

Result<Hash32> root_at(const LedgerView& view, TreeSize size) {
  if (size > view.head.size) return beyond_head(view, size.value);
  const KvTileSource tiles(*view.reader);
  const merkle::TileNodeReader nodes(tiles);
  return merkle::root_at(size, nodes);
}

Result<std::vector<Hash32>> consistency_between(const LedgerView& view, TreeSize from, TreeSize to) {
  if (to > view.head.size) return beyond_head(view, to.value);
  const KvTileSource tiles(*view.reader);
  const merkle::TileNodeReader nodes(tiles);
  return merkle::consistency_proof(from, to, nodes);
}

Result<TreeSize> size_as_of(const LedgerView& view, UnixMicros as_of) {
  std::uint64_t low = 0;
  std::uint64_t high = view.head.size.value;
  while (low < high) {
    const std::uint64_t middle = low + (high - low) / 2;
    LEDGER_ASSIGN(const std::string text, read_entry(*view.reader, Position(middle)));
    LEDGER_ASSIGN(const Entry entry, parse_entry(text));
    if (entry.recorded_at <= as_of) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return TreeSize(low);
}

Result<Bytes> tile_bytes(const LedgerView& view, unsigned level, std::uint64_t index, unsigned width) {
  if (!merkle::tile_exists({level, index, width}, view.head.size)) {
    return not_found("tile.unknown", "the tree has no such tile at its present size");
  }
  LEDGER_ASSIGN(Bytes bytes, KvTileSource(*view.reader).tile(level, index, width));
  bytes.resize(width * merkle::kHashBytes);
  return bytes;
}

Result<Bytes> entry_bundle(const LedgerView& view, std::uint64_t index, unsigned width) {
  if (!merkle::entry_bundle_exists({index, width}, view.head.size)) {
    return not_found("tile.unknown", "the tree has no such entry bundle at its present size");
  }
  Bytes bundle;
  Status status;
  LEDGER_TRY(read_entries(*view.reader, Position(index * merkle::kTileWidth), width,
                          [&](Position, std::string_view text) {
                            status = merkle::append_to_bundle(bundle, text);
                            return status.ok();
                          }));
  if (!status.ok()) return status;
  return bundle;
}

Result<std::optional<LoggedEvent>> ViewEvents::find(const EventId& id) const {
  LEDGER_ASSIGN(const auto row, read_dedup(reader_, id));
  if (!row) return std::optional<LoggedEvent>();
  LEDGER_ASSIGN(std::string text, read_entry(reader_, row->position));
  LEDGER_ASSIGN(StoredEvent stored, parse_stored(row->position, std::move(text)));
  return std::optional<LoggedEvent>(LoggedEvent{stored.position, stored.leaf_hash, stored.entry.recorded_at,
                                                std::move(stored.signed_event.event)});
}

}  // namespace ledger
