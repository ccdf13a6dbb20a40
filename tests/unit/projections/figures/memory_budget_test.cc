// Goal: a share grows, waits, is refused and given back as it says, on every path; nobody waits for time.
// Method: whoever waits asks first whether its answer is still wanted: there the test gives bytes back or
// moves the clock. Threads at last, with what they hold counted beside.
// Faults: F42
#include "projections/figures/memory_budget.h"

#include <atomic>
#include <gtest/gtest.h>
#include <optional>
#include <thread>
#include <vector>

#include "tests/support/manual_clock.h"
#include "tests/support/seeded_random.h"

namespace projections::figures {
namespace {

constexpr std::size_t kMib = std::size_t{1} << 20;

// First shares of 2 MiB, 30 MiB beside them, 20 MiB for one question.
BudgetBounds bounds() {
  BudgetBounds bounds;
  bounds.bytes_max = 40 * kMib;
  bounds.question_bytes_max = 20 * kMib;
  bounds.places = 4;
  bounds.waiting_max = 1;
  bounds.wide_max = 2;
  return bounds;
}

class MemoryBudgetTest : public ::testing::Test {
 protected:
  std::optional<MemoryShare> settled(std::size_t bytes) {
    MemoryShare share = budget_.share(Asker::kCaller);
    EXPECT_TRUE(share.grow_to(bytes, {}).ok());
    share.settle();
    return share;
  }
  tests::ManualClock clock_;
  ledger::Metrics metrics_;
  MemoryBudget budget_{bounds(), clock_, metrics_};
};

TEST(MemoryShare, OfNoBudgetGrowsWithoutAsking) {
  MemoryShare share;
  EXPECT_TRUE(share.holds(std::size_t{1} << 40));
  EXPECT_TRUE(share.grow_to(std::size_t{1} << 40, [] { return true; }).ok());
  share.settle();
}

TEST_F(MemoryBudgetTest, AShareGrowsInStepsAndIsGivenBackOnce) {
  {
    MemoryShare share = budget_.share(Asker::kCaller);
    EXPECT_FALSE(share.holds(0)) << "not even a place";
    ASSERT_TRUE(share.grow_to(0, {}).ok());
    const std::size_t step = budget_.state().bytes_in_use;
    EXPECT_GT(step, 0U);
    EXPECT_TRUE(share.holds(step));
    EXPECT_FALSE(share.holds(step + 1));
    ASSERT_TRUE(share.grow_to(19 * kMib, {}).ok());
    EXPECT_TRUE(share.holds(19 * kMib));
    MemoryShare moved = std::move(share);
    MemoryShare assigned = budget_.share(Asker::kCaller);
    ASSERT_TRUE(assigned.grow_to(1, {}).ok());
    EXPECT_EQ(budget_.state().questions, 2U);
    assigned = std::move(moved);
    EXPECT_EQ(budget_.state().questions, 1U) << "what it held before is free";
    EXPECT_TRUE(assigned.holds(19 * kMib));
  }
  const MemoryBudget::State state = budget_.state();
  EXPECT_EQ(state.bytes_in_use, 0U);
  EXPECT_EQ(state.questions, 0U);
  EXPECT_EQ(state.bytes_max, 40 * kMib);
  EXPECT_EQ(state.question_bytes_max, 20 * kMib);
}

TEST_F(MemoryBudgetTest, NoQuestionHoldsMoreThanOneMay) {
  MemoryShare share = budget_.share(Asker::kCaller);
  EXPECT_TRUE(share.grow_to(20 * kMib, {}).ok());
  EXPECT_EQ(share.grow_to(20 * kMib + 1, {}).reason(), "figures.too_large");
  EXPECT_EQ(budget_.state().refused, 0U) << "that is no want of room";
}

TEST_F(MemoryBudgetTest, ANewcomerWaitsForItsTurnAndTakesIt) {
  auto one = settled(20 * kMib), other = settled(9 * kMib);
  MemoryShare share = budget_.share(Asker::kCaller);
  ASSERT_TRUE(share.grow_to(kMib, {}).ok());
  // Half of the places are wide already: refused at once, without a look.
  EXPECT_EQ(share.grow_to(3 * kMib, [] { return true; }).reason(), "figures.busy");
  other.reset();
  auto third = budget_.share(Asker::kService);
  ASSERT_TRUE(third.grow_to(9 * kMib, {}).ok());
  third.settle();
  int looks = 0;
  const Stop frees = [&] {
    EXPECT_EQ(budget_.state().waiting, 1U);
    ++looks;
    one.reset();
    return false;
  };
  EXPECT_TRUE(share.grow_to(5 * kMib, frees).ok());
  EXPECT_EQ(looks, 1);
  EXPECT_EQ(budget_.state().waiting, 0U);
}

TEST_F(MemoryBudgetTest, ANewcomerIsRefusedWhenItsTurnDoesNotCome) {
  const auto held = settled(20 * kMib);
  auto service = budget_.share(Asker::kService);
  ASSERT_TRUE(service.grow_to(9 * kMib, {}).ok());
  service.settle();
  {
    MemoryShare share = budget_.share(Asker::kCaller);
    ASSERT_TRUE(share.grow_to(kMib, {}).ok());
    const Stop waits = [&] {
      clock_.advance(MemoryBudget::kTurnMicros);
      return false;
    };
    const ledger::Status refused = share.grow_to(19 * kMib, waits);
    EXPECT_EQ(refused.reason(), "figures.busy");
    EXPECT_EQ(refused.code(), ledger::StatusCode::kUnavailable);
    EXPECT_EQ(budget_.state().refused, 1U);
  }
  EXPECT_EQ(budget_.state().waiting, 0U);
  EXPECT_EQ(budget_.state().questions, 2U);
  EXPECT_NE(metrics_.render().find("daicho_figures_refused_total 1"), std::string::npos);
  EXPECT_NE(metrics_.render().find("daicho_figures_memory_max_bytes 41943040"), std::string::npos);
}

TEST_F(MemoryBudgetTest, WhoWaitsIsLetGoWhenNobodyWantsItsAnswer) {
  const auto a = settled(1), b = settled(1), c = settled(1), d = settled(1);
  {
    MemoryShare share = budget_.share(Asker::kCaller);
    EXPECT_EQ(share.grow_to(1, [] { return true; }).reason(), "figures.cancelled");
  }
  EXPECT_EQ(budget_.state().waiting, 0U);
  MemoryShare next = budget_.share(Asker::kCaller);
  EXPECT_EQ(next.grow_to(1, [] { return true; }).reason(), "figures.cancelled") << "it may wait in turn";
}

// Neither the service nor who holds something is refused for want of time.
TEST_F(MemoryBudgetTest, WhoCannotBeRefusedWaitsAsLongAsItTakes) {
  for (const Asker asker : {Asker::kService, Asker::kCaller}) {
    auto held = settled(20 * kMib);
    MemoryShare share = budget_.share(asker);
    ASSERT_TRUE(share.grow_to(asker == Asker::kCaller ? 9 * kMib : 1, {}).ok());
    int looks = 0;
    const Stop waits = [&] {
      clock_.advance(10 * MemoryBudget::kTurnMicros);
      ++looks;
      held.reset();
      return false;
    };
    EXPECT_TRUE(share.grow_to(15 * kMib, waits).ok());
    EXPECT_EQ(looks, 1);
  }
  EXPECT_EQ(budget_.state().refused, 0U);
}

TEST_F(MemoryBudgetTest, ThreadsNeverHoldMoreThanThereIs) {
  std::atomic<std::size_t> held{0}, most{0};
  std::atomic<int> answered{0};
  const auto asks = [&](std::uint64_t seed, Asker asker) {
    tests::SeededRandom random(seed);
    for (int i = 0; i < 60; ++i) {
      MemoryShare share = budget_.share(asker);
      const auto wanted = static_cast<std::size_t>(random.between(1, 19)) * kMib;
      std::size_t mine = 0;
      while (mine < wanted && share.grow_to(mine + kMib, {}).ok()) {
        mine += kMib;
        const std::size_t now = held.fetch_add(kMib) + kMib;
        for (std::size_t seen = most.load(); now > seen && !most.compare_exchange_weak(seen, now);) {
        }
      }
      if (mine >= wanted) share.settle();
      answered += mine >= wanted ? 1 : 0;
      held -= mine;
    }
  };
  std::vector<std::thread> threads;
  threads.emplace_back(asks, 1, Asker::kService);
  for (std::uint64_t seed = 2; seed < 8; ++seed) threads.emplace_back(asks, seed, Asker::kCaller);
  for (std::thread& thread : threads) thread.join();
  EXPECT_LE(most.load(), 40 * kMib);
  EXPECT_GE(answered.load(), 60) << "all of the service's";
  EXPECT_EQ(budget_.state().bytes_in_use, 0U);
  EXPECT_EQ(budget_.state().questions, 0U);
}

}  // namespace
}  // namespace projections::figures
