// Goal: positions, sizes and other numbers cannot be mixed up, and their conversions are off by exactly what
// they say. Method: compile-time checks that a mix-up does not build, and a table around the boundaries.
#include "ledger/base/types.h"

#include <concepts>
#include <gtest/gtest.h>
#include <type_traits>

#include "ledger/base/limits.h"

namespace ledger {
namespace {

static_assert(!std::is_convertible_v<Position, TreeSize>);
static_assert(!std::is_convertible_v<TreeSize, Position>);
static_assert(!std::is_convertible_v<std::uint64_t, Position>);
static_assert(!std::is_convertible_v<Position, std::uint64_t>);
static_assert(!std::is_convertible_v<std::string, StreamId>);
static_assert(!std::is_convertible_v<PersonId, PrincipalId>);
static_assert(!std::equality_comparable_with<Position, TreeSize>);
static_assert(!std::equality_comparable_with<StreamId, PersonId>);

TEST(Types, PositionsAndSizesDifferByOne) {
  for (const std::uint64_t number :
       {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{255}, std::uint64_t{1} << 40}) {
    const Position position(number);
    EXPECT_EQ(size_including(position).value, number + 1);
    EXPECT_EQ(last_position(size_including(position)), position);
    EXPECT_EQ(next_position(TreeSize(number)), position);
    EXPECT_LT(position, next_position(size_including(position)));
  }
}

TEST(Types, HashersFollowEquality) {
  Hash32 hash{};
  const std::size_t of_zero = Hash32Hasher()(hash);
  hash[0] = 1;
  EXPECT_NE(Hash32Hasher()(hash), of_zero);
  EventId id;
  const std::size_t of_empty = EventIdHasher()(id);
  id.bytes[15] = 1;
  EXPECT_NE(EventIdHasher()(id), of_empty);
  EXPECT_EQ(EventIdHasher()(id), EventIdHasher()(EventId(id)));
}

// The largest signed event still fits into an entry together with the largest envelope (tlog-tiles: u16).
static_assert(kJwsBytesMax < kEntryBytesMax && kEntryBytesMax == 65535);

}  // namespace
}  // namespace ledger
