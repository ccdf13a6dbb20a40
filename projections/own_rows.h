// OwnRows: what a projection sees of its own rows while events are applied, and where it writes.
//
// A run of events becomes one write batch, so later events of the run must see what earlier ones wrote:
// reads go through what is staged for the current event, then what the run has written, then what was handed
// over and may not be in the database yet, then the database. An event that is refused half-way leaves
// nothing behind (drop_event). It is bound to one family: a projection can neither read nor write another
// projection's rows. Ownership: borrows the database while it lives. Threads: the one that applies; beside it
// one more may call put_handed_over between hand_over and forget_handed_over. Durability: none; the rows go
// into the batch that also carries the cursor.
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
  // The run ends and the next one begins; its rows stay readable until they are forgotten, when the database
  // has them. Precondition: no event staged, nothing handed over.
  void hand_over();
  // Puts the rows handed over into `batch`, in key order: a database takes neighbours at a fraction of the
  // cost of scattered keys.
  void put_handed_over(ledger::WriteBatch& batch) const;
  void forget_handed_over() { handed_over_.clear(); }
  // The three in one, for a database that is written to before the next event.
  void take_into(ledger::WriteBatch& batch);
  // Bytes of the keys and values that the run has written so far; a key written again counts again.
  std::size_t bytes() const { return kept_bytes_; }

 private:
  // A row lies in `bytes`: key, then value. Rows of one key are never changed, only replaced by a later one.
  struct Row {
    std::size_t at = 0;
    std::uint32_t key_bytes = 0, value_bytes = 0;
    std::uint32_t hash = 0;
    bool erased = false;
    bool replaced = false;
  };
  // The rows of one run, found by key.
  struct Run {
    ledger::Bytes bytes;
    std::vector<Row> rows;
    // Open addressing over indexed rows that were not replaced: number + 1, 0 for empty; a power of two, at
    // most half full.
    std::vector<std::uint32_t> slots;
    std::size_t used_slots = 0;

    ledger::ByteView key_of(const Row& row) const {
      return ledger::ByteView(bytes).substr(row.at, row.key_bytes);
    }
    ledger::ByteView value_of(const Row& row) const {
      return ledger::ByteView(bytes).substr(row.at + row.key_bytes, row.value_bytes);
    }
    std::optional<ledger::Bytes> content_of(const Row& row) const;
    // nullptr: no indexed row has this key.
    const Row* find(ledger::ByteView key, std::uint32_t hash) const;
    // Place in slots of the indexed row with this key, or of the empty slot where it belongs.
    std::size_t slot_of(ledger::ByteView key, std::uint32_t hash) const;
    void index(std::size_t number);
    void grow_slots();
    void clear();
  };
  void stage(ledger::ByteView key, ledger::ByteView value, bool erased);

  const ledger::KvReader& stored_;
  const ledger::FamilyId family_;
  Run run_;  // the rows of the current event behind the kept ones, not indexed
  std::size_t kept_rows_ = 0, kept_bytes_ = 0;
  Run handed_over_;
};

}  // namespace projections
