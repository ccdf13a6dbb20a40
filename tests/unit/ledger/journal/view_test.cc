// Goal: the cell gives the newest view, and whoever waits for a size is woken by it, by the end of time or by
// close. Method: single-threaded for what needs no waiting, one waiting thread with a limit that no passing
// run reaches for the rest.
#include "ledger/journal/view.h"

#include <gtest/gtest.h>
#include <thread>

namespace ledger {
namespace {

// No passing test waits this long.
constexpr std::int64_t kForeverMicros = 60'000'000;

std::shared_ptr<const LedgerView> view_of_size(std::uint64_t size) {
  auto view = std::make_shared<LedgerView>();
  view->head.size = TreeSize(size);
  return view;
}

TEST(ViewCell, HoldsTheNewestView) {
  ViewCell cell;
  EXPECT_EQ(cell.load(), nullptr);
  cell.store(view_of_size(1));
  const auto old = cell.load();
  cell.store(view_of_size(2));
  EXPECT_EQ(cell.load()->head.size, TreeSize(2));
  EXPECT_EQ(old->head.size, TreeSize(1)) << "who holds a view keeps it";
}

TEST(ViewCell, DoesNotWaitForWhatIsThere) {
  ViewCell cell;
  cell.store(view_of_size(5));
  EXPECT_EQ(cell.wait_for(TreeSize(5), kForeverMicros)->head.size, TreeSize(5));
  EXPECT_EQ(cell.wait_for(TreeSize(0), kForeverMicros)->head.size, TreeSize(5));
}

TEST(ViewCell, GivesTheNewestWhenTimeIsOut) {
  ViewCell cell;
  EXPECT_EQ(cell.wait_for(TreeSize(1), 0), nullptr);
  cell.store(view_of_size(5));
  EXPECT_EQ(cell.wait_for(TreeSize(6), 0)->head.size, TreeSize(5));
  EXPECT_EQ(cell.wait_for(TreeSize(6), 1'000)->head.size, TreeSize(5));
}

TEST(ViewCell, WakesWhoWaitsForASize) {
  ViewCell cell;
  cell.store(view_of_size(1));
  std::shared_ptr<const LedgerView> seen;
  std::thread waiting([&] { seen = cell.wait_for(TreeSize(3), kForeverMicros); });
  cell.store(view_of_size(2));
  cell.store(view_of_size(3));
  waiting.join();
  EXPECT_EQ(seen->head.size, TreeSize(3));
}

TEST(ViewCell, CloseWakesEverybodyForGood) {
  ViewCell cell;
  cell.store(view_of_size(1));
  EXPECT_FALSE(cell.closed());
  std::shared_ptr<const LedgerView> seen;
  std::thread waiting([&] { seen = cell.wait_for(TreeSize(9), kForeverMicros); });
  cell.close();
  waiting.join();
  EXPECT_EQ(seen->head.size, TreeSize(1));
  EXPECT_TRUE(cell.closed());
  EXPECT_EQ(cell.wait_for(TreeSize(9), kForeverMicros)->head.size, TreeSize(1));
}

}  // namespace
}  // namespace ledger
