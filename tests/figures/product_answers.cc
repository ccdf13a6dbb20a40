// Answers of the product to asks about a list of plain events: the peer of main.py in comparisons.
//
//     figures_product EVENTS < ASKS > ANSWERS     one ask and one answer per line; {"error": reason} for none
#include <fstream>
#include <iostream>
#include <string>

#include "ledger/base/json_reader.h"
#include "ledger/base/json_writer.h"
#include "ledger/base/time.h"
#include "projections/figures/answers.h"

namespace {

using ledger::JsonValue;
using projections::figures::ListedEvent;

ListedEvent read_event(const std::string& line) {
  const JsonValue row = ledger::read_json(line).value();
  ListedEvent event;
  event.position = ledger::Position(static_cast<std::uint64_t>(row.find("position")->as_int()));
  event.recorded_at = ledger::parse_rfc3339(row.text("recorded_at")).value();
  event.occurred_at = ledger::parse_rfc3339(row.text("occurred_at")).value();
  event.id = row.text("id");
  event.type = row.text("type");
  event.person = row.find("actor")->text("person");
  event.role = row.find("actor")->text("role");
  event.center = row.find("actor")->text("center");
  event.data = *row.find("data");
  return event;
}

std::string answer_line(const projections::figures::FigureLog& log, const std::string& line) {
  const auto ask = projections::figures::parse_ask(ledger::read_json(line).value());
  const auto found = ask.ok() ? projections::figures::answer(log, *ask) : ask.status();
  if (found.ok()) return ledger::write_json(*found);
  return R"({"error":)" + ledger::json_quote(found.status().reason()) + "}";
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 2) return 2;
  std::ifstream file(arguments[1]);
  std::vector<ListedEvent> events;
  for (std::string line; std::getline(file, line);) events.push_back(read_event(line));
  const projections::figures::FigureLog log(std::move(events));
  for (std::string line; std::getline(std::cin, line);) std::cout << answer_line(log, line) << '\n';
  return 0;
}
