// Projection: one read model as an ordered fold over the log: name, version, apply; nothing else.
//
// Place in the flow: the projector (projector.h) follows the log and applies each event to each projection,
// rows and cursor in one batch. The result is a function of the log prefix, byte for byte: a projection has
// no state of its own, reads no clock, draws no random number and sees only the event and its own earlier
// rows. So its rows may be deleted at any time and come back equal. Rows never hold confidential values;
// public fields only. Threads: apply is const and runs on one thread per projection and database at a time.
#pragma once

#include <cstdint>
#include <string_view>

#include "projections/log_item.h"
#include "projections/own_rows.h"

namespace projections {

class Projection {
 public:
  virtual ~Projection() = default;

  // lower_snake, at most 32 bytes, unique and stable: names the families, the cursor and the metric label.
  virtual std::string_view name() const = 0;
  // Raise it with every change of keys, row bytes or meaning; stored rows of another version are rebuilt from
  // 0.
  virtual std::uint32_t version() const = 0;
  // The oldest version whose rows this program's queries still read (OwnSnapshot::version tells them apart).
  // Such rows go on answering, as of the size where the older program left them, until rows of version() take
  // over; older ones answer projection.not_ready meanwhile.
  virtual std::uint32_t oldest_readable() const { return version(); }

  // Folds one event. Called once per position, ascending; item.status is ok.
  // ok: the staged rows are kept (an event that does not concern the projection stages none).
  // data_loss, unavailable: the projection's own rows cannot be read; the projector stops, nothing is
  // applied. Any other code: this event is poison; it is parked under the reason, its staged rows are
  // dropped, and the fold goes on with the next position. The reason must be a constant code without data of
  // the event.
  virtual ledger::Status apply(const LogItem& item, OwnRows& own) const = 0;

 protected:
  Projection() = default;
  Projection(const Projection&) = default;
  Projection& operator=(const Projection&) = default;
};

}  // namespace projections
