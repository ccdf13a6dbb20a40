// Layout of the projection database: a Kv of its own, disposable, never part of a backup.
//
// Families: meta; parked; and per projection two row families, its slots a and b. One slot is active (read
// and followed); the other is empty or holds a rebuild in progress.
//   meta    0x01 → format version · 0x02 ‖ name ‖ 0x00 → active slot · 0x03 ‖ rows family → cursor
//   parked  rows family ‖ position → reason of the event that the projection could not take
//   each rows family, and parked at its prefix: the cursor once more, at kHeadKey
// A cursor is written in the same batch as the rows it covers, so a crash loses both or neither. It stands in
// every family whose rows it covers, because a damaged manifest can bring back one family empty or older than
// the others: a slot whose heads differ is folded anew. A slot
// without a cursor holds nothing that may be read: emptying a slot erases its cursor first and writes the
// cursor for size 0 last, so a crash in between is finished at the next open. The batch that makes a slot the
// active one erases the other's cursor too: a cursor in the slot that is not active is of a rebuild, which
// the next open goes on with. Threads: reads on any snapshot; writes by the owner of the database only.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/store/kv.h"
#include "projections/registry.h"

namespace projections {

inline constexpr ledger::FamilyId kMetaRows{0};
inline constexpr ledger::FamilyId kParkedRows{1};

enum class Slot : std::uint8_t { kA = 0, kB = 1 };
inline Slot other_slot(Slot slot) {
  return slot == Slot::kA ? Slot::kB : Slot::kA;
}
// Family that holds the rows of projection `number` in `slot`.
ledger::FamilyId rows_family(std::size_t number, Slot slot);

// Key of the cursor in a rows family; no row of a projection begins with this byte.
inline constexpr std::string_view kHeadKey("\0", 1);

// How far a slot has come: `size` entries are folded in, so the next to apply is next_position(size).
struct Cursor {
  std::uint32_t projection_version = 0;
  ledger::TreeSize size;
  ledger::Hash32 root{};  // of the log's tree at `size`, from the entries that were applied
  bool operator==(const Cursor&) const = default;
};

// nullopt: the slot holds nothing that may be read. data_loss projection.row_malformed.
ledger::Result<std::optional<Cursor>> read_cursor(const ledger::KvReader& reader, ledger::FamilyId rows);
// Into all three families.
void put_cursor(ledger::WriteBatch& batch, ledger::FamilyId rows, const Cursor& cursor);
// read_cursor, and nullopt also when a family whose rows it covers doesn't hold the same cursor. For whoever
// goes on from it; reading rows needs it once per start.
ledger::Result<std::optional<Cursor>> read_agreed_cursor(const ledger::KvReader& reader,
                                                         ledger::FamilyId rows);

// Slot a when none was ever chosen. data_loss projection.row_malformed.
ledger::Result<Slot> active_slot(const ledger::KvReader& reader, std::string_view name);
// The take-over: `slot` of the projection becomes the active one, the other loses its cursor.
void put_take_over(ledger::WriteBatch& batch, std::string_view name, std::size_t number, Slot slot);

// Writes the format version into a new database, empties one of another format. Call before anything else.
ledger::Status prepare_store(ledger::Kv& kv, const Registry& registry);

// Erases cursor, rows and parked rows of a slot, each as one range, the cursor first and durably.
ledger::Status empty_slot(ledger::Kv& kv, ledger::FamilyId rows);

// The rows that queries read: the active slot of one projection inside one snapshot.
struct OwnSnapshot {
  const ledger::KvReader* reader = nullptr;
  ledger::FamilyId rows;
  ledger::TreeSize size;      // the rows reflect the log up to here
  std::uint32_t version = 0;  // of the projection that wrote them: oldest_readable() to version()
};

// An event that a projection could not take.
struct ParkedEvent {
  std::string projection;
  ledger::Position position;
  std::string reason;  // stable code, e.g. "jws.malformed"
  bool operator==(const ParkedEvent&) const = default;
};

// One immutable moment of the whole projection database; what every query takes. Holds the database snapshot,
// so keep it for a request, not longer. `registry` must outlive it.
struct Snapshot {
  std::shared_ptr<const ledger::KvReader> reader;
  const Registry* registry = nullptr;

  // not_found projection.unknown; unavailable projection.not_ready: the active slot has no cursor or rows of
  // a version that can't be read (a rebuild is due or under way); data_loss projection.row_malformed.
  ledger::Result<OwnSnapshot> rows_of(std::string_view projection) const;
  // Parked events of one projection, ascending, from position `from` on, at most `limit`; errors as rows_of.
  ledger::Result<std::vector<ParkedEvent>> parked(std::string_view projection, ledger::Position from,
                                                  std::size_t limit) const;
};

void put_parked(ledger::WriteBatch& batch, ledger::FamilyId rows, ledger::Position position,
                std::string_view reason);
// Key range of a slot's rows in the parked family.
ledger::Bytes parked_prefix(ledger::FamilyId rows);
// Parked events of a slot. Cost: one step per event.
ledger::Result<std::uint64_t> count_parked(const ledger::KvReader& reader, ledger::FamilyId rows);

}  // namespace projections
