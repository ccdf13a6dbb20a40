// The fold itself: how a chunk of the log becomes rows, cursor and parked events of one batch.
//
// Place in the flow: used by the projector (following), by a rebuild (from 0 into an empty slot) and by the
// comparison of both; so what is compared is one code path. While folding, leaf hashes are joined into a
// compact range: at the view's size its root must be the view's root, so rows are never built from bytes that
// the signed tree does not cover. Threads: called by the owner of the projection database; the projections of
// a lane apply beside one another, each on one thread at a time.
#pragma once

#include <functional>
#include <span>
#include <vector>

#include "ledger/merkle/compact_range.h"
#include "projections/projection_store.h"

namespace projections {

// One slot of one projection on its way along the log.
struct Target {
  const Projection* projection = nullptr;
  std::size_t number = 0;
  Slot slot = Slot::kA;
  ledger::merkle::CompactRange range;  // [0, size)
  std::uint64_t parked_count = 0;      // events that its rows have parked
  ledger::FamilyId rows() const { return rows_family(number, slot); }
  ledger::TreeSize size() const { return ledger::TreeSize(range.end()); }
};

// Takes up a slot where its cursor stands. nullopt, and nothing changes: without a cursor in every family, at
// another projection version, or when the cursor's size and root are not of this log (another log, or one
// that was rolled back). Errors of the databases pass through.
ledger::Result<std::optional<Target>> resume_target(const ledger::KvReader& kv, const Registry& registry,
                                                    std::size_t number, Slot slot,
                                                    const ledger::LedgerView& view);
// The cursor of rows that an older version of the projection wrote, that queries still read and that are of
// this log; nullopt: there are none. Nothing can be applied to them. Errors of the databases pass through.
ledger::Result<std::optional<Cursor>> older_rows(const ledger::KvReader& kv, const Registry& registry,
                                                 std::size_t number, Slot slot,
                                                 const ledger::LedgerView& view);
// Empties a slot and starts it at 0.
ledger::Result<Target> open_empty_target(ledger::Kv& kv, const Registry& registry, std::size_t number,
                                         Slot slot);

// Applies `items`, which begin at the size that all targets of the lane share, and writes one batch: rows,
// parked events and cursors. Durability: buffered; a crash loses rows and cursor together. On an error
// nothing of the chunk is stored by us (a failed write leaves the database closed to writing, as the contract
// of Kv says). data_loss projection.log_mismatch: the entries do not hash to the view's root; data_loss,
// unavailable from below.
ledger::Status fold_chunk(ledger::Kv& kv, const ledger::LedgerView& view, std::span<Target* const> lane,
                          std::span<const LogItem> items);

// Called after every chunk; false cancels. Sizes are in entries.
using Progress = std::function<bool(ledger::TreeSize done, ledger::TreeSize total)>;

// Folds a lane (targets of one size) up to `to`, decoding the next chunks and writing the last rows on
// further threads meanwhile; writes whenever 64 MiB of rows have been gathered. What is more than a chunk may
// be loaded (Kv::load): the caller ends the loads before anybody reads the rows. Precondition: lane's size <=
// to <= view's size. unavailable projection.cancelled (what was folded is stored); otherwise as fold_chunk,
// for what was not written yet.
ledger::Status fold_to(ledger::Kv& kv, const ledger::LedgerView& view, std::span<Target* const> lane,
                       ledger::TreeSize to, const Progress& progress);

}  // namespace projections
