// Goal: the thread follows, waits answer truly, one projection can be rebuilt while the others go on, and
// failures stop it in the open. Method: a real ViewCell that the test publishes to; only waits on sizes, no
// timing.
#include "projections/projector.h"

#include <gtest/gtest.h>

#include "tests/unit/projections/log_builder.h"
#include "tests/unit/projections/recording_projection.h"

namespace projections {
namespace {

using ledger::Position;
using ledger::TreeSize;

// Far beyond what a loaded machine needs; a wait that fails ends earlier, when the projector ends.
constexpr std::int64_t kLongMicros = 120'000'000;

class ProjectorTest : public ::testing::Test {
 protected:
  void append(int count, const tests::EventSpec& spec = {}) {
    for (int i = 0; i < count; ++i) log_.append(spec);
    cell_.store(log_.view());
  }
  std::unique_ptr<Projector> open() { return Projector::open({*kv_, cell_, registry_, metrics_}).value(); }
  std::unique_ptr<Projector> running() {
    auto projector = open();
    projector->start();
    return projector;
  }
  // Closing the cell lets the thread end by itself when everything is folded.
  void finish(Projector& projector) {
    cell_.close();
    projector.wait_until("", TreeSize(UINT64_MAX), kLongMicros);
    projector.stop();
  }

