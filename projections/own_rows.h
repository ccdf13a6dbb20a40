// OwnRows: what a projection sees of its own rows while events are applied, and where it writes.
//
// A run of events becomes one write batch, so later events of the run must see what earlier ones wrote:
// reads go through what is staged for the current event, then what the run has written, then the database.
// An event that is refused half-way leaves nothing behind (drop_event). It is bound to one family: a
// projection can neither read nor write another projection's rows. Ownership: borrows the database for one
// run. Threads: the one that applies. Durability: none; take_into hands the rows to the batch that also
// carries the cursor.
#pragma once

#include <functional>
#include <optional>
#include <unordered_map>
#include <vector>

#include "ledger/store/kv.h"

namespace projections {

class OwnRows {
 public:
  OwnRows(const ledger::KvReader& stored, ledger::FamilyId family) : stored_(stored), family_(family) {}

  // Empty optional: no such row. Errors of the database pass through (data_loss, unavailable).
  ledger::Result<std::optional<ledger::Bytes>> get(ledger::ByteView key) const;
  void put(ledger::Bytes key, ledger::Bytes value);
  void erase(ledger::ByteView key);

  // For whoever applies, not for projections: the current event's rows become part of the run, or vanish.
  void keep_event();
  void drop_event() { staged_.clear(); }
  // Moves the run's rows into `batch`, in key order: a database takes neighbours at a fraction of the cost of
  // scattered keys. The object is empty afterwards. Precondition: no event staged.
  void take_into(ledger::WriteBatch& batch);
  // Bytes of the keys and values that the run has written so far; a key written again counts again.
  std::size_t bytes() const { return bytes_; }

 private:
  struct Staged {
    ledger::Bytes key;
    std::optional<ledger::Bytes> value;
  };
  const ledger::KvReader& stored_;
  const ledger::FamilyId family_;
  struct Hasher {
    using is_transparent = void;
    std::size_t operator()(ledger::ByteView key) const { return std::hash<ledger::ByteView>()(key); }
  };
  std::vector<Staged> staged_;  // few rows; the last one for a key counts
  std::unordered_map<ledger::Bytes, std::optional<ledger::Bytes>, Hasher, std::equal_to<>> run_;
  std::size_t bytes_ = 0;
};

}  // namespace projections
