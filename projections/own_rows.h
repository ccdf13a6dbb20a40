// OwnRows: what a projection sees of its own rows while events are applied, and where it writes.
//
// A run of events becomes one write batch, so later events of the run must see what earlier ones wrote:
// reads go through what is staged for the current event, then what the run has written, then the database.
// An event that is refused half-way leaves nothing behind (drop_event). It is bound to one family: a
// projection can neither read nor write another projection's rows. Ownership: borrows the database for one
// run. Threads: the one that applies. Durability: none; take_into hands the rows to the batch that also
// carries the cursor.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "ledger/store/kv.h"

namespace projections {

class OwnRows {
 public:
  OwnRows(const ledger::KvReader& stored, ledger::FamilyId family) : stored_(stored), family_(family) {}

  // Empty optional: no such row. Errors of the database pass through (data_loss, unavailable).
  ledger::Result<std::optional<ledger::Bytes>> get(ledger::ByteView key) const;
  // Rows whose key starts with `prefix`, ascending, as get() sees them; return false to stop. Costs a walk
  // over the run's rows: for few and short prefixes only.
  ledger::Status scan(ledger::ByteView prefix, const ledger::KvReader::Visitor& visit) const;
  void put(ledger::ByteView key, ledger::ByteView value) { stage(key, value, false); }
  void erase(ledger::ByteView key) { stage(key, {}, true); }

  // For whoever applies, not for projections: the current event's rows become part of the run, or vanish.
  void keep_event();
  void drop_event();
  // Puts the run's rows into `batch`, in key order: a database takes neighbours at a fraction of the cost of
  // scattered keys. The object is empty afterwards. Precondition: no event staged.
  void take_into(ledger::WriteBatch& batch);
  // Bytes of the keys and values that the run has written so far; a key written again counts again.
  std::size_t bytes() const { return kept_bytes_; }

 private:
  // A row lies in bytes_: key, then value. Rows of one key are never changed, only replaced by a later one.
  struct Row {
    std::size_t at = 0;
    std::uint32_t key_bytes = 0, value_bytes = 0;
    std::uint32_t hash = 0;
    bool erased = false;
    bool replaced = false;
  };
  void stage(ledger::ByteView key, ledger::ByteView value, bool erased);
  ledger::ByteView key_of(const Row& row) const {
    return ledger::ByteView(bytes_).substr(row.at, row.key_bytes);
  }
  ledger::ByteView value_of(const Row& row) const {
    return ledger::ByteView(bytes_).substr(row.at + row.key_bytes, row.value_bytes);
  }
  std::optional<ledger::Bytes> content_of(const Row& row) const;
  // Place in slots_ of the kept row with this key, or of the empty slot where it belongs.
  std::size_t slot_of(ledger::ByteView key, std::uint32_t hash) const;
  void grow_slots();

  const ledger::KvReader& stored_;
  const ledger::FamilyId family_;
  ledger::Bytes bytes_;
  std::vector<Row> rows_;  // those of the current event behind the kept ones
  std::size_t kept_rows_ = 0, kept_bytes_ = 0;
  // Open addressing over kept rows that were not replaced: index + 1, 0 for empty; a power of two, at most
  // half full.
  std::vector<std::uint32_t> slots_;
  std::size_t used_slots_ = 0;
};

}  // namespace projections
