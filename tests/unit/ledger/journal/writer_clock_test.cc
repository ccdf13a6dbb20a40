// Goal: recorded time never goes back, and a clock that jumps by more than five minutes stops appends until
// an operator has confirmed it in the log. Method: the test moves wall and monotonic clock apart by exact
// amounts on both sides of the limit.
#include <gtest/gtest.h>

#include "ledger/base/limits.h"
#include "ledger/journal/writer.h"
#include "tests/support/ledger_fixture.h"

namespace ledger {
namespace {

using tests::LedgerFixture;

class WriterClockTest : public testing::Test {
 protected:
  Status append_one() { return fixture_.append(fixture_.signed_event(fixture_.policy(value_++))).status(); }
  VerifiedEvent confirmation() {
    return fixture_.signed_event(fixture_.event("clock.confirmed", "p-admin")
                                     .set("last_recorded_at", "2026-05-01T09:00:00+09:00")
                                     .set("clock_at", "2026-05-01T10:00:00+09:00")
                                     .set("reason", "ntp_correction"));
  }
  void expect_refused() {
    const Status status = append_one();
    ASSERT_FALSE(status.ok());
    EXPECT_EQ(status.reason(), "clock.jumped");
    EXPECT_EQ(status.code(), StatusCode::kUnavailable);
  }

  LedgerFixture fixture_;
  std::int64_t value_ = 1;
};

TEST_F(WriterClockTest, RecordedTimeIsTheClocksAndNeverGoesBack) {
  const std::int64_t start = fixture_.clock().now().value;
  std::int64_t last = start;
  for (const std::int64_t step : {0L, 1L, -1L, -1'000'000L, 2'000'000L, -60'000'000L, 0L, 61'000'000L}) {
    fixture_.clock().jump_wall(step);
    const Receipt receipt = fixture_.must_append(fixture_.signed_event(fixture_.policy(value_++)));
    const std::int64_t expected = std::max(last, fixture_.clock().now().value);
    EXPECT_EQ(receipt.recorded_at.value, expected) << "after a step of " << step;
    last = receipt.recorded_at.value;
  }
  EXPECT_GT(last, start);
}

TEST_F(WriterClockTest, AJumpOfExactlyTheLimitIsStillDrift) {
  for (const std::int64_t sign : {1, -1}) {
    fixture_.clock().jump_wall(sign * kClockJumpMicrosMax);
    EXPECT_TRUE(append_one().ok()) << sign;
  }
  fixture_.clock().jump_wall(kClockJumpMicrosMax + 1);
  expect_refused();
}

TEST_F(WriterClockTest, TimeThatPassesOnBothClocksIsNoJump) {
  fixture_.clock().advance(90LL * 24 * 3600 * 1'000'000);
  EXPECT_TRUE(append_one().ok());
}

TEST_F(WriterClockTest, AJumpStopsAppendsUntilItIsConfirmed) {
  for (const std::int64_t jump : {kClockJumpMicrosMax + 1, -kClockJumpMicrosMax - 1}) {
    SCOPED_TRACE(jump);
    const std::uint64_t before = fixture_.size();
    fixture_.clock().jump_wall(jump);
    expect_refused();
    fixture_.clock().jump_wall(-jump);
    expect_refused();  // a clock that jumps to and fro is no more to be trusted
    fixture_.clock().jump_wall(jump);
    EXPECT_EQ(fixture_.size(), before);
    const UnixMicros last = fixture_.view()->last_recorded_at;
    const Receipt confirmed = fixture_.must_append(confirmation());
    EXPECT_EQ(confirmed.recorded_at, std::max(last, fixture_.clock().now()));
    EXPECT_TRUE(append_one().ok());
    EXPECT_TRUE(append_one().ok());
  }
}

TEST_F(WriterClockTest, StoredReceiptsAreGivenWhileAppendsWait) {
  const auto builder = fixture_.policy(7);
  fixture_.must_append(fixture_.signed_event(builder));
  fixture_.clock().jump_wall(2 * kClockJumpMicrosMax);
  const auto retry = fixture_.append(fixture_.signed_event(builder));
  ASSERT_TRUE(retry.ok()) << retry.status().to_string();
  EXPECT_TRUE(retry->stored_before);
  expect_refused();
}

TEST_F(WriterClockTest, AConfirmationServesItsBatchAndItsGroup) {
  fixture_.clock().jump_wall(2 * kClockJumpMicrosMax);
  const Writer::Outcome outcome =
      fixture_.commit({{fixture_.signed_event(fixture_.policy(1))},
                       {confirmation(), fixture_.signed_event(fixture_.policy(2))},
                       {fixture_.signed_event(fixture_.policy(3))}});
  ASSERT_TRUE(outcome.fatal.ok());
  ASSERT_FALSE(outcome.answers[0].ok()) << "it stands before the confirmation";
  EXPECT_EQ(outcome.answers[0].status().reason(), "clock.jumped");
  EXPECT_TRUE(outcome.answers[1].ok()) << outcome.answers[1].status().to_string();
  EXPECT_TRUE(outcome.answers[2].ok()) << outcome.answers[2].status().to_string();
  EXPECT_TRUE(append_one().ok());
}

TEST_F(WriterClockTest, ARefusedConfirmationConfirmsNothing) {
  fixture_.clock().jump_wall(2 * kClockJumpMicrosMax);
  const Writer::Outcome outcome =
      fixture_.commit({{confirmation(), fixture_.attested_event(fixture_.person("p-bureau"))},
                       {fixture_.signed_event(fixture_.policy(1))}});
  ASSERT_TRUE(outcome.fatal.ok());
  EXPECT_FALSE(outcome.answers[0].ok());
  ASSERT_FALSE(outcome.answers[1].ok());
  EXPECT_EQ(outcome.answers[1].status().reason(), "clock.jumped");
  // Only administrators confirm.
  auto by_officer = fixture_.event("clock.confirmed", "p-bureau");
  by_officer.set("last_recorded_at", "2026-05-01T09:00:00+09:00").set("reason", "restart");
  by_officer.set("clock_at", "2026-05-01T10:00:00+09:00");
  EXPECT_EQ(fixture_.append(fixture_.signed_event(by_officer)).status().reason(), "role.missing");
  expect_refused();
}

TEST_F(WriterClockTest, AClockBehindTheLogIsNoticedAtTheStart) {
  ASSERT_TRUE(append_one().ok());
  fixture_.clock().jump_wall(-kClockJumpMicrosMax);
  ASSERT_TRUE(fixture_.reopen().ok());
  EXPECT_TRUE(append_one().ok()) << "exactly the limit behind";
  fixture_.clock().jump_wall(-1);
  ASSERT_TRUE(fixture_.reopen().ok());
  expect_refused();
  const UnixMicros last = fixture_.view()->last_recorded_at;
  EXPECT_EQ(fixture_.must_append(confirmation()).recorded_at, last);
  EXPECT_TRUE(append_one().ok());
}

}  // namespace
}  // namespace ledger
