// Answers over what the loader reads, held against answers over all events.
//
//     figures_loaded EVENTS < ASKS     per ask "equal", or both answers
//
// The events become a log of entries, as the writer lays them out, folded into the projections: positions
// from 0 in their order, ids as UUIDs (also where data name them), a flag with every third event. `as_of` of
// an ask is a number of events.
#include <fstream>
#include <iostream>
#include <map>

#include "ledger/base/json_reader.h"
#include "ledger/base/json_writer.h"
#include "ledger/base/time.h"
#include "projections/figures/answers.h"
#include "projections/figures/figure_loader.h"
#include "tests/unit/projections/folded.h"

namespace {

using ledger::JsonValue;
using projections::figures::FigureLog;
using projections::figures::ListedEvent;

constexpr std::uint64_t kFlagEvery = 3;

// Ids of the list to ids of the ledger.
class Ids {
 public:
  void name(std::string_view id, std::uint64_t position) {
    std::array<std::uint8_t, 10> random{};
    for (std::size_t i = 0; i < 8; ++i) random[9 - i] = static_cast<std::uint8_t>(position >> (8 * i));
    const ledger::UnixMicros start(tests::kLogStartMicros);
    ids_[std::string(id)] = ledger::format_event_id(ledger::make_event_id(start, random));
  }
  std::string of(const std::string& text) const {
    const auto found = ids_.find(text);
    return found == ids_.end() ? text : found->second;
  }
  JsonValue in(const JsonValue& data) const {
    JsonValue::Object members;
    for (const auto& [name, value] : data.as_object()) {
      members.emplace_back(name, value.is_string() ? JsonValue(of(value.as_string())) : value);
    }
    return JsonValue(std::move(members));
  }

 private:
  std::map<std::string, std::string> ids_;
};

ListedEvent read_event(const JsonValue& row, std::uint64_t position, const Ids& ids) {
  ListedEvent event;
  event.position = ledger::Position(position);
  event.recorded_at = ledger::parse_rfc3339(row.text("recorded_at")).value();
  event.occurred_at = ledger::parse_rfc3339(row.text("occurred_at")).value();
  event.id = ids.of(std::string(row.text("id")));
  event.type = row.text("type");
  event.person = row.find("actor")->text("person");
  event.role = row.find("actor")->text("role");
  if (event.role.empty()) event.role = "co";
  event.center = row.find("actor")->text("center");
  event.data = ids.in(*row.find("data"));
  if (position % kFlagEvery == 0) event.flags = {"fee.ineligible/c40/2026-05"};
  return event;
}

std::string entry_of(const ListedEvent& event) {
  ledger::EventDraft draft;
  draft.aud = "ledger.test/daicho";
  draft.id = ledger::parse_event_id(event.id).value();
  draft.type = event.type;
  draft.stream = ledger::StreamId("case/k");
  draft.occurred_at = ledger::format_recorded_at(event.occurred_at);
  draft.actor = {ledger::PersonId(event.person), event.role, "", event.center, "", ""};
  draft.purpose = "administration";
  draft.public_data = event.data;
  const ledger::KeyId kid(ledger::to_base64url(std::string(32, 'k')));
  const std::string input = ledger::build_signing_input(ledger::SignatureAlgorithm::kEd25519, kid,
                                                        ledger::build_payload(draft, {}));
  const std::string jws = input + "." + ledger::to_base64url(std::string(64, '\0'));
  ledger::IndexTerms terms;
  for (const std::string& flag : event.flags) terms.push_back({"flag/" + flag, 1, 0});
  return ledger::encode_entry({event.recorded_at, terms, jws}).value();
}

std::string answer_over(const FigureLog& log, const JsonValue& ask) {
  const auto parsed = projections::figures::parse_ask(ask);
  const auto answer = parsed.ok() ? projections::figures::answer(log, *parsed) : parsed.status();
  return answer.ok() ? ledger::write_json(*answer) : "refused: " + answer.status().reason();
}

std::string compare(const FigureLog& whole, const projections::Snapshot& snapshot, const JsonValue& ask) {
  const JsonValue* named = ask.find("as_of");
  const std::uint64_t count = whole.events().size();
  const std::uint64_t known = named == nullptr ? count : static_cast<std::uint64_t>(named->as_int());
  JsonValue::Object members;
  for (const auto& member : ask.as_object()) {
    if (member.first != "as_of") members.push_back(member);
  }
  const JsonValue plain(std::move(members));
  // A list cut where the answer is asked for: what the loader is given as a size.
  const auto events = whole.events().first(static_cast<std::size_t>(std::min(known, count)));
  const FigureLog all = FigureLog::part_of({events.begin(), events.end()}, {{}, false});
  const auto loaded = projections::figures::load(snapshot, plain, ledger::TreeSize(known));
  if (!loaded.ok()) return loaded.status().to_string();
  const std::string expected = answer_over(all, plain);
  const std::string found = answer_over(*loaded, plain);
  return expected == found ? "equal" : "all: " + expected + " loaded: " + found;
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 2) return 2;
  std::ifstream file(arguments[1]);
  std::vector<JsonValue> rows;
  Ids ids;
  for (std::string line; std::getline(file, line);) {
    rows.push_back(ledger::read_json(line).value());
    ids.name(rows.back().text("id"), rows.size());
  }
  tests::LogBuilder log;
  std::vector<ListedEvent> events;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    events.push_back(read_event(rows[i], i, ids));
    log.append_text(entry_of(events.back()));
  }
  const FigureLog whole(std::move(events));
  const tests::Folded folded(log);
  for (std::string line; std::getline(std::cin, line);) {
    std::cout << compare(whole, folded.snapshot(), ledger::read_json(line).value()) << '\n';
  }
  return 0;
}
