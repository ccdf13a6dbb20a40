// Lists of events for tests of figures: short rows, and the golden files of tests/figures, which stand apart
// from the product.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/json_value.h"
#include "projections/figures/figure_log.h"

namespace projections::figures::testing {

// One event: `when` is a day (noon in Japan is meant) or an instant; `data` is JSON. Without id:
// "e<position>".
struct Row {
  std::uint64_t position;
  std::string_view when, type, data;
  std::string_view id = {}, person = {}, role = {}, center = {};
};
ListedEvent event_of(const Row& row);
FigureLog log_of(const std::vector<Row>& rows);
// The last position that counts.
Known known_at(const FigureLog& log, std::uint64_t cut_off);

// Events of a golden file, ascending: rows [position, when, type, data, {id, actor, recorded_at}?].
std::vector<ListedEvent> golden_events(const ledger::JsonValue& rows);
ledger::JsonValue golden_file(std::string_view name);  // e.g. "counts.json"

}  // namespace projections::figures::testing
