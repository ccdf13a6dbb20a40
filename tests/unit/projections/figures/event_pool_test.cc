// Goal: what is put into a pool comes out as it was, whatever lies beside it, in the order of positions.
#include "projections/figures/event_pool.h"

#include <gtest/gtest.h>

#include "ledger/base/json_reader.h"

namespace projections::figures {
namespace {

TEST(EventPool, WordsAreTheirTexts) {
  EventPool pool;
  const std::string longest(65'535, 'x');
  const Word own = pool.own("c40"), shared = pool.shared("c40"), again = pool.shared("c40");
  EXPECT_EQ(own, "c40");
  EXPECT_EQ(shared, again);
  EXPECT_EQ(shared.view().data(), again.view().data());  // once
  EXPECT_NE(own.view().data(), shared.view().data());
  EXPECT_EQ(pool.own(longest), longest);
  EXPECT_TRUE(pool.own("").empty());
  EXPECT_TRUE(Word().empty());
  EXPECT_FALSE(own == "c4");
}

TEST(EventPool, EventsOfAList) {
  const ListedEvent listed{ledger::Position(3),
                           ledger::UnixMicros(1),
                           ledger::UnixMicros(2),
                           "e3",
                           "session.held",
                           "p",
                           "co",
                           "c40",
                           ledger::read_json(R"({"minutes":30,"goal_agreed":true})").value(),
                           {"a/b/c", "d"}};
  const EventPool pool({listed});
  const FigureEvent& event = pool.events().at(0);
  EXPECT_EQ(event.position, ledger::Position(3));
  EXPECT_EQ(event.recorded_at, ledger::UnixMicros(1));
  EXPECT_EQ(event.occurred_at, ledger::UnixMicros(2));
  EXPECT_EQ(event.id, "e3");
  EXPECT_EQ(event.type, "session.held");
  EXPECT_EQ(event.person, "p");
  EXPECT_EQ(event.role, "co");
  EXPECT_EQ(event.center, "c40");
  EXPECT_EQ(event.number("minutes"), 30);
  EXPECT_EQ(event.number("goal_agreed"), std::nullopt);
  EXPECT_TRUE(event.flag("goal_agreed"));
  EXPECT_FALSE(event.flag("minutes"));
  EXPECT_EQ(event.flags(), (std::vector<std::string_view>{"a/b/c", "d"}));
  EXPECT_TRUE(FigureEvent().flags().empty());
}

// Texts that were handed out stay where they are while blocks are added and the pool moves.
TEST(EventPool, ManyEventsSortAndStay) {
  constexpr std::uint64_t kEvents = 20'000, kStride = 7'919;  // a prime: every position once, in no order
  EventPool pool;
  for (std::uint64_t i = 0; i < kEvents; ++i) {
    const std::uint64_t position = i * kStride % kEvents;
    FigureEvent event;
    event.position = ledger::Position(position);
    event.id = pool.own("e" + std::to_string(position));
    event.type = pool.shared("t" + std::to_string(position % 5));
    pool.add(event);
  }
  const std::size_t bytes = pool.bytes();
  EXPECT_GT(bytes, kEvents * (sizeof(FigureEvent) + 3));
  EXPECT_LT(bytes, kEvents * (sizeof(FigureEvent) + 12));
  pool.sort();
  const EventPool moved = std::move(pool);
  ASSERT_EQ(moved.events().size(), kEvents);
  for (std::uint64_t i = 0; i < kEvents; ++i) {
    const FigureEvent& event = moved.events()[i];
    ASSERT_EQ(event.position.value, i);
    ASSERT_EQ(event.id, "e" + std::to_string(i));
    ASSERT_EQ(event.type, "t" + std::to_string(i % 5));
  }
}

}  // namespace
}  // namespace projections::figures
