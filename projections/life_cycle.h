// LifeCycle: everything that happened to one thing, newest first: the events of its streams and every event
// that changed one of its records.
//
// Place in the flow: the timeline of the state routes; the caller reads the events themselves from the log.
// Merged from stream_history and from the versions in state_history, so an event that changes a case from
// another stream (a countersignature, say) is in the case's life as well. Pure reads on one snapshot; any
// thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "projections/state_history.h"
#include "projections/timeline.h"

namespace projections {

struct LifeCycleQuestion {
  std::string name;  // of the thing, "case/0198…"; a cursor belongs to it
  std::vector<ledger::StreamId> streams;
  std::vector<ledger::Bytes> records;  // their keys; streams and records bounded by whoever asks
};

struct LifeCycleRow {
  ledger::Position position;
  std::vector<ledger::Bytes> changed;  // keys of the question's records that got a version here
};

// Newest first; `request.order` must be that (invalid_argument page.order). invalid_argument page.limit |
// page.cursor | stream_history.stream; not_found, unavailable, data_loss as Snapshot::rows_of. A page costs
// at most its limit in rows per stream and record.
ledger::Result<Page<LifeCycleRow>> life_cycle(const Snapshot& snapshot, const LifeCycleQuestion& question,
                                              ledger::TreeSize as_of, const PageRequest& request);

}  // namespace projections
