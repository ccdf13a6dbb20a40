// Goal: however the log arrived — in any groups, read back or as the writer had it in hand, with restarts,
// crashes, rebuilds asked for, newer versions of the projections and an erasure on the way, with poison in it
// — at every position tried the rows are
// those of one fold from 0, over all keys and values, of every slot that a cursor covers. Method: drive a
// projector at random and compare while it runs; the run fails when one of the disturbances never happened.
// More seeds: DAICHO_TEST_SEED, one run each.
#include <cstdlib>
#include <gtest/gtest.h>
#include <map>

#include "ledger/domain/records.h"
#include "projections/projector.h"
#include "projections/rebuild.h"
#include "projections/state_history.h"
#include "tests/property/projections/changing_log.h"
#include "tests/support/manual_clock.h"
#include "tests/unit/projections/raised_projection.h"

namespace projections {
namespace {

using ledger::Bytes;
using ledger::ByteView;
using ledger::FamilyId;
using ledger::KvReader;
using ledger::TreeSize;

constexpr std::int64_t kLongMicros = 120'000'000;
constexpr int kSteps = 40;

const Registry& plain_registry() {
  static const Registry registry = standard_registry();
  return registry;
}

using Rows = std::map<Bytes, Bytes>;

// Rows and parked events of one slot; the cursor, which names the version, is compared apart.
Rows rows_in(const KvReader& reader, FamilyId rows) {
  Rows found;
  const Bytes prefix = parked_prefix(rows);
  const auto keep = [&found](char where, std::size_t prefix_bytes) {
    return [&found, where, prefix_bytes](ByteView key, ByteView value) {
      found.emplace(where + Bytes(key.substr(prefix_bytes)), value);
      return true;
    };
  };
  EXPECT_TRUE(reader.scan(rows, {}, {}, keep('r', 0)).ok());
  EXPECT_TRUE(reader.scan(kParkedRows, prefix, ledger::prefix_end(prefix), keep('p', prefix.size())).ok());
  EXPECT_EQ(found.erase('r' + Bytes(kHeadKey)), 1U);
  EXPECT_EQ(found.erase("p"), 1U);
  return found;
}

struct Counts {
  std::uint64_t restarts = 0, crashes = 0, rebuilds = 0, waits = 0, raises = 0, erasures = 0;
  std::uint64_t older_answered = 0, not_ready = 0, resumed = 0, compared = 0, compared_growing = 0;
};

class Driver {
 public:
  Driver(tests::SeededRandom& random, tests::ChangingLog& log, Counts& counts)
      : random_(random), log_(log), counts_(counts), raises_(plain_registry().size(), 0) {
    registry_ = tests::raised_registry(plain_registry(), raises_, 0);
  }

  void run() {
    cell_ = std::make_unique<ledger::ViewCell>();
    publish();
    open();
    projector_->start();
    const int erase_at = static_cast<int>(random_.below(kSteps));
    for (int step = 0; step < kSteps && !::testing::Test::HasFatalFailure(); ++step) {
      const std::uint64_t action = random_.below(12);
      if (action < 6) {
        grow();
      } else if (action == 6) {
        restart();
      } else if (action == 7) {
        crash();
      } else if (action == 8) {
        raise_versions();
      } else {
        ask_for_rebuild();
      }
      if (step == erase_at && log_.erase_one()) ++counts_.erasures;
      if (random_.one_in(4)) compare_with_one_fold();
    }
    finish();
  }

  Snapshot snapshot() const { return {kv_->snapshot(), registry_.get()}; }
  const Registry& registry() const { return *registry_; }

