// Goal: the system clock counts microseconds of the Unix epoch and its monotonic side never goes back; the
// manual clock of the tests moves only when told. Method: many readings in a row, and single moves.
#include "ledger/base/clock.h"

#include <gtest/gtest.h>

#include "ledger/base/time.h"
#include "tests/support/manual_clock.h"

namespace ledger {
namespace {

TEST(SystemClock, CountsMicrosecondsSinceTheEpoch) {
  const SystemClock clock;
  const CivilDate today = jst_date(clock.now());
  // A unit that is wrong by a factor of 1000 lands decades away.
  EXPECT_GE(today.year, 2024);
  EXPECT_LE(today.year, 2199);
}

TEST(SystemClock, MonotonicReadingsNeverGoBack) {
  const SystemClock clock;
  std::int64_t last = clock.monotonic_micros();
  for (int i = 0; i < 10'000; ++i) {
    const std::int64_t reading = clock.monotonic_micros();
    ASSERT_GE(reading, last);
    last = reading;
  }
}

TEST(ManualClock, MovesOnlyWhenTold) {
  tests::ManualClock clock;
  EXPECT_EQ(format_recorded_at(clock.now()), "2026-06-03T01:00:00.000000Z");
  EXPECT_EQ(clock.now(), clock.now());
  const std::int64_t before = clock.monotonic_micros();
  clock.advance(1'500'000);
  EXPECT_EQ(format_recorded_at(clock.now()), "2026-06-03T01:00:01.500000Z");
  EXPECT_EQ(clock.monotonic_micros() - before, 1'500'000);
  clock.jump_wall(-3'600'000'000);
  EXPECT_EQ(format_recorded_at(clock.now()), "2026-06-03T00:00:01.500000Z");
  EXPECT_EQ(clock.monotonic_micros() - before, 1'500'000);
  clock.set_wall(UnixMicros(0));
  EXPECT_EQ(clock.now(), UnixMicros(0));
}

}  // namespace
}  // namespace ledger
