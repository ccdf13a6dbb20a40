// ask_figures EVENTS: the product's answers about a list of events, for comparison with the reference.
//
// EVENTS holds plain lines as `main.py --write` gives them: position, recorded_at, id, type, occurred_at,
// actor, data. One ask per line of standard input; one {"ask", "answer"} or {"ask", "refused"} per line of
// standard output, as `main.py --ask -` does.
#include <cstdio>
#include <fstream>
#include <iostream>
#include <string>

#include "ledger/base/json_reader.h"
#include "ledger/base/json_writer.h"
#include "ledger/base/time.h"
#include "projections/figures/bureau_questions.h"
#include "projections/figures/figure_log.h"

namespace {

using ledger::JsonValue;
using ledger::Result;
namespace figures = projections::figures;

Result<figures::FigureEvent> read_event(const std::string& line) {
  LEDGER_ASSIGN(const JsonValue row, ledger::read_json(line));
  figures::FigureEvent event;
  LEDGER_ASSIGN(event.recorded_at, ledger::parse_rfc3339(row.text("recorded_at")));
  LEDGER_ASSIGN(event.occurred_at, ledger::parse_rfc3339(row.text("occurred_at")));
  const JsonValue* position = row.find("position");
  const JsonValue* data = row.find("data");
  if (position == nullptr || !position->is_int() || data == nullptr || !data->is_object()) {
    return ledger::invalid("line.malformed", "not an event").want("position and data");
  }
  event.position = ledger::Position(static_cast<std::uint64_t>(position->as_int()));
  event.id = row.text("id");
  event.type = row.text("type");
  event.data = *data;
  if (const JsonValue* actor = row.find("actor")) {
    event.person = actor->text("person");
    event.role = actor->text("role");
    event.center = actor->text("center");
  }
  return event;
}

Result<JsonValue> answer(const figures::FigureLog& log, const JsonValue& ask) {
  figures::Known known = figures::known_now(log);
  const JsonValue* as_of = ask.find("as_of");
  if (as_of != nullptr && as_of->is_int()) {
    known = known.up_to(ledger::Position(static_cast<std::uint64_t>(as_of->as_int())));
  }
  return figures::answer_bureau_question(known, ask);
}

int fail(const std::string& text) {
  std::fprintf(stderr, "ask_figures: %s\n", text.c_str());
  return 2;
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 2) return fail("one file of events is needed");
  std::ifstream file(arguments[1]);
  if (!file) return fail(std::string(arguments[1]) + " can't be read");
  std::vector<figures::FigureEvent> events;
  for (std::string line; std::getline(file, line);) {
    auto event = read_event(line);
    if (!event.ok()) return fail(event.status().to_string());
    events.push_back(std::move(event).value());
  }
  const figures::FigureLog log(std::move(events));
  for (std::string line; std::getline(std::cin, line);) {
    const auto ask = ledger::read_json(line);
    if (!ask.ok()) return fail(ask.status().to_string());
    const auto found = answer(log, *ask);
    JsonValue out{JsonValue::Object{}};
    out.add("ask", *ask);
    if (found.ok()) {
      out.add("answer", *found);
    } else {
      out.add("refused", JsonValue(found.status().reason()));
    }
    std::printf("%s\n", ledger::write_json(out).c_str());
  }
  return 0;
}