  Registry registry_ = tests::recording_registry({"one", "two"});
  std::unique_ptr<ledger::MemoryKv> kv_ = tests::projection_kv(registry_);
  tests::LogBuilder log_;
  ledger::ViewCell cell_;
  ledger::Metrics metrics_;
};

TEST_F(ProjectorTest, NeedsAPublishedView) {
  EXPECT_EQ(Projector::open({*kv_, cell_, registry_, metrics_}).status().reason(), "projection.no_view");
}

TEST_F(ProjectorTest, FollowsAndAnswersWaits) {
  append(3);
  const auto projector = running();
  EXPECT_EQ(projector->wait_until("one", TreeSize(3), kLongMicros), TreeSize(3));
  append(2);
  EXPECT_EQ(projector->wait_until("", TreeSize(5), kLongMicros), TreeSize(5));
  EXPECT_EQ(tests::recorded_count(projector->snapshot(), "two"), 5);
  EXPECT_TRUE(projector->status().ok());
}

TEST_F(ProjectorTest, WaitsThatCannotBeMetSayWhatWasReached) {
  append(2);
  const auto projector = running();
  ASSERT_EQ(projector->wait_until("", TreeSize(2), kLongMicros), TreeSize(2));
  EXPECT_EQ(projector->wait_until("", TreeSize(3), 0), TreeSize(2));
  EXPECT_EQ(projector->wait_until("unknown", TreeSize(1), 0), TreeSize(0));
  projector->stop();
  EXPECT_EQ(projector->wait_until("", TreeSize(3), kLongMicros), TreeSize(2));
}

TEST_F(ProjectorTest, FoldsEverythingPublishedBeforeItEndsWithTheCell) {
  append(2500);
  const auto projector = running();
  finish(*projector);
  EXPECT_EQ(tests::recorded_count(projector->snapshot(), "one"), 2500);
}

TEST_F(ProjectorTest, GoesOnAfterARestart) {
  append(10);
  running()->wait_until("", TreeSize(10), kLongMicros);
  kv_ = kv_->reopened();
  append(5);
  const auto projector = running();
  EXPECT_EQ(projector->wait_until("", TreeSize(15), kLongMicros), TreeSize(15));
  EXPECT_EQ(tests::recorded_count(projector->snapshot(), "one"), 15);
}

TEST_F(ProjectorTest, CountsParkedEvents) {
  append(1);
  append(2, {.type = "poison.event"});
  append(1);
  const auto projector = running();
  finish(*projector);
  EXPECT_TRUE(projector->status().ok());
  EXPECT_EQ(projector->snapshot().parked("one", Position(0), 10)->size(), 2U);
  EXPECT_EQ(metrics_.counter("daicho_projection_parked_total", "", "projection=\"one\"").total(), 2U);
  EXPECT_EQ(metrics_.gauge("daicho_projection_entries", "", "projection=\"two\"").level(), 4);
}

TEST_F(ProjectorTest, RebuildTakesOverBesideTheOldRows) {
  append(2500);
  const auto projector = running();
  ASSERT_EQ(projector->wait_until("", TreeSize(2500), kLongMicros), TreeSize(2500));
  ASSERT_TRUE(projector->request_rebuild("two").ok());
  append(1);
  finish(*projector);
  EXPECT_FALSE(projector->rebuilding("two"));
  EXPECT_EQ(active_slot(*kv_, "two").value(), Slot::kB);
  EXPECT_EQ(active_slot(*kv_, "one").value(), Slot::kA);
  EXPECT_EQ(tests::recorded_count(projector->snapshot(), "two"), 2501);
  EXPECT_FALSE(kv_->get(rows_family(1, Slot::kA), "count").value().has_value());
  EXPECT_EQ(metrics_.counter("daicho_projection_rebuilds_total", "", "projection=\"two\"").total(), 2U);
}

TEST_F(ProjectorTest, RebuildOfAnEmptyLogEnds) {
  append(0);
  const auto projector = open();
  ASSERT_TRUE(projector->request_rebuild("one").ok());
  projector->start();
  finish(*projector);
  EXPECT_FALSE(projector->rebuilding("one"));
  EXPECT_EQ(projector->snapshot().rows_of("one")->size, TreeSize(0));
}

TEST_F(ProjectorTest, RefusesRebuildsThatCannotBe) {
  append(1);
  const auto projector = open();
  EXPECT_EQ(projector->request_rebuild("three").reason(), "projection.unknown");
  EXPECT_TRUE(projector->request_rebuild("one").ok());
  EXPECT_EQ(projector->request_rebuild("one").reason(), "projection.rebuilding");
  projector->stop();
  EXPECT_EQ(projector->request_rebuild("two").reason(), "projection.stopped");
}

TEST_F(ProjectorTest, DropsWhatACrashedRebuildLeft) {
  append(3);
  running()->wait_until("", TreeSize(3), kLongMicros);
  auto half = open_empty_target(*kv_, registry_, 0, Slot::kB);
  ASSERT_TRUE(half.ok());
  ledger::WriteBatch batch;
  batch.put(rows_family(0, Slot::kB), "half", "grown");
  ASSERT_TRUE(kv_->write(batch, ledger::Durability::kBuffered).ok());
  const auto projector = open();
  EXPECT_FALSE(kv_->get(rows_family(0, Slot::kB), "half").value().has_value());
  EXPECT_EQ(tests::recorded_count(projector->snapshot(), "one"), 3);
}

TEST_F(ProjectorTest, StopsInTheOpenWhenTheDatabaseFails) {
  append(1);
  const auto projector = open();
  kv_->inject(ledger::WriteFault::kFailsNothingStored);
  projector->start();
  EXPECT_EQ(projector->wait_until("", TreeSize(1), kLongMicros), TreeSize(0));
  EXPECT_EQ(projector->status().code(), ledger::StatusCode::kUnavailable);
  EXPECT_EQ(tests::recorded_count(projector->snapshot(), "one"), 0);
}

TEST_F(ProjectorTest, StopsWhenEntriesDoNotHashToTheRoot) {
  append(1);
  const auto projector = running();
  ASSERT_EQ(projector->wait_until("", TreeSize(1), kLongMicros), TreeSize(1));
  log_.append({});
  auto forged = std::make_shared<ledger::LedgerView>(*log_.view());
  forged->head.root[5] ^= 1;
  cell_.store(forged);
  EXPECT_EQ(projector->wait_until("", TreeSize(2), kLongMicros), TreeSize(1));
  EXPECT_EQ(projector->status().reason(), "projection.log_mismatch");
}

}  // namespace
}  // namespace projections
