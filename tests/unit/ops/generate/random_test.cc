// Goal: random numbers that depend on seed and label and on nothing else. Method: equal and different seeds
// side by side, bounds over many draws.
#include "ops/generate/random.h"

#include <gtest/gtest.h>
#include <set>

#include "ledger/base/uuid.h"

namespace ops::generate {
namespace {

TEST(RandomTest, SeedAndLabelDecide) {
  Random a("seed", "label");
  Random same("seed", "label");
  Random other_seed("sees", "label");
  Random other_label("seed", "labem");
  Random shifted("seedl", "abel");
  const std::uint64_t first = a.next();
  EXPECT_EQ(first, same.next());
  EXPECT_NE(first, other_seed.next());
  EXPECT_NE(first, other_label.next());
  EXPECT_NE(first, shifted.next());
}

TEST(RandomTest, DrawsStayInBoundsAndReachThem) {
  Random random("seed", "bounds");
  std::set<std::uint64_t> below;
  std::set<std::int64_t> between;
  for (int i = 0; i < 1000; ++i) {
    below.insert(random.below(7));
    between.insert(random.between(-2, 2));
  }
  EXPECT_EQ(below, (std::set<std::uint64_t>{0, 1, 2, 3, 4, 5, 6}));
  EXPECT_EQ(between, (std::set<std::int64_t>{-2, -1, 0, 1, 2}));
  EXPECT_EQ(random.below(1), 0U);
  EXPECT_FALSE(random.chance(0));
  EXPECT_TRUE(random.chance(1000));
}

TEST(RandomTest, IdsAreUuidsOfTheirTime) {
  Random random("seed", "ids");
  const ledger::UnixMicros time(1'780'448'400'000'000);
  const std::string first = ledger::format_event_id(random.event_id(time));
  const std::string second = ledger::format_event_id(random.event_id(time));
  EXPECT_TRUE(ledger::parse_event_id(first).has_value());
  EXPECT_NE(first, second);
  EXPECT_EQ(first.substr(0, 13), second.substr(0, 13));
  EXPECT_EQ(random.hex(14).size(), 14U);
}

}  // namespace
}  // namespace ops::generate
