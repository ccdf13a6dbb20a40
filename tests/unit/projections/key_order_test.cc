// Goal: keys come out in the order of a database, whatever they begin with and wherever they end. Method:
// random keys with long common beginnings, zeros and equal ones, beside std::sort (seed printed).
#include "projections/key_order.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <random>
#include <string>

namespace projections {
namespace {

using ledger::Bytes;

std::vector<Bytes> sorted(const std::vector<Bytes>& keys) {
  std::vector<NumberedKey> numbered;
  for (std::uint32_t i = 0; i < keys.size(); ++i) numbered.push_back({keys[i], i});
  sort_by_key(numbered);
  std::vector<Bytes> in_order;
  for (const NumberedKey& one : numbered) {
    EXPECT_EQ(one.key, keys[one.number]);
    in_order.emplace_back(one.key);
  }
  return in_order;
}

TEST(KeyOrder, ShorterKeysComeFirstAndBytesAreUnsigned) {
  const std::vector<Bytes> in_order = {Bytes(),
                                       Bytes(1, '\0'),
                                       Bytes(8, '\0'),
                                       Bytes(9, '\0'),
                                       Bytes(16, '\0'),
                                       Bytes(17, '\0'),
                                       "a",
                                       Bytes("a\0", 2),
                                       Bytes("a\0\0", 3),
                                       "aaaaaaaa",
                                       Bytes("aaaaaaaa\0", 9),
                                       "aaaaaaaab",
                                       "b",
                                       "\x7f",
                                       "\x80",
                                       "\xff",
                                       "\xff\xff\xff\xff\xff\xff\xff\xff\xff"};
  std::vector<Bytes> keys(in_order.rbegin(), in_order.rend());
  EXPECT_EQ(sorted(keys), in_order);
  EXPECT_EQ(sorted({"b", "a"}), (std::vector<Bytes>{"a", "b"}));
  EXPECT_TRUE(sorted({}).empty());
}

TEST(KeyOrder, IsThatOfStdSort) {
  const std::uint32_t seed = std::random_device()();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  for (int round = 0; round < 300; ++round) {
    const std::size_t beginnings = 1 + random() % 4, length_max = 1 + random() % 40;
    std::vector<Bytes> keys;
    for (std::size_t i = random() % 400; i > 0; --i) {
      Bytes key(random() % beginnings * 7, 'p');
      for (std::size_t length = random() % length_max; length > 0; --length) {
        key.push_back("\0\1a\x7f\x80\xff"[random() % (round % 2 == 0 ? 2 : 6)]);
      }
      keys.push_back(std::move(key));
    }
    std::vector<Bytes> expected = keys;
    std::sort(expected.begin(), expected.end());
    ASSERT_EQ(sorted(keys), expected) << "round " << round;
  }
}

}  // namespace
}  // namespace projections
