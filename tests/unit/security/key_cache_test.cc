// Goal: the cache is bounded, keeps what was used last and forgets what it is told to. Method: fill a cache
// of three.
#include "security/key_cache.h"

#include <gtest/gtest.h>

namespace security {
namespace {

KeyName name_of(int number) {
  KeyName name;
  name.bytes.fill(static_cast<std::uint8_t>(number));
  return name;
}
std::shared_ptr<const DataKeys> keys() {
  return std::make_shared<const DataKeys>();
}

TEST(KeyCache, TheLeastRecentlyUsedLeaves) {
  KeyCache cache(3);
  for (int i = 1; i <= 3; ++i) cache.put(name_of(i), keys());
  EXPECT_NE(cache.find(name_of(1)), nullptr);
  cache.put(name_of(4), keys());
  EXPECT_EQ(cache.size(), 3U);
  EXPECT_EQ(cache.find(name_of(2)), nullptr);
  EXPECT_NE(cache.find(name_of(1)), nullptr);
  EXPECT_NE(cache.find(name_of(3)), nullptr);
  EXPECT_NE(cache.find(name_of(4)), nullptr);
}

TEST(KeyCache, PutAgainReplacesAndDoesNotGrow) {
  KeyCache cache(2);
  cache.put(name_of(1), keys());
  const auto second = keys();
  cache.put(name_of(1), second);
  EXPECT_EQ(cache.size(), 1U);
  EXPECT_EQ(cache.find(name_of(1)), second);
}

TEST(KeyCache, ForgottenIsGone) {
  KeyCache cache(2);
  cache.put(name_of(1), keys());
  const auto held = cache.find(name_of(1));
  cache.forget(name_of(1));
  cache.forget(name_of(1));
  cache.forget(name_of(7));
  EXPECT_EQ(cache.find(name_of(1)), nullptr);
  EXPECT_EQ(cache.size(), 0U);
  EXPECT_EQ(held.use_count(), 1);  // the cache let go of it: wiped with its last user
}

TEST(KeyCache, UnknownIsNull) {
  KeyCache cache(1);
  EXPECT_EQ(cache.find(name_of(1)), nullptr);
}

TEST(KeyCacheDeathTest, RoomForNothingIsOurBug) {
  EXPECT_DEATH(KeyCache(0), "check_failed");
}

}  // namespace
}  // namespace security