 private:
  // What was not published yet is handed over beside the view, now and then.
  void publish() {
    const auto view = log_.view();
    while (published_ < view->head.size) {
      auto items = decode_chunk(*view, published_, view->head.size).value();
      published_ = ledger::size_including(items.back().position);
      if (random_.one_in(2)) cell_->recent().add(std::move(items));
    }
    cell_->store(view);
  }
  void open() {
    auto opened = Projector::open({*kv_, *cell_, *registry_, metrics_, clock_});
    ASSERT_TRUE(opened.ok()) << opened.status().to_string();
    projector_ = std::move(opened).value();
  }
  // Ends at once because the cell is closed; what it has not folded by then is folded, unless it has failed.
  void end() {
    cell_->close();
    projector_->wait_until("", TreeSize(UINT64_MAX), kLongMicros);
    projector_.reset();
    cell_ = std::make_unique<ledger::ViewCell>();
  }
  // Stopping at once leaves it in the middle of a rebuild or of a fold now and then.
  void end_at_once() {
    cell_->close();
    projector_->stop();
    end();
  }
  // Whatever answered before answers at once, if this program can read it.
  void reopen(const std::vector<std::optional<OwnSnapshot>>& before) {
    kv_ = kv_->reopened();
    publish();
    open();
    const std::vector<ProjectionState> states = projector_->states();
    for (std::size_t number = 0; number < before.size(); ++number) {
      const ProjectionState& state = states[number];
      const bool readable =
          before[number] && before[number]->version >= registry_->at(number).oldest_readable();
      if (readable) {
        EXPECT_GE(state.size, before[number]->size) << state.name;
        EXPECT_GE(state.rows_version, before[number]->version) << state.name;
      }
      EXPECT_EQ(snapshot().rows_of(state.name).ok(), state.rows_version != 0) << state.name;
      EXPECT_EQ(state.growth.has_value(), projector_->rebuilding(state.name));
      if (state.rows_version == 0) ++counts_.not_ready;
      if (state.rows_version != 0 && state.rows_version < state.version) ++counts_.older_answered;
      if (state.growth && state.growth->from.value > 0) ++counts_.resumed;
    }
    projector_->start();
  }
  std::vector<std::optional<OwnSnapshot>> answering() const {
    std::vector<std::optional<OwnSnapshot>> all;
    const Snapshot now = snapshot();
    for (std::size_t number = 0; number < registry_->size(); ++number) {
      const auto own = now.rows_of(registry_->at(number).name());
      all.push_back(own.ok() ? std::optional(*own) : std::nullopt);
    }
    return all;
  }

  void grow() {
    log_.append(random_.one_in(12) ? 1100 : random_.below(41));
    publish();
    if (!random_.one_in(3)) return;
    ++counts_.waits;
    const TreeSize size = cell_->load()->head.size;
    EXPECT_EQ(projector_->wait_until("", size, kLongMicros), size);
  }
  void restart() {
    ++counts_.restarts;
    random_.one_in(2) ? end_at_once() : end();
    reopen(answering());
  }
  // A later program, with other versions of some projections; it reads the rows of so many versions back.
  void raise_versions() {
    ++counts_.raises;
    if (random_.one_in(2)) log_.append(random_.below(1500));
    random_.one_in(2) ? end_at_once() : end();
    const auto before = answering();
    for (std::uint32_t& raise : raises_) raise += random_.one_in(2) ? 1U : 0U;
    const auto readable_back = static_cast<std::uint32_t>(random_.below(3));
    registry_ = tests::raised_registry(plain_registry(), raises_, readable_back);
    reopen(before);
  }
  // The database fails under a running projector, with or without having stored the batch.
  void crash() {
    ++counts_.crashes;
    kv_->inject(
        random_.one_in(2) ? ledger::WriteFault::kFailsNothingStored : ledger::WriteFault::kFailsButStored,
        random_.below(8));
    log_.append(30);
    publish();
    ask_for_rebuild();
    end();
    reopen(answering());
  }
  void ask_for_rebuild() {
    const std::size_t number = random_.below(registry_->size());
    counts_.rebuilds += projector_->request_rebuild(registry_->at(number).name()).ok() ? 1U : 0U;
  }
  void finish() {
    if (::testing::Test::HasFatalFailure()) return;
    EXPECT_TRUE(projector_->status().ok()) << projector_->status().to_string();
    end();
    for (const auto& own : answering()) EXPECT_TRUE(own.has_value());
    compare_with_one_fold();
  }

  // Every slot that a cursor covers at this moment, wherever its projection stands: in use, of an older
  // version, or growing.
  void compare_with_one_fold() {
    const std::shared_ptr<const KvReader> now = kv_->snapshot();
    const auto view = log_.view();
    const auto fresh = tests::projection_kv(plain_registry());
    ASSERT_TRUE(prepare_store(*fresh, plain_registry()).ok());
    for (std::size_t number = 0; number < plain_registry().size(); ++number) {
      const std::string name(plain_registry().at(number).name());
      const Slot in_use = active_slot(*now, name).value();
      std::multimap<TreeSize, Slot> sizes;
      for (const Slot slot : {Slot::kA, Slot::kB}) {
        const auto cursor = read_agreed_cursor(*now, rows_family(number, slot)).value();
        if (cursor.has_value()) sizes.emplace(cursor->size, slot);
      }
      Target target = open_empty_target(*fresh, plain_registry(), number, Slot::kA).value();
      Target* lane[] = {&target};
      for (const auto& [size, slot] : sizes) {
        ASSERT_TRUE(fold_to(*fresh, *view, lane, size, {}).ok());
        const FamilyId rows = rows_family(number, slot);
        EXPECT_EQ(read_cursor(*now, rows).value()->root, target.range.root());
        EXPECT_TRUE(rows_in(*now, rows) == rows_in(*fresh, target.rows()))
            << name << " at " << size.value << " of " << view->head.size.value;
        ++(slot == in_use ? counts_.compared : counts_.compared_growing);
      }
    }
  }

