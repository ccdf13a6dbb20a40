// Goal: the writer's rules see the committed state, whether it comes from memory or from the database, within
// a bound. Method: random changes and reads beside the plain state (seed printed), generations made to turn
// over all the time; reads broken on purpose; and after each group of a real ledger the cache against the
// database.
#include "ledger/journal/state_cache.h"

#include <gtest/gtest.h>
#include <random>

#include "ledger/domain/records.h"
#include "tests/support/ledger_fixture.h"
#include "tests/unit/ledger/journal/faulty_parts.h"

namespace ledger {
namespace {

using tests::LedgerFixture;

TEST(StateCache, BehavesLikeTheStateItStandsFor) {
  const std::uint32_t seed = std::random_device()();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  MemoryState truth;
  StateCache cache(4096);  // a dozen records per generation
  std::size_t hits = 0;
  for (int step = 0; step < 5000; ++step) {
    const Bytes key = "key-" + std::to_string(random() % 60);
    if (random() % 3 == 0) {
      StateOverlay group(truth, truth.digest());
      for (std::uint32_t i = random() % 4; i > 0; --i) {
        const Bytes changed = "key-" + std::to_string(random() % 60);
        random() % 3 == 0 ? group.erase(changed) : group.put(changed, Bytes(random() % 200, 'r'));
      }
      cache.apply(group);
      truth.apply(group);
    } else if (const std::optional<Bytes>* held = cache.find(key); held != nullptr) {
      ++hits;
      ASSERT_EQ(*held, truth.get(key)) << "step " << step;
    } else {
      cache.keep(key, truth.get(key));
    }
    ASSERT_LE(cache.bytes(), 4096U);
  }
  EXPECT_GT(hits, 100U);
}

TEST(StateCache, ForgetsWhatWasNotUsedForAGenerationAndKeepsWhatWas) {
  StateCache cache(2000);
  cache.keep("used", "1");
  cache.keep("unused", std::nullopt);
  for (int i = 0; i < 40; ++i) {
    cache.keep("filler-" + std::to_string(i), "x");
    ASSERT_NE(cache.find("used"), nullptr);
    EXPECT_EQ(*cache.find("used"), "1");
  }
  EXPECT_EQ(cache.find("unused"), nullptr);
  EXPECT_EQ(cache.find("filler-0"), nullptr);
}

TEST(StateCache, ARecordLargerThanItsBoundIsHeldAlone) {
  StateCache cache(1000);
  cache.keep("large", Bytes(5000, 'x'));
  ASSERT_NE(cache.find("large"), nullptr);
  cache.keep("small", "y");
  ASSERT_NE(cache.find("small"), nullptr);
  EXPECT_EQ(*cache.find("small"), "y");
}

TEST(CachedState, KeepsPresenceAndAbsenceButNoFailedRead) {
  LedgerFixture fixture;
  FaultyReads reads(fixture.kv());
  StateCache cache;
  const Bytes present = person_record("p-bureau").bytes;
  const Bytes absent = person_record("p-nobody").bytes;
  {
    reads.broken = kState;
    const CachedState failing(reads, cache);
    EXPECT_FALSE(failing.get(present).has_value());
    EXPECT_EQ(failing.health().reason(), "kv.io");
    EXPECT_EQ(cache.find(present), nullptr) << "a failed read is no absence";
  }
  {
    reads.broken.reset();
    const CachedState state(reads, cache);
    EXPECT_TRUE(state.get(present).has_value());
    EXPECT_FALSE(state.get(absent).has_value());
    EXPECT_TRUE(state.health().ok());
  }
  reads.broken = kState;
  const CachedState remembered(reads, cache);
  EXPECT_EQ(remembered.get(present), KvState(fixture.kv()).get(present));
  EXPECT_FALSE(remembered.get(absent).has_value());
  EXPECT_TRUE(remembered.health().ok()) << "no read was needed";
  remembered.scan({}, [](ByteView, ByteView) { return true; });
  EXPECT_FALSE(remembered.health().ok()) << "scans always ask the database";
}

}  // namespace
}  // namespace ledger
