// Reader: queries and proofs against one LedgerView; no cache, no state of its own.
//
// Threads: any. Every function takes the view it answers from, so an answer can name its position.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "ledger/domain/decide.h"
#include "ledger/event/sd_jwt.h"
#include "ledger/journal/receipt.h"
#include "ledger/journal/view.h"

namespace ledger {

struct StoredEvent {
  Position position;
  Hash32 leaf_hash{};
  std::string entry_text;
  Entry entry;
  SignedEvent signed_event;  // without disclosures
};

// The genesis entry of a conformance ledger, which is its only entry with an event; nullopt: an ordinary
// ledger. Read from the entry itself, so that no damaged table can turn a broken entry into a permitted one.
// data_loss from the store; precondition: the ledger is not empty.
Result<std::optional<Entry>> conformance_genesis(const KvReader& reader);

// not_found event.unknown | out_of_range position.beyond_head; data_loss from the store.
Result<StoredEvent> event_at(const LedgerView& view, Position position);
Result<StoredEvent> event_by_id(const LedgerView& view, const EventId& id);

// A receipt with a fresh proof against the view's checkpoint.
Result<Receipt> receipt_for(const LedgerView& view, const EventId& id);
// `leaf` positions against the view's size or an older signed size.
Result<std::vector<Hash32>> inclusion_at(const LedgerView& view, Position position, TreeSize size);
Result<std::vector<Hash32>> consistency_between(const LedgerView& view, TreeSize from, TreeSize to);
// Root of the tree at a size up to the view's.
Result<Hash32> root_at(const LedgerView& view, TreeSize size);

// Size of the tree at `as_of`: entries with recorded_at <= that time (binary search over entries).
Result<TreeSize> size_as_of(const LedgerView& view, UnixMicros as_of);

// Tile bytes for GET /tile/… at this view: exact width, 404 when the view's tree has no such tile.
Result<Bytes> tile_bytes(const LedgerView& view, unsigned level, std::uint64_t index, unsigned width);
Result<Bytes> entry_bundle(const LedgerView& view, std::uint64_t index, unsigned width);

// EventSource over a view, for decide() in replays and for handlers.
class ViewEvents final : public EventSource {
 public:
  explicit ViewEvents(const KvReader& reader) : reader_(reader) {}
  Result<std::optional<LoggedEvent>> find(const EventId& id) const override;

 private:
  const KvReader& reader_;
};

}  // namespace ledger
