#include "ops/typed_events.h"

#include <string>

#include "ledger/base/time.h"
#include "ledger/journal/reader.h"
#include "projections/activity_index.h"

namespace ops {

namespace {

constexpr std::size_t kPageMax = 1000;

// Months in which something may have been recorded, from the one of `from` to the one of `to`.
std::vector<std::string> months_between(ledger::UnixMicros from, ledger::UnixMicros to) {
  std::vector<std::string> months;
  ledger::CivilDate date = ledger::jst_date(from);
  for (date.day = 1; date <= ledger::jst_date(to); date.month = date.month % 12 + 1) {
    months.push_back(ledger::year_month(date));
    if (date.month == 12) ++date.year;
  }
  return months;
}

}  // namespace

ledger::Result<std::vector<TypedEvent>> events_since(const api::ApiContext& context,
                                                     const ledger::LedgerView& view, ledger::Position first,
                                                     std::string_view type) {
  std::vector<TypedEvent> events;
  LEDGER_ASSIGN(const ledger::StoredEvent from, ledger::event_at(view, first));
  const projections::Snapshot snapshot = context.projector->snapshot();
  const projections::Bounds bounds{view.head.size, {}, {}};
  for (const std::string& month : months_between(from.entry.recorded_at, view.last_recorded_at)) {
    projections::PageRequest page;
    page.limit = kPageMax;
    for (bool more = true; more;) {
      LEDGER_ASSIGN(const auto rows, projections::activity_by_type(snapshot, type, month, bounds, page));
      for (const projections::ActivityRow& row : rows.rows) {
        if (row.position < first) continue;
        LEDGER_ASSIGN(const ledger::StoredEvent stored, ledger::event_at(view, row.position));
        events.push_back({row.position, stored.signed_event.event});
      }
      more = rows.more;
      page.after = rows.next;
    }
  }
  return events;
}

}  // namespace ops
