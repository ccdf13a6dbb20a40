// Goal: events are found by type, id and named value, in order, and never beyond the cut-off.
#include "projections/figures/figure_log.h"

#include <gtest/gtest.h>

#include "tests/unit/projections/figures/event_lists.h"

namespace projections::figures {
namespace {

using testing::known_at;
using testing::log_of;

std::vector<std::string> ids(Events events) {
  std::vector<std::string> found;
  for (const FigureEvent* event : events) found.emplace_back(event->id);
  return found;
}

FigureLog small_log() {
  return log_of({{3, "2026-04-01", "session.held", R"({"case_id": "k1", "minutes": 30})"},
                 {5, "2026-04-02", "issue.identified", R"({"case_id": "k1", "goal_agreed": true})"},
                 {8, "2026-04-03", "session.held", R"({"case_id": "k2", "minutes": "30"})"},
                 {9, "2026-04-04", "session.held", R"({"case_id": "k1"})"}});
}

TEST(FigureLog, ByTypeIdAndLink) {
  const FigureLog log = small_log();
  EXPECT_EQ(ids(log.of_type("session.held")), (std::vector<std::string>{"e3", "e8", "e9"}));
  EXPECT_TRUE(log.of_type("session").empty());
  EXPECT_EQ(ids(log.naming("case_id", "k1")), (std::vector<std::string>{"e3", "e5", "e9"}));
  EXPECT_TRUE(log.naming("case_id", "k").empty());
  EXPECT_TRUE(log.naming("case_id", "").empty());
  EXPECT_TRUE(log.naming("issue_id", "k1").empty());
  EXPECT_EQ(log.by_id("e8")->position.value, 8U);
  EXPECT_EQ(log.by_id("e4"), nullptr);
}

TEST(FigureLog, FieldsOfOneEvent) {
  const FigureLog log = small_log();
  EXPECT_EQ(log.by_id("e3")->number("minutes"), 30);
  EXPECT_EQ(log.by_id("e8")->number("minutes"), std::nullopt);  // text is no number
  EXPECT_EQ(log.by_id("e9")->number("minutes"), std::nullopt);
  EXPECT_TRUE(log.by_id("e5")->flag("goal_agreed"));
  EXPECT_FALSE(log.by_id("e3")->flag("goal_agreed"));
  EXPECT_EQ(log.by_id("e3")->text("minutes"), "");
}

TEST(FigureLog, MovingKeepsWhatIndexesPointTo) {
  FigureLog log = small_log();
  EXPECT_EQ(log.naming("case_id", "k1").size(), 3U);
  const FigureLog moved = std::move(log);
  EXPECT_EQ(ids(moved.naming("case_id", "k1")), (std::vector<std::string>{"e3", "e5", "e9"}));
  EXPECT_EQ(moved.by_id("e9")->text("case_id"), "k1");
}

TEST(FigureLog, KnownIncludesItsPosition) {
  const FigureLog log = small_log();
  const struct {
    std::uint64_t cut_off;
    std::size_t all, sessions, of_k1;
  } kRows[] = {{0, 0, 0, 0}, {2, 0, 0, 0}, {3, 1, 1, 1}, {7, 2, 1, 2},
               {8, 3, 2, 2}, {9, 4, 3, 3}, {99, 4, 3, 3}};
  for (const auto& row : kRows) {
    const Known known = known_at(log, row.cut_off);
    EXPECT_EQ(known.events().size(), row.all) << row.cut_off;
    EXPECT_EQ(known.of_type("session.held").size(), row.sessions) << row.cut_off;
    EXPECT_EQ(known.naming("case_id", "k1").size(), row.of_k1) << row.cut_off;
    EXPECT_EQ(known.by_id("e8") != nullptr, row.cut_off >= 8) << row.cut_off;
  }
  EXPECT_EQ(known_at(log, 8).up_to(ledger::Position(5)).events().size(), 2U);
  EXPECT_EQ(known_at(log, 5).up_to(ledger::Position(8)).events().size(), 2U);
  EXPECT_EQ(known_now(log).events().size(), 4U);
}

TEST(FigureLog, LastPosition) {
  const FigureLog log = small_log();
  EXPECT_EQ(log.last_position(std::nullopt), ledger::Position(9));
  EXPECT_EQ(log.last_position(ledger::Position(7)), ledger::Position(5));
  EXPECT_EQ(log.last_position(ledger::Position(1)), std::nullopt);
  const FigureLog part(std::vector<ListedEvent>{}, {ledger::Position(20), false});  // a part of a longer log
  EXPECT_TRUE(log.has_confidential());
  EXPECT_FALSE(part.has_confidential());
  EXPECT_EQ(part.last_position(std::nullopt), ledger::Position(20));
  EXPECT_EQ(part.last_position(ledger::Position(7)), ledger::Position(7));
}

}  // namespace
}  // namespace projections::figures
