// Goal: however the log arrived — in any groups, with restarts, crashes and rebuilds on the way, with poison
// in it — the rows are those of one fold from 0. Method: drive a projector at random, then compare all keys
// and values with a rebuild; the run fails when one of the disturbances never happened.
#include <gtest/gtest.h>

#include "ledger/domain/records.h"
#include "projections/projector.h"
#include "projections/rebuild.h"
#include "projections/state_history.h"
#include "tests/property/projections/random_log.h"

namespace projections {
namespace {

using ledger::TreeSize;

constexpr std::int64_t kLongMicros = 120'000'000;

class Driver {
 public:
  explicit Driver(tests::SeededRandom& random) : random_(random), log_(random) {}

  void run() {
    cell_ = std::make_unique<ledger::ViewCell>();
    publish();
    open();
    for (int step = 0; step < 60; ++step) {
      const std::uint64_t action = random_.below(10);
      if (action < 6) {
        grow();
      } else if (action == 6) {
        restart();
      } else if (action == 7) {
        crash();
      } else {
        ask_for_rebuild();
      }
    }
    finish();
  }

  std::uint64_t restarts = 0, crashes = 0, rebuilds = 0, waits = 0;
  tests::RandomLog& log() { return log_; }
  Snapshot snapshot() const { return {kv_->snapshot(), &registry_}; }
  const Registry& registry() const { return registry_; }

 private:
  void publish() { cell_->store(log_.builder.view()); }
  void open() {
    auto opened = Projector::open({*kv_, *cell_, registry_, metrics_});
    ASSERT_TRUE(opened.ok()) << opened.status().to_string();
    projector_ = std::move(opened).value();
    projector_->start();
  }
  // Ends at once because the cell is closed; what it has not folded by then is folded, unless it has failed.
  void end() {
    cell_->close();
    projector_->wait_until("", TreeSize(UINT64_MAX), kLongMicros);
    projector_.reset();
    cell_ = std::make_unique<ledger::ViewCell>();
  }
  void reopen() {
    kv_ = kv_->reopened();
    publish();
    open();
  }
  void grow() {
    const std::uint64_t count = random_.one_in(12) ? 1100 : random_.below(41);
    for (std::uint64_t i = 0; i < count; ++i) log_.append();
    publish();
    if (!random_.one_in(3)) return;
    ++waits;
    EXPECT_EQ(projector_->wait_until("", log_.builder.size(), kLongMicros), log_.builder.size());
  }
  void restart() {
    ++restarts;
    // Stopping at once leaves it in the middle of a rebuild or of a fold now and then.
    if (random_.one_in(2)) {
      cell_->close();
      projector_->stop();
    }
    end();
    reopen();
  }
  // The database fails under a running projector, with or without having stored the batch.
  void crash() {
    ++crashes;
    kv_->inject(
        random_.one_in(2) ? ledger::WriteFault::kFailsNothingStored : ledger::WriteFault::kFailsButStored,
        random_.below(4));
    for (int i = 0; i < 30; ++i) log_.append();
    publish();
    ask_for_rebuild();
    end();
    reopen();
  }
  void ask_for_rebuild() {
    const std::size_t number = random_.below(registry_.size());
    rebuilds += projector_->request_rebuild(registry_.at(number).name()).ok() ? 1U : 0U;
  }
  void finish() {
    EXPECT_TRUE(projector_->status().ok()) << projector_->status().to_string();
    end();
  }

  tests::SeededRandom& random_;
  tests::RandomLog log_;
  Registry registry_ = standard_registry();
  std::unique_ptr<ledger::MemoryKv> kv_ = tests::projection_kv(registry_);
  std::unique_ptr<ledger::ViewCell> cell_;
  ledger::Metrics metrics_;
  std::unique_ptr<Projector> projector_;
};

TEST(IncrementalProperty, EqualsRebuildOverAllKeysAndValues) {
  std::uint64_t restarts = 0, crashes = 0, rebuilds = 0, waits = 0, poison = 0, unreadable = 0;
  for (std::uint64_t seed = 1; seed <= 6; ++seed) {
    tests::SeededRandom random(seed);
    SCOPED_TRACE(random.trace());
    Driver driver(random);
    driver.run();
    if (::testing::Test::HasFatalFailure()) return;
    const auto view = driver.log().builder.view();
    const auto fresh = tests::projection_kv(driver.registry());
    const auto comparisons = compare_with_rebuild(driver.snapshot(), *fresh, *view, {});
    ASSERT_TRUE(comparisons.ok()) << comparisons.status().to_string();
    for (const Comparison& comparison : *comparisons) {
      EXPECT_TRUE(comparison.equal) << comparison.projection << ": " << comparison.difference_in << " "
                                    << comparison.difference_key_hex;
      EXPECT_EQ(comparison.size, view->head.size);
    }
    const std::uint64_t parked =
        driver.snapshot().parked("access_log", ledger::Position(0), 1'000'000)->size();
    EXPECT_EQ(parked, driver.log().unreadable_count + driver.log().poison_count);
    const Snapshot snapshot = driver.snapshot();
    const auto past = PastState::open(snapshot, TreeSize(UINT64_MAX));
    ASSERT_TRUE(past.ok()) << past.status().to_string();
    const std::size_t versions =
        past->versions(ledger::policy_record("countersign.expiry_days").bytes, 1'000'000).size() +
        past->versions(ledger::policy_record("figure.minimum").bytes, 1'000'000).size();
    EXPECT_EQ(versions, driver.log().parameter_count);  // each event leaves its own id in the record
    restarts += driver.restarts;
    crashes += driver.crashes;
    rebuilds += driver.rebuilds;
    waits += driver.waits;
    poison += driver.log().poison_count;
    unreadable += driver.log().unreadable_count;
  }
  for (const std::uint64_t count : {restarts, crashes, rebuilds, waits, poison, unreadable})
    EXPECT_GT(count, 0U);
}

}  // namespace
}  // namespace projections
