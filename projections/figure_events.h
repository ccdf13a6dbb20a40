// FigureEvents: the events that figures look at, filed where a question looks for them.
//
// Place in the flow: between the log and projections/figures: a question about a centre and a month reads a
// few short ranges instead of the log, and computes from them what it would from all events. An event lies on
// the shelves of its type (figure_types.h). Events of one thing (a session, an issue, a referral) lie on
// every month's shelf on which one of them lies, so that whoever counts one knows what became of it later.
// The centre of an event is the one it names, else that of its contract, case, session or referral, of the
// event that it countersigns, else the actor's. Rows: 0x01 ‖ centre ‖ type ‖ month ‖ position → event
// (nation: centre and month empty; centre: month empty); 0x02 ‖ business ‖ type ‖ position → event; 0x03 ‖
// thing ‖ id → its shelves and events; 0x04 ‖ thing ‖ id → centre. Texts in keys end with 0x00. A row keeps
// the public fields that figures read (figure_fields.h); on a centre's shelf it names the centre instead of
// the case that leads there.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "projections/figure_fields.h"
#include "projections/projection.h"
#include "projections/projection_store.h"

namespace projections {

class FigureEvents final : public Projection {
 public:
  static constexpr std::string_view kName = "figure_events";
  std::string_view name() const override { return kName; }
  std::uint32_t version() const override { return 3; }
  // Poison: figure_events.segment (an id, centre or month that is no key segment), figure_events.data (more
  // public data than a row holds).
  ledger::Status apply(const LogItem& item, OwnRows& own) const override;
};

// An event as its row holds it. Borrows the row: good for the time of the visit.
struct FiledEvent {
  ledger::Position position;
  ledger::EventId id;
  ledger::UnixMicros recorded_at, occurred_at;
  std::string_view type, person, role, center;  // the last three are the actor's
  FigureData data;
  // What the ledger said when it took the event: "<name>/<centre>/<yyyy-mm>" of its terms flag/…, each ended
  // by a line feed.
  std::string_view flags;
};

// False: the visit ends, as if nothing followed.
using FiledVisitor = std::function<bool(const FiledEvent& event)>;
// Events of one shelf below `as_of`, ascending by position within a type and month. `center` and `month`
// empty: the nation's; `month` alone empty: the centre's. Months from `first` to `last`, both included.
// data_loss projection.row_malformed; errors of the database.
struct ShelfRange {
  std::string center, type, first_month, last_month;
};
ledger::Status visit_shelf(const OwnSnapshot& own, const ShelfRange& range, ledger::TreeSize as_of,
                           const FiledVisitor& visit);
// Events of these types about these businesses: neighbours are read in one pass. Precondition: `businesses`
// ascend.
ledger::Status visit_businesses(const OwnSnapshot& own, std::span<const std::string_view> businesses,
                                std::span<const std::string_view> types, ledger::TreeSize as_of,
                                const FiledVisitor& visit);

}  // namespace projections
