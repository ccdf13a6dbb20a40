// Goal: every confidential indicator of a closing is fixed once, whatever happened in between; what finds no
// memory fixes nothing and holds nothing afterwards. Method: a closed month in a real log; writers that
// refuse or lose their answer, budgets that are too small or in use. Faults: F42
#include "ops/figure_fixer.h"

#include <algorithm>
#include <gtest/gtest.h>

#include "ledger/journal/reader.h"
#include "tests/unit/ops/closing_story.h"

namespace tests {
namespace {

namespace figures = projections::figures;

constexpr std::size_t kMib = std::size_t{1} << 20;

class FigureFixerTest : public ::testing::Test {
 protected:
  FigureFixerTest() {
    const ops::TypedEvent cause = story_.close("c40", "2026-04", 40);
    fixing_ = ops::fixings_of(*view(), cause).value().front();
    before_ = story_.api.size();
  }
  std::shared_ptr<const ledger::LedgerView> view() const { return story_.api.cell.load(); }
  std::vector<std::string> fixed() const {
    std::vector<std::string> ids;
    for (std::uint64_t at = before_; at < story_.api.size(); ++at) {
      const ledger::Event event = story_.api.event_at(at).signed_event.event;
      EXPECT_EQ(event.type, "figure.fixed");
      ids.emplace_back(event.text("figure_id"));
    }
    return ids;
  }
  // The index of types and the figures' events hold what is in the view.
  ledger::Result<bool> fix() {
    story_.api.catch_up();
    LEDGER_ASSIGN(const bool is_recalled, fixer_.recall(view()));
    EXPECT_TRUE(is_recalled);
    return fixer_.fix(view(), fixing_);
  }
  ClosingStory story_;
  ops::Fixing fixing_;
  std::uint64_t before_ = 0;
  ops::FigureFixer fixer_{*story_.api.context};
};

const std::vector<std::string> kAll{"c40-2026-04-employees_sum", "c40-2026-04-sales_growth",
                                    "c40-2026-04-va_productivity", "c40-2026-04-va_sum",
                                    "c40-2026-04-va_yoy"};

std::vector<std::string> sorted(std::vector<std::string> ids) {
  std::sort(ids.begin(), ids.end());
  return ids;
}

TEST_F(FigureFixerTest, EveryIndicatorOnceAndNothingTheSecondTime) {
  const auto first = fix();
  ASSERT_TRUE(first.ok()) << first.status().to_string();
  EXPECT_TRUE(*first);
  EXPECT_EQ(sorted(fixed()), kAll);
  const ledger::Event event = story_.api.event_at(before_).signed_event.event;
  EXPECT_EQ(event.text("scope"), "center:c40");
  EXPECT_EQ(event.number("cut_off"), 40);
  EXPECT_EQ(event.number("contributors", -1), 0);
  EXPECT_EQ(event.field("value"), nullptr) << "nothing is known of nobody";
  EXPECT_EQ(event.text("contributions_root").size(), 64U);
  const auto second = fix();
  ASSERT_TRUE(second.ok());
  EXPECT_FALSE(*second);
  EXPECT_EQ(fixed().size(), kAll.size());
}

TEST_F(FigureFixerTest, WhatAWriterRefusedIsFixedLater) {
  story_.api.close_writer();
  EXPECT_EQ(fix().status().reason(), "journal.closed");
  EXPECT_TRUE(fixed().empty());
  story_.api.appender.refusal = {};
  ASSERT_TRUE(fix().ok());
  EXPECT_EQ(sorted(fixed()), kAll);
}

TEST_F(FigureFixerTest, AnAnswerThatWasLostIsNoSecondFigure) {
  story_.api.appender.loses_next_answer = true;
  EXPECT_EQ(fix().status().reason(), "append.unknown");
  EXPECT_EQ(fixed().size(), 1U);
  ASSERT_TRUE(fix().ok());
  EXPECT_EQ(sorted(fixed()), kAll);
}

TEST_F(FigureFixerTest, ItTakesItsMemoryOutOfTheBudgetAndGivesItBack) {
  figures::BudgetBounds bounds;
  bounds.bytes_max = 64 * kMib;
  bounds.question_bytes_max = 48 * kMib;
  figures::MemoryBudget budget(bounds, story_.api.ledger.clock(), story_.api.metrics);
  story_.api.context->figures_memory = &budget;
  // A caller in the only place, with all that one may hold: the service needs no place.
  auto caller = budget.share(figures::Asker::kCaller);
  ASSERT_TRUE(caller.grow_to(bounds.bytes_max / 2, {}).ok());
  ASSERT_TRUE(fix().ok());
  EXPECT_EQ(sorted(fixed()), kAll);
  EXPECT_EQ(budget.state().questions, 1U);
  EXPECT_EQ(budget.state().refused, 0U);
}

TEST_F(FigureFixerTest, ABudgetThatIsTooSmallForTheScopeFixesNothing) {
  figures::BudgetBounds bounds;
  bounds.bytes_max = bounds.question_bytes_max = 1000;
  figures::MemoryBudget budget(bounds, story_.api.ledger.clock(), story_.api.metrics);
  story_.api.context->figures_memory = &budget;
  EXPECT_EQ(fix().status().reason(), "figures.too_large");
  EXPECT_TRUE(fixed().empty());
  EXPECT_EQ(budget.state().questions, 0U);
  story_.api.context->figures_memory = nullptr;
  ASSERT_TRUE(fix().ok());
  EXPECT_EQ(sorted(fixed()), kAll);
}

TEST_F(FigureFixerTest, AServiceThatEndsGivesUp) {
  story_.api.catch_up();
  story_.api.waits.close();
  EXPECT_EQ(fix().status().reason(), "figures.cancelled");
  EXPECT_TRUE(fixed().empty());
}

}  // namespace
}  // namespace tests
