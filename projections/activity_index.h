// ActivityIndex: positions of events by acting person, by type and month, and by centre.
//
// Place in the flow: answers the feeds and lists ("what did this person do", "all session.held of June",
// "what happened at this centre"); the caller reads the events themselves from the log. A month is the JST
// month of recorded_at, as the authenticated index has it. An event is listed under its actor's centre and
// under the public `center_id` of its data, once when they are the same. Rows are a timeline per key
// (timeline.h) whose value adds one byte of ActivityPart flags: 0x01 ‖ person, 0x02 ‖ type/yyyy-mm, 0x03 ‖
// centre. Public fields only.
#pragma once

#include "projections/timeline.h"

namespace projections {

// In which part the key stands in the event.
enum ActivityPart : std::uint8_t {
  kActs = 1,       // the actor, or the actor's centre
  kConcerned = 2,  // the centre that the data name
};

class ActivityIndex final : public Projection {
 public:
  static constexpr std::string_view kName = "activity_index";
  std::string_view name() const override { return kName; }
  std::uint32_t version() const override { return 1; }
  // Poison: activity_index.segment (person, type or centre is not a segment).
  ledger::Status apply(const LogItem& item, OwnRows& own) const override;
};

struct ActivityRow {
  ledger::Position position;
  ledger::UnixMicros recorded_at;
  std::uint8_t parts = 0;  // ActivityPart flags
  bool operator==(const ActivityRow&) const = default;
};

// All three: invalid_argument page.limit | page.cursor | activity_index.segment | activity_index.month
// (pointer names the parameter); not_found, unavailable, data_loss as Snapshot::rows_of. Nothing found is an
// empty page.
ledger::Result<Page<ActivityRow>> activity_by_actor(const Snapshot& snapshot, const ledger::PersonId& person,
                                                    const Bounds& bounds, const PageRequest& request);
// `month`: "YYYY-MM".
ledger::Result<Page<ActivityRow>> activity_by_type(const Snapshot& snapshot, std::string_view type,
                                                   std::string_view month, const Bounds& bounds,
                                                   const PageRequest& request);
ledger::Result<Page<ActivityRow>> activity_by_center(const Snapshot& snapshot, std::string_view center,
                                                     const Bounds& bounds, const PageRequest& request);

}  // namespace projections
