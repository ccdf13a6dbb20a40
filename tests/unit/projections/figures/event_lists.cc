#include "tests/unit/projections/figures/event_lists.h"

#include <algorithm>
#include <fstream>
#include <sstream>

#include "ledger/base/json_reader.h"
#include "ledger/base/time.h"

namespace projections::figures::testing {

using ledger::JsonValue;

namespace {

ledger::UnixMicros instant(std::string_view when) {
  const bool is_day = when.find('T') == std::string_view::npos;
  return ledger::parse_rfc3339(std::string(when) + (is_day ? "T12:00:00+09:00" : "")).value();
}

}  // namespace

ListedEvent event_of(const Row& row) {
  ListedEvent event;
  event.position = ledger::Position(row.position);
  event.occurred_at = event.recorded_at = instant(row.when);
  event.id = row.id.empty() ? "e" + std::to_string(row.position) : std::string(row.id);
  event.type = row.type;
  event.person = row.person;
  event.role = row.role;
  event.center = row.center;
  event.data = ledger::read_json(row.data).value();
  return event;
}

FigureLog log_of(const std::vector<Row>& rows) {
  std::vector<ListedEvent> events;
  for (const Row& row : rows) events.push_back(event_of(row));
  return FigureLog(std::move(events));
}

Known known_at(const FigureLog& log, std::uint64_t cut_off) {
  return {&log, ledger::Position(cut_off)};
}

std::vector<ListedEvent> golden_events(const JsonValue& rows) {
  std::vector<ListedEvent> events;
  for (const JsonValue& row : rows.as_array()) {
    const JsonValue::Array& cells = row.as_array();
    Row plain;
    plain.position = static_cast<std::uint64_t>(cells.at(0).as_int());
    plain.when = cells.at(1).as_string();
    plain.type = cells.at(2).as_string();
    plain.data = "null";
    const JsonValue more = cells.size() > 4 ? cells[4] : JsonValue();
    plain.id = more.text("id");
    if (const JsonValue* actor = more.find("actor")) {
      plain.person = actor->text("person");
      plain.role = actor->text("role");
      plain.center = actor->text("center");
    }
    ListedEvent event = event_of(plain);
    event.data = cells.at(3);
    if (const std::string_view recorded = more.text("recorded_at"); !recorded.empty()) {
      event.recorded_at = instant(recorded);
    }
    events.push_back(std::move(event));
  }
  std::sort(events.begin(), events.end(),
            [](const ListedEvent& a, const ListedEvent& b) { return a.position < b.position; });
  return events;
}

JsonValue golden_file(std::string_view name) {
  std::ifstream file(std::string(GOLDEN_FIGURES) + "/" + std::string(name));
  std::ostringstream text;
  text << file.rdbuf();
  return ledger::read_json(text.str()).value();
}

}  // namespace projections::figures::testing
