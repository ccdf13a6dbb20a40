// Goal: the thread follows, waits answer truly, one projection can be rebuilt while the others go on, and
// failures stop it in the open. Method: a real ViewCell that the test publishes to; only waits on sizes, no
// timing.
#include "projections/projector.h"

#include <atomic>
#include <gtest/gtest.h>

#include "ledger/store/kv_log_store.h"
#include "tests/support/manual_clock.h"
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
  std::unique_ptr<Projector> open() { return open(registry_); }
  std::unique_ptr<Projector> open(const Registry& registry) {
    return Projector::open({*kv_, cell_, registry, metrics_, clock_}).value();
  }
  std::unique_ptr<Projector> running() {
    auto projector = open();
    projector->start();
    return projector;
  }
  // As a program of version 1 left it, with everything folded.
  void fold_all() {
    const auto projector = running();
    ASSERT_EQ(projector->wait_until("", cell_.load()->head.size, kLongMicros), cell_.load()->head.size);
  }
  std::string text_at(std::uint64_t position) {
    return ledger::read_entry(log_.kv(), Position(position)).value();
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
  tests::ManualClock clock_;
};

TEST_F(ProjectorTest, NeedsAPublishedView) {
  EXPECT_EQ(Projector::open({*kv_, cell_, registry_, metrics_, clock_}).status().reason(),
            "projection.no_view");
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

// Named after where they come from, so that the rows tell.
TEST_F(ProjectorTest, TakesWhatTheWriterHadInHandAndReadsTheRest) {
  for (int i = 0; i < 6; ++i) log_.append({.type = "type.read"});
  const auto view = log_.view();
  auto in_hand = decode_chunk(*view, TreeSize(2), TreeSize(6)).value();
  for (LogItem& item : in_hand) item.event.type = "type.handed_over";
  for (const bool first : {true, false}) {
    const auto middle = in_hand.begin() + 2;
    cell_.recent().add(first ? std::vector<LogItem>(in_hand.begin(), middle)
                             : std::vector<LogItem>(middle, in_hand.end()));
  }
  auto shorter = std::make_shared<ledger::LedgerView>(*view);
  shorter->head.size = TreeSize(2);
  shorter->head.root = ledger::merkle::node_hash(decode_item(Position(0), text_at(0)).leaf_hash,
                                                 decode_item(Position(1), text_at(1)).leaf_hash);
  cell_.store(shorter);
  const auto projector = running();
  ASSERT_EQ(projector->wait_until("", TreeSize(2), kLongMicros), TreeSize(2));
  cell_.store(view);
  append(1, {.type = "type.read"});
  finish(*projector);
  ASSERT_TRUE(projector->status().ok()) << projector->status().to_string();
  const Snapshot rows = projector->snapshot();
  const OwnSnapshot own = rows.rows_of("one").value();
  for (std::uint64_t position = 0; position < 7; ++position) {
    const auto row = own.reader->get(own.rows, numbered_key("p", position)).value();
    EXPECT_EQ(row, position >= 2 && position < 6 ? "type.handed_over" : "type.read") << position;
  }
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
  const Slot one = active_slot(*kv_, "one").value(), two = active_slot(*kv_, "two").value();
  clock_.advance(7);
  ASSERT_TRUE(projector->request_rebuild("two").ok());
  append(1);
  projector->wait_for_take_over("two", kLongMicros);
  finish(*projector);
  EXPECT_FALSE(projector->rebuilding("two"));
  EXPECT_EQ(active_slot(*kv_, "two").value(), other_slot(two));
  EXPECT_EQ(active_slot(*kv_, "one").value(), one);
  EXPECT_EQ(tests::recorded_count(projector->snapshot(), "two"), 2501);
  EXPECT_FALSE(kv_->get(rows_family(1, two), "count").value().has_value());
  const ProjectionState state = projector->states().at(1);
  ASSERT_TRUE(state.taken_over.has_value());
  EXPECT_EQ(state.taken_over->at, clock_.now());
  EXPECT_GE(state.taken_over->size, TreeSize(2500));
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
  EXPECT_EQ(open()->request_rebuild("one").reason(), "projection.rebuilding") << "its first rows are due";
  fold_all();
  const auto projector = open();
  EXPECT_EQ(projector->request_rebuild("three").reason(), "projection.unknown");
  EXPECT_TRUE(projector->request_rebuild("one").ok());
  EXPECT_EQ(projector->request_rebuild("one").reason(), "projection.rebuilding");
  projector->stop();
  EXPECT_EQ(projector->request_rebuild("two").reason(), "projection.stopped");
}

TEST_F(ProjectorTest, GoesOnWithWhatARebuildHadGrownBeforeACrash) {
  append(2500);
  fold_all();
  const auto stored = kv_->reopened();
  const Slot spare = other_slot(active_slot(*kv_, "one").value());
  Target grown = open_empty_target(*kv_, registry_, 0, spare).value();
  Target* lane[] = {&grown};
  ASSERT_TRUE(fold_to(*kv_, *log_.view(), lane, TreeSize(1100), {}).ok());
  const auto projector = open();
  const ProjectionState before = projector->states().at(0);
  EXPECT_EQ(before.size, TreeSize(2500));
  ASSERT_TRUE(before.growth.has_value());
  EXPECT_EQ(before.growth->from, TreeSize(1100));
  EXPECT_EQ(before.growth->size, TreeSize(1100));
  EXPECT_EQ(projector->request_rebuild("one").reason(), "projection.rebuilding");
  EXPECT_FALSE(projector->states().at(1).growth.has_value());
  projector->start();
  finish(*projector);
  EXPECT_EQ(active_slot(*kv_, "one").value(), spare);
  EXPECT_EQ(tests::recorded_count(projector->snapshot(), "one"), 2500);
}

// At every write of a rebuild and of its take-over: the old rows or the new ones answer, whole, and the next
// start ends it.
TEST_F(ProjectorTest, ACrashAtAnyWriteLeavesTheOldRowsOrTheNewOnes) {
  append(2300);
  fold_all();
  const auto good = kv_->reopened();
  bool ended = false;
  for (std::uint64_t crash_at = 0; !ended; ++crash_at) {
    SCOPED_TRACE(crash_at);
    ASSERT_LT(crash_at, 100U);
    for (const auto fault : {ledger::WriteFault::kFailsNothingStored, ledger::WriteFault::kFailsButStored}) {
      kv_ = good->reopened();
      const auto projector = open();
      ASSERT_TRUE(projector->request_rebuild("one").ok());
      kv_->inject(fault, crash_at);
      projector->start();
      projector->wait_for_take_over("one", kLongMicros);
      projector->stop();
      ended = projector->status().ok();
      kv_ = kv_->reopened();
      EXPECT_EQ(tests::recorded_count({kv_->snapshot(), &registry_}, "one"), 2300);
      EXPECT_EQ(tests::recorded_count({kv_->snapshot(), &registry_}, "two"), 2300);
      const auto next = running();
      next->wait_for_take_over("one", kLongMicros);
      EXPECT_EQ(tests::recorded_count(next->snapshot(), "one"), 2300);
      EXPECT_FALSE(next->rebuilding("one"));
    }
  }
}

TEST_F(ProjectorTest, StopsInTheOpenWhenTheDatabaseFails) {
  append(1);
  fold_all();
  append(1);
  const auto projector = open();
  kv_->inject(ledger::WriteFault::kFailsNothingStored);
  projector->start();
  EXPECT_EQ(projector->wait_until("", TreeSize(2), kLongMicros), TreeSize(1));
  EXPECT_EQ(projector->status().code(), ledger::StatusCode::kUnavailable);
  EXPECT_EQ(tests::recorded_count(projector->snapshot(), "one"), 1);
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

TEST_F(ProjectorTest, RowsOfAnOlderVersionAnswerUntilTheNewOnesTakeOver) {
  append(1500);
  fold_all();
  append(700);
  const Registry newer = tests::recording_registry({"one", "two"}, 3, 1);
  const auto projector = open(newer);
  for (const ProjectionState& state : projector->states()) {
    EXPECT_EQ(state.version, 3U);
    EXPECT_EQ(state.rows_version, 1U);
    EXPECT_EQ(state.size, TreeSize(1500));
    ASSERT_TRUE(state.growth.has_value());
    EXPECT_EQ(state.growth->since, clock_.now());
  }
  const Snapshot before = projector->snapshot();
  EXPECT_EQ(before.rows_of("one")->version, 1U);
  EXPECT_EQ(tests::recorded_count(before, "one"), 1500);
  EXPECT_EQ(projector->wait_until("one", TreeSize(1501), 0), TreeSize(1500));
  projector->start();
  EXPECT_EQ(projector->wait_until("", TreeSize(2200), kLongMicros), TreeSize(2200));
  EXPECT_EQ(projector->snapshot().rows_of("one")->version, 3U);
  EXPECT_EQ(tests::recorded_count(projector->snapshot(), "one"), 2200);
  EXPECT_EQ(tests::recorded_count(before, "one"), 1500) << "who holds the old rows reads them to the end";
}

TEST_F(ProjectorTest, RowsThatCannotBeReadAnyMoreAnswerNothingUntilTheNewOnesAreWhole) {
  append(1500);
  fold_all();
  std::vector<std::unique_ptr<const Projection>> list;
  const Projector* seen = nullptr;
  std::uint64_t asked = 0;
  list.push_back(std::make_unique<tests::Recording>("one", 2, 0, [&](const LogItem&) {
    ++asked;
    EXPECT_EQ(seen->snapshot().rows_of("one").status().reason(), "projection.not_ready");
    EXPECT_EQ(seen->wait_until("one", TreeSize(1), 0), TreeSize(0));
  }));
  list.push_back(std::make_unique<tests::Recording>("two"));
  const Registry newer(std::move(list));
  const auto projector = open(newer);
  seen = projector.get();
  EXPECT_EQ(projector->states().at(0).rows_version, 0U);
  EXPECT_EQ(tests::recorded_count(projector->snapshot(), "two"), 1500) << "the other one answers";
  projector->start();
  EXPECT_EQ(projector->wait_until("", TreeSize(1500), kLongMicros), TreeSize(1500));
  EXPECT_EQ(asked, 1500U);
  EXPECT_EQ(tests::recorded_count(projector->snapshot(), "one"), 1500);
}

// Appends that come while a rebuild is in the middle of a chunk: the other projection has them after at most
// the rest of that chunk, and nothing that publishes them waits for the rebuild.
TEST_F(ProjectorTest, TheOthersLagByAtMostOneChunkBehindARebuild) {
  std::atomic<bool> rebuilding = false;
  std::uint64_t growing_since = 0, lag_max = 0, appended = 0, followed = 0;
  std::vector<std::unique_ptr<const Projection>> list;
  list.push_back(std::make_unique<tests::Recording>("one", 1, 0, [&](const LogItem& item) {
    if (!rebuilding || item.position < Position(5000)) return;
    ++followed;
    lag_max = std::max(lag_max, growing_since);
    growing_since = 0;
  }));
  list.push_back(std::make_unique<tests::Recording>("two", 1, 0, [&](const LogItem& item) {
    if (!rebuilding || item.position >= Position(5000)) return;
    // Somewhere inside of each chunk, so that the rest of it is ahead of the newcomer.
    if (item.position.value % kChunkEventsMax == 10) {
      append(1);
      ++appended;
      growing_since = 0;
    }
    ++growing_since;
  }));
  registry_ = Registry(std::move(list));
  append(5000);
  const auto projector = running();
  ASSERT_EQ(projector->wait_until("", TreeSize(5000), kLongMicros), TreeSize(5000));
  rebuilding = true;
  ASSERT_TRUE(projector->request_rebuild("two").ok());
  projector->wait_for_take_over("two", kLongMicros);
  projector->stop();
  EXPECT_EQ(appended, 5U);
  EXPECT_GE(followed, 4U) << "between the chunks, not after all of them";
  EXPECT_GT(lag_max, 0U);
  EXPECT_LE(lag_max, kChunkEventsMax);
}

}  // namespace
}  // namespace projections
