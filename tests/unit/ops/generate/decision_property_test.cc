// Goal: whatever is sent, the decision state is that which the accepted entries alone give, without a single
// confidential value; and a refused command changes nothing.
// Method: months of the whole programme with planted breaches, put out of order: lines lost, repeated, late,
// or with a value of another line of their type; then a fold of the entries' text into an empty state.
#include <gtest/gtest.h>
#include <set>
#include <unordered_map>

#include "ledger/base/json_reader.h"
#include "ledger/base/json_writer.h"
#include "ledger/event/entry.h"
#include "ledger/event/sd_jwt.h"
#include "ledger/merkle/hash.h"
#include "ops/generate/generate.h"
#include "tests/support/seeded_random.h"
#include "tests/unit/ops/generate/acceptor.h"

namespace ops::generate {
namespace {

using ledger::JsonValue;

class Lines final : public LineSink {
 public:
  ledger::Status write(std::string_view line) override {
    lines.emplace_back(line);
    return ledger::Status();
  }
  std::vector<std::string> lines;
};

Options options_for(const std::string& seed) {
  Options options;
  options.seed = seed;
  options.origin = "ledger.example/test";
  options.centers = parse_centers("c40,c44").value();
  options.from = {2026, 4};
  options.months = 3;
  options.scale = 30'000;
  options.setup_at = {day_number(2029, 5, 7), 0};
  options.violations = true;
  return options;
}

JsonValue with_member(const JsonValue& object, std::string_view name, const JsonValue& value) {
  JsonValue made(JsonValue::Object{});
  for (const auto& [key, old] : object.as_object()) made.add(key, key == name ? value : old);
  return made;
}

// An attested line with one value of an earlier line of its type.
class Mixer {
 public:
  explicit Mixer(tests::SeededRandom& random) : random_(random) {}
  std::string mix(const std::string& line) {
    const auto json = ledger::read_json(line);
    const JsonValue* event = json.ok() ? json->find("event") : nullptr;
    if (event == nullptr || json->find("expected") != nullptr) return line;
    const JsonValue data = *event->find("data");
    const auto earlier = seen_.find(std::string(event->text("type")));
    std::string mixed = line;
    if (earlier != seen_.end() && random_.one_in(6) && !data.as_object().empty()) {
      const auto& [name, unused] = data.as_object()[random_.below(data.as_object().size())];
      if (const JsonValue* other = earlier->second.find(name)) {
        const JsonValue changed = with_member(*event, "data", with_member(data, name, *other));
        mixed = ledger::write_json(with_member(*json, "event", changed));
      }
    }
    if (earlier == seen_.end() || random_.one_in(5)) seen_[std::string(event->text("type"))] = data;
    return mixed;
  }

 private:
  tests::SeededRandom& random_;
  std::unordered_map<std::string, JsonValue> seen_;
};

std::vector<std::string> disordered(const std::vector<std::string>& lines, tests::SeededRandom& random) {
  Mixer mixer(random);
  std::vector<std::string> sent;
  std::vector<std::pair<std::size_t, std::string>> late;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    std::erase_if(late, [&](const auto& waiting) {
      if (waiting.first > i) return false;
      sent.push_back(waiting.second);
      return true;
    });
    // What comes first is what everything stands on.
    if (i < lines.size() / 4) {
      sent.push_back(lines[i]);
      continue;
    }
    const std::string line = mixer.mix(lines[i]);
    if (random.one_in(60)) continue;
    if (random.one_in(30)) late.emplace_back(i + 1 + random.below(40), line);
    if (random.one_in(30)) {
      late.emplace_back(i + 1 + random.below(40), line);
    } else {
      sent.push_back(line);
    }
  }
  return sent;
}

// The events that an auditor reads out of the entries, as far as he has read.
class Read final : public ledger::EventSource {
 public:
  ledger::Result<std::optional<ledger::LoggedEvent>> find(const ledger::EventId& id) const override {
    const auto found = events.find(id);
    if (found == events.end()) return std::optional<ledger::LoggedEvent>();
    return std::optional<ledger::LoggedEvent>(found->second);
  }
  std::unordered_map<ledger::EventId, ledger::LoggedEvent, ledger::EventIdHasher> events;
};

// The state that the entries' text gives, judged anew; every judgement must give the entry's own terms.
void fold(const std::vector<std::string>& entries, ledger::MemoryState& state) {
  Read read;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const auto entry = ledger::parse_entry(entries[i]);
    ASSERT_TRUE(entry.ok());
    const auto event = ledger::parse_logged_jws(entry->jws);
    ASSERT_TRUE(event.ok());
    ASSERT_TRUE(event->disclosures.empty());
    ledger::StateOverlay overlay(state, state.digest());
    const ledger::Position position(i);
    const auto terms =
        ledger::decide({event->event, event->jws.kid, position, entry->recorded_at}, overlay, read);
    ASSERT_TRUE(terms.ok()) << event->event.type << terms.status().to_string();
    ASSERT_EQ(*terms, entry->ix) << event->event.type;
    state.apply(overlay);
    read.events.emplace(event->event.id, ledger::LoggedEvent{position, ledger::merkle::leaf_hash(entries[i]),
                                                             entry->recorded_at, event->event});
  }
}

TEST(DecisionProperty, TheStateIsThatOfThePublicEntriesAndRefusalsLeaveNoTrace) {
  tests::SeededRandom random(20261121);
  SCOPED_TRACE(random.trace());
  const Options options = options_for("property-" + std::to_string(random.seed()));
  Lines lines;
  ASSERT_TRUE(generate(options, tests::Acceptor::admin_key(), lines).ok());
  const JstTime founded{day_number(2029, 5, 7), 12 * 3600};
  tests::Acceptor ledger(options.origin, options.seed, founded.micros(), founded.plus_minutes(1).micros());
  for (const std::string& line : disordered(lines.lines, random)) {
    const std::uint64_t size = ledger.size();
    const ledger::Hash32 digest = ledger.state().digest().value();
    ASSERT_TRUE(ledger.write(line).ok());
    if (ledger.size() == size) {
      ASSERT_EQ(ledger.state().digest().value(), digest) << line;
    }
  }
  EXPECT_EQ(ledger.spoiled(), 0U);
  // Neither did everything pass nor nothing.
  EXPECT_GT(ledger.accepted().size(), 130U);
  EXPECT_GT(ledger.planted().size(), 150U);
  EXPECT_GT(ledger.refused(), ledger.size() / 50);
  EXPECT_GT(ledger.size(), lines.lines.size() / 2);
  ledger::MemoryState rebuilt;
  fold(ledger.entries(), rebuilt);
  EXPECT_EQ(rebuilt.records(), ledger.state().records());
  EXPECT_EQ(rebuilt.digest().value(), ledger.state().digest().value());
}

}  // namespace
}  // namespace ops::generate
