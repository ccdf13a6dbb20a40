// StreamHistory: per stream, every version: where it is in the log, what it was, when, and who did it.
//
// Place in the flow: answers GET /v1/streams/{stream}. A version is the event's ordinal in its stream, as the
// writer counts it; with a parked event (Snapshot::parked) later versions of that stream are one too low.
// Rows: 0x01 ‖ stream ‖ 0x00 → number of versions; 0x02 ‖ stream ‖ 0x00 ‖ version → row. Public fields only.
#pragma once

#include "projections/timeline.h"

namespace projections {

class StreamHistory final : public Projection {
 public:
  static constexpr std::string_view kName = "stream_history";
  std::string_view name() const override { return kName; }
  std::uint32_t version() const override { return 1; }
  // Poison: stream_history.stream (a stream id that is none).
  ledger::Status apply(const LogItem& item, OwnRows& own) const override;
};

struct StreamRow {
  ledger::StreamVersion version;  // 1 for the first event
  ledger::Position position;
  ledger::EventId event;
  std::string type;
  ledger::UnixMicros occurred_at;
  ledger::UnixMicros recorded_at;
  std::string person, role, org, center, on_behalf_of;  // empty: not given
  bool operator==(const StreamRow&) const = default;
};

struct StreamPage {
  Page<StreamRow> page;
  ledger::StreamVersion versions;  // of the stream as of the bound; 0: no such stream then
};

// Newest first. `request.order` other than kNewestFirst is invalid_argument page.order; invalid_argument
// page.limit | page.cursor | stream_history.stream; not_found, unavailable, data_loss as Snapshot::rows_of.
// An unknown stream is an empty page: absence is an answer. Cost: one read per row, and log2(versions) reads
// when as_of lies in the past.
ledger::Result<StreamPage> stream_versions(const Snapshot& snapshot, const ledger::StreamId& stream,
                                           ledger::TreeSize as_of, const PageRequest& request);

}  // namespace projections
