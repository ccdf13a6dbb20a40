// Rebuild: read models anew from the log, beside the rows in use; and the proof that both are equal.
//
// Place in the flow: `daicho rebuild` and recovery, with no projector running on the same database (a running
// one rebuilds by itself: Projector::request_rebuild). New rows grow in each projection's spare slot; when
// all have caught up, one synced batch makes these slots the active ones. Crash before that batch: the old
// rows are in use and a projector goes on with what had grown. Crash after it: the new rows are in use and
// the next open empties the old ones. Readers on snapshots see either the old rows or the new ones, whole.
// Threads: the owner of the database; further ones, as fold_to says.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "projections/fold.h"

namespace projections {

// Rebuilds the named projections (all when empty) up to the view's size.
// not_found projection.unknown; unavailable projection.cancelled (the old rows stay in use); as fold_chunk.
ledger::Status rebuild(ledger::Kv& kv, const Registry& registry, const ledger::LedgerView& view,
                       const std::vector<std::string>& names, const Progress& progress);

// SHA-256 over cursor, rows and parked events, each key and value behind its length (u32): two folds to the
// same size give the same digest. `go_on` is asked now and then. unavailable projection.cancelled.
ledger::Result<ledger::Hash32> digest_rows(const OwnSnapshot& own, const std::function<bool()>& go_on);

struct Comparison {
  std::string projection;
  ledger::TreeSize size;         // both reflect the log up to here
  std::uint64_t rows_count = 0;  // equal rows, parked ones included
  bool equal = false;
  // When not equal: which row differs first, or is on one side only: "rows", "parked" or "cursor", and its
  // key in hex.
  std::string difference_in, difference_key_hex;
};

// Folds the log into `fresh` (an empty database with family_names(registry)) up to each stored cursor and
// compares cursor, rows and parked events of every projection, all keys and values, byte for byte. Compared
// are the rows in use; where there are none of the program's version yet, those that grow.
// unavailable projection.not_ready (a projection has neither) | projection.cancelled;
// failed_precondition projection.beyond_view (stored rows reach further than the view: take a newer one);
// as fold_chunk. `stored` is a snapshot; its projector may go on meanwhile.
ledger::Result<std::vector<Comparison>> compare_with_rebuild(const Snapshot& stored, ledger::Kv& fresh,
                                                             const ledger::LedgerView& view,
                                                             const Progress& progress);

}  // namespace projections
