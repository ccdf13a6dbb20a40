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
#include "projections/figures/fixing.h"
#include "projections/figures/indicators.h"

namespace {

namespace figures = projections::figures;
using figures::FigureEvent;
using figures::ListedEvent;
using ledger::JsonValue;

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

// {"fixing": [{"indicator", "definition", "scope", "fy", "cut_off"}, …]}: what is fixed one after the other,
// and why each is withheld.
ledger::Result<JsonValue> fix(const figures::FigureLog& log, const JsonValue& asked) {
  figures::ToldApart told;
  JsonValue::Array found;
  for (const JsonValue& one : asked.as_array()) {
    figures::FigureOf of;
    of.indicator = one.text("indicator");
    of.definition = one.text("definition");
    LEDGER_ASSIGN(of.scope, figures::parse_scope(one.text("scope")));
    of.fiscal_year = static_cast<int>(one.find("fy")->as_int());
    of.position = ledger::Position(static_cast<std::uint64_t>(one.find("cut_off")->as_int()));
    figures::KnownFacts facts(figures::known_now(log).up_to(*of.position));
    LEDGER_ASSIGN(const figures::Answer answer, figures::figure(facts, of, {}));
    const std::int64_t least = figures::number(facts.known(), "figures.k_min");
    const std::string_view withheld = figures::withheld_by(told, answer, least, facts);
    if (withheld.empty() && !answer.value.is_null()) told.state(answer.sums);
    found.emplace_back(withheld);
  }
  return JsonValue(std::move(found));
}

ledger::Result<JsonValue> answer_to(const figures::FigureLog& log, const JsonValue& json) {
  if (const JsonValue* asked = json.find("fixing")) return fix(log, *asked);
  LEDGER_ASSIGN(const figures::Ask ask, figures::parse_ask(json));
  return figures::answer(log, ask);
}

std::string answer_line(const figures::FigureLog& log, const std::string& line) {
  const auto found = answer_to(log, ledger::read_json(line).value());
  if (found.ok()) return ledger::write_json(*found);
  return R"({"error":)" + ledger::json_quote(found.status().reason()) + "}";
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 2) return 2;
  std::ifstream file(arguments[1]);
  std::vector<ListedEvent> events;
  for (std::string line; std::getline(file, line);) events.push_back(read_event(line));
  const figures::FigureLog log(std::move(events));
  for (std::string line; std::getline(std::cin, line);) std::cout << answer_line(log, line) << '\n';
  return 0;
}