  tests::SeededRandom& random_;
  tests::ChangingLog& log_;
  Counts& counts_;
  std::vector<std::uint32_t> raises_;  // by projection number
  std::unique_ptr<Registry> registry_;
  std::unique_ptr<ledger::MemoryKv> kv_ = tests::projection_kv(plain_registry());
  std::unique_ptr<ledger::ViewCell> cell_;
  TreeSize published_;
  ledger::Metrics metrics_;
  tests::ManualClock clock_;
  std::unique_ptr<Projector> projector_;
};

bool one_seed_asked_for() {
  return std::getenv("DAICHO_TEST_SEED") != nullptr;
}

void expect_all_happened(const Counts& counts) {
  if (one_seed_asked_for()) return;
  for (const std::uint64_t count :
       {counts.restarts, counts.crashes, counts.rebuilds, counts.waits, counts.raises, counts.older_answered,
        counts.not_ready, counts.resumed, counts.compared, counts.compared_growing}) {
    EXPECT_GT(count, 0U);
  }
}

TEST(IncrementalProperty, EqualsOneFoldOverAllKeysAndValues) {
  Counts counts;
  std::uint64_t poison = 0, unreadable = 0;
  for (std::uint64_t seed = 1; seed <= (one_seed_asked_for() ? 1 : 4); ++seed) {
    tests::SeededRandom random(seed);
    SCOPED_TRACE(random.trace());
    tests::MixedLog log(random);
    Driver driver(random, log, counts);
    driver.run();
    if (::testing::Test::HasFatalFailure()) return;
    const auto view = log.view();
    const auto fresh = tests::projection_kv(driver.registry());
    const auto comparisons = compare_with_rebuild(driver.snapshot(), *fresh, *view, {});
    ASSERT_TRUE(comparisons.ok()) << comparisons.status().to_string();
    for (const Comparison& comparison : *comparisons) {
      EXPECT_TRUE(comparison.equal) << comparison.projection << ": " << comparison.difference_in << " "
                                    << comparison.difference_key_hex;
      EXPECT_EQ(comparison.size, view->head.size);
    }
    const Snapshot snapshot = driver.snapshot();
    EXPECT_EQ(snapshot.parked("access_log", ledger::Position(0), 1'000'000)->size(),
              log.log.unreadable_count + log.log.poison_count);
    const auto past = PastState::open(snapshot, TreeSize(UINT64_MAX));
    ASSERT_TRUE(past.ok()) << past.status().to_string();
    const std::size_t versions =
        past->versions(ledger::policy_record("countersign.expiry_days").bytes, 1'000'000).size() +
        past->versions(ledger::policy_record("figure.minimum").bytes, 1'000'000).size();
    EXPECT_EQ(versions, log.log.parameter_count);  // each event leaves its own id in the record
    poison += log.log.poison_count;
    unreadable += log.log.unreadable_count;
  }
  expect_all_happened(counts);
  EXPECT_GT(poison, 0U);
  EXPECT_GT(unreadable, 0U);
}

// Rows that were folded while a subject's fields could be opened, against a fold after its key is gone.
TEST(IncrementalProperty, AnErasureChangesNoRow) {
  Counts counts;
  for (std::uint64_t seed = 1; seed <= (one_seed_asked_for() ? 1 : 2); ++seed) {
    tests::SeededRandom random(seed);
    SCOPED_TRACE(random.trace());
    tests::SealedLog log(random);
    log.append(3 + random.below(20));
    Driver driver(random, log, counts);
    driver.run();
    if (::testing::Test::HasFatalFailure()) return;
    const Snapshot snapshot = driver.snapshot();
    std::size_t erased_rows = 0;
    for (std::uint32_t family = 0; family < family_names(driver.registry()).size(); ++family) {
      EXPECT_TRUE(snapshot.reader
                      ->scan(FamilyId(family), {}, {},
                             [&](ByteView key, ByteView value) {
                               EXPECT_EQ(value.find(tests::SealedLog::kSealedText), ByteView::npos);
                               for (const std::string& who : log.erased) {
                                 erased_rows += key.find(who) != ByteView::npos ? 1U : 0U;
                               }
                               return true;
                             })
                      .ok());
    }
    EXPECT_GT(erased_rows, 0U) << "what is public of the erased one stays";
  }
  EXPECT_GT(counts.erasures, 0U);
  expect_all_happened(counts);
}

}  // namespace
}  // namespace projections
