// Goal: the state is a function of the log: replaying any sequence gives the same records, digest and terms,
// however the events were grouped, and refused events leave nothing. Method: random sequences of samples with
// random ids and values, judged, appended, and replayed.
#include <gtest/gtest.h>

#include "ledger/domain/decide.h"
#include "tests/support/seeded_random.h"
#include "tests/unit/ledger/domain/programme.h"

namespace tests {

using ledger::LoggedEvent;

namespace {

// Fields whose values make the difference between a repetition and something new.
constexpr std::string_view kIds[] = {"session_id", "issue_id",      "case_id",   "referral_id", "contract_id",
                                     "org_id",     "assignment_id", "person_id", "business_id", "call_id"};

EventBuilder random_event(const Programme& programme, SeededRandom& random) {
  const Step& step = random.pick(samples());
  EventBuilder builder = programme.event(step);
  const ledger::TypeSpec* row = ledger::find_type(step.type, 1);
  for (const std::string_view name : kIds) {
    const ledger::FieldSpec* field = ledger::find_field(*row, name);
    if (field == nullptr || !random.one_in(3)) continue;
    builder.set(name, std::string(name.substr(0, 1)) + "-" + std::to_string(random.below(6)));
  }
  if (ledger::find_field(*row, "minutes") != nullptr) builder.set("minutes", random.between(1, 720));
  if (ledger::find_field(*row, "started_at") != nullptr) {
    builder.set("started_at", "2026-04-" + std::to_string(random.between(10, 28)) + "T0" +
                                  std::to_string(random.below(10)) + ":00:00+09:00");
  }
  return builder;
}

// What an auditor has: the events before the one that is judged.
class Prefix final : public ledger::EventSource {
 public:
  explicit Prefix(const std::vector<LoggedEvent>& log) : log_(log) {}
  ledger::Result<std::optional<LoggedEvent>> find(const ledger::EventId& id) const override {
    for (std::size_t i = 0; i < size; ++i) {
      if (log_[i].event.id == id) return std::optional(log_[i]);
    }
    return std::optional<LoggedEvent>();
  }
  std::size_t size = 0;

 private:
  const std::vector<LoggedEvent>& log_;
};

}  // namespace

TEST(DecideProperty, ReplayGivesTheSameStateAndTerms) {
  SeededRandom random(3);
  SCOPED_TRACE(random.trace());
  for (int round = 0; round < 4; ++round) {
    Programme programme;
    std::vector<ledger::IndexTerms> terms;
    for (const Step& step : story()) terms.push_back(programme.live_through(step));
    std::size_t refused = 0;
    for (int step = 0; step < 250; ++step) {
      const ledger::SignedEvent event = random_event(programme, random).build_signed();
      if (!ledger::check_fields(event).ok()) continue;
      const auto before = programme.state().records();
      auto answer = programme.append(event.event);
      if (answer.ok()) {
        terms.push_back(std::move(*answer));
      } else {
        ++refused;
        ASSERT_EQ(programme.state().records(), before) << event.event.type;
      }
    }
    EXPECT_GT(refused, 0U);
    EXPECT_GT(programme.log().size(), story().size());

    ledger::MemoryState replayed;
    Prefix events(programme.log());
    while (events.size < programme.log().size()) {
      ledger::StateOverlay group(replayed, replayed.digest());
      for (std::uint64_t left = 1 + random.below(20); left > 0 && events.size < programme.log().size();
           --left) {
        const LoggedEvent& logged = programme.log()[events.size];
        const ledger::KeyId kid = programme.kid_for(logged.event);
        const auto answer =
            ledger::decide({logged.event, kid, logged.position, logged.recorded_at}, group, events);
        ASSERT_TRUE(answer.ok()) << logged.event.type << answer.status().to_string();
        EXPECT_EQ(*answer, terms[events.size]) << logged.event.type;
        ++events.size;
      }
      replayed.apply(group);
    }
    EXPECT_EQ(replayed.records(), programme.state().records());
    EXPECT_EQ(replayed.digest().value(), programme.state().digest().value());
  }
}

}  // namespace tests
