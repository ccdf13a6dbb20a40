// Record types of decision state for life cycles: the stage of the one thing that a stream tells about.
//
// As in record_types.h. Values; any thread.
#pragma once

#include "ledger/domain/record_types.h"

namespace ledger {

// Written by the types that have a LifeStep; keyed by the stream id.
struct StageRecord {
  std::string stage;
  std::string center;      // that its first event was about; empty: none
  std::string kept;        // value of the last LifeStep::keeps, as text; lists joined by blanks
  Day until = kNoLastDay;  // value of the last LifeStep::until
  EventId event;           // the last one
  auto fields(auto& f) { return f(stage, center, kept, until, event); }
};

// How often, and when last, something happened that a duty asks for: forums of a kind in a fiscal year, the
// diagnosis of a host. Keyed by kind and subject.
struct OccurrenceRecord {
  std::int64_t times = 0;
  Day last = 0;
  EventId event;  // the last one recorded
  auto fields(auto& f) { return f(times, last, event); }
};

}  // namespace ledger
