#include "ops/fixing_causes.h"

#include "ledger/domain/codes.h"
#include "ledger/domain/figure_scopes.h"
#include "ledger/domain/records.h"
#include "ledger/journal/kv_state.h"
#include "ledger/journal/reader.h"
#include "projections/figures/calendar.h"

namespace ops {

namespace figures = projections::figures;
using ledger::KvState;
using ledger::Position;
using ledger::Result;

namespace {

// No closing of the scope's month stands behind that position.
Result<bool> is_closed_at(const ledger::LedgerView& view, const ledger::ScopeClosing& closing,
                          Position position) {
  for (const ledger::EventId& id : closing.closings) {
    LEDGER_ASSIGN(const ledger::StoredEvent closed, ledger::event_by_id(view, id));
    if (closed.position > position) return false;
  }
  return true;
}

// Months of the year up to that one, the first of which the centre has just closed: until then it may have
// held up those before it.
std::vector<std::string> months_at(const KvState& state, std::string_view center, std::string_view month) {
  std::vector<std::string> months;
  figures::Period period = *figures::month_period(month);
  const int fiscal_year = figures::fiscal_year_of(period.first);
  while (figures::fiscal_year_of(period.first) == fiscal_year) {
    months.insert(months.begin(), ledger::year_month(figures::date_of(period.first)));
    const figures::Day before = figures::days_after(period.first, -1);
    const std::string earlier = ledger::year_month(figures::date_of(before));
    if (find(state, ledger::report_record(center, earlier))) break;
    period = *figures::month_period(earlier);
  }
  return months;
}

Result<std::vector<Fixing>> fixings_of_closing(const ledger::LedgerView& view, const KvState& state,
                                               const TypedEvent& cause) {
  const std::string center(cause.event.text("center_id")), month(cause.event.text("year_month"));
  std::vector<Fixing> fixings;
  const auto days = figures::month_period(month);
  if (!days) return fixings;
  const int fiscal_year = figures::fiscal_year_of(days->first);
  const Position cut_off(static_cast<std::uint64_t>(cause.event.number("cut_off")));
  fixings.push_back({"center:" + center, month, fiscal_year, cut_off, 1});
  const auto record = find(state, ledger::center_record(center));
  if (!record) return fixings;
  for (const std::string& each : months_at(state, center, month)) {
    for (const std::string& scope : {"bureau:" + record->bureau, std::string(ledger::kScopeNation)}) {
      const std::size_t centers = ledger::centers_of_scope(state, scope).size();
      const auto closing = ledger::scope_closing(state, scope, each);
      if (centers < 2 || !closing) continue;
      LEDGER_ASSIGN(const bool is_closed, is_closed_at(view, *closing, cause.position));
      if (is_closed) fixings.push_back({scope, each, fiscal_year, Position(closing->cut_off), centers});
    }
  }
  return fixings;
}

std::vector<Fixing> fixings_of_publication(const KvState& state, const TypedEvent& cause) {
  const std::string_view kind = cause.event.text("scope");
  std::vector<std::string> scopes;
  if (kind == "nation") scopes.emplace_back(kind);
  if (kind == "bureau") {
    for (const std::string& bureau : ledger::bureaus_of_centers(state)) scopes.push_back("bureau:" + bureau);
  }
  if (kind == "center") {
    for (const std::string& center : ledger::centers_of_scope(state, ledger::kScopeNation)) {
      scopes.push_back("center:" + center);
    }
  }
  std::vector<Fixing> fixings;
  for (const std::string& scope : scopes) {
    const std::vector<std::string> centers = ledger::centers_of_scope(state, scope);
    if (centers.empty()) continue;
    fixings.push_back({centers.size() == 1 ? "center:" + centers.front() : scope, "",
                       static_cast<int>(cause.event.number("fy")), cause.position, centers.size()});
  }
  return fixings;
}

}  // namespace

Result<std::vector<Fixing>> fixings_of(const ledger::LedgerView& view, const TypedEvent& cause) {
  const KvState state(*view.reader);
  std::vector<Fixing> fixings;
  if (cause.event.type == kMonthClosed) {
    LEDGER_ASSIGN(fixings, fixings_of_closing(view, state, cause));
  } else {
    fixings = fixings_of_publication(state, cause);
  }
  LEDGER_TRY(state.health());
  return fixings;
}

}  // namespace ops
