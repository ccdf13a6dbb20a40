// Goal: a rebuild gives equal rows, takes over at once or not at all, and the comparison finds every kind of
// difference. Method: recording projections; each row, parked row or cursor of a good database is changed in
// turn.
#include "projections/rebuild.h"

#include <gtest/gtest.h>

#include "ledger/store/rocks_kv.h"
#include "tests/unit/ledger/store/temp_directory.h"
#include "tests/unit/projections/log_builder.h"
#include "tests/unit/projections/recording_projection.h"

namespace projections {
namespace {

using ledger::FamilyId;
using ledger::Position;
using ledger::TreeSize;
using ledger::WriteBatch;

class RebuildTest : public ::testing::Test {
 protected:
  void SetUp() override {
    log_.append({});
    log_.append({.type = "poison.event"});
    log_.append({});
    ASSERT_TRUE(rebuild(*kv_, registry_, *log_.view(), {}, {}).ok());
  }
  Snapshot snapshot() const { return {kv_->snapshot(), &registry_}; }
  FamilyId active_rows(std::size_t number) const {
    return rows_family(number, active_slot(*kv_, registry_.at(number).name()).value());
  }
  ledger::Result<std::vector<Comparison>> compare() {
    const auto fresh = tests::projection_kv(registry_);
    return compare_with_rebuild(snapshot(), *fresh, *log_.view(), {});
  }

  Registry registry_ = tests::recording_registry({"one", "two"});
  std::unique_ptr<ledger::MemoryKv> kv_ = tests::projection_kv(registry_);
  tests::LogBuilder log_;
};

TEST_F(RebuildTest, EqualDatabasesCompareEqual) {
  const auto comparisons = compare();
  ASSERT_TRUE(comparisons.ok());
  ASSERT_EQ(comparisons->size(), 2U);
  for (const Comparison& comparison : *comparisons) {
    EXPECT_TRUE(comparison.equal) << comparison.difference_in;
    EXPECT_EQ(comparison.rows_count, 6U);  // two events, their count, one parked, a cursor in both families
    EXPECT_EQ(comparison.size, TreeSize(3));
  }
}

TEST_F(RebuildTest, TheDigestIsOfEveryKeyAndValueAndOfNothingElse) {
  const auto always = [] { return true; };
  const auto digest_of = [&](const Snapshot& of, std::string_view name) {
    return ledger::to_hex(ledger::view_of(digest_rows(*of.rows_of(name), always).value()));
  };
  const std::string before = digest_of(snapshot(), "one");
  EXPECT_EQ(digest_of(snapshot(), "two"), before) << "the same rows, in other families";
  ASSERT_TRUE(rebuild(*kv_, registry_, *log_.view(), {"one"}, {}).ok());
  EXPECT_EQ(digest_of(snapshot(), "one"), before) << "in the other slot";
  const auto good = kv_->reopened();
  const FamilyId rows = active_rows(0);
  const std::vector<std::function<void(WriteBatch&)>> damages = {
      [&](WriteBatch& b) { b.put(rows, "count", "xxx"); },
      [&](WriteBatch& b) { b.erase(rows, numbered_key("p", 0)); },
      [&](WriteBatch& b) { b.put(rows, "zz", ""); },
      [&](WriteBatch& b) { put_parked(b, rows, Position(1), "else"); },
      [&](WriteBatch& b) {
        put_cursor(b, rows, {1, TreeSize(3), {}});
      },
  };
  for (const auto& damage : damages) {
    kv_ = good->reopened();
    WriteBatch batch;
    damage(batch);
    ASSERT_TRUE(kv_->write(batch, ledger::Durability::kBuffered).ok());
    EXPECT_NE(digest_of(snapshot(), "one"), before);
  }
  EXPECT_EQ(digest_rows(*snapshot().rows_of("one"), [] { return false; }).status().reason(),
            "projection.cancelled");
}

// A first fold that a crash cut short: what has grown is compared; rows of an older version are not.
TEST_F(RebuildTest, WhereNothingAnswersYetWhatGrowsIsCompared) {
  const FamilyId one = active_rows(0);
  const Slot spare = other_slot(active_slot(*kv_, "one").value());
  ASSERT_TRUE(empty_slot(*kv_, one).ok());
  Target grown = open_empty_target(*kv_, registry_, 0, spare).value();
  Target* lane[] = {&grown};
  ASSERT_TRUE(fold_to(*kv_, *log_.view(), lane, TreeSize(2), {}).ok());
  const auto comparisons = compare();
  ASSERT_TRUE(comparisons.ok());
  EXPECT_TRUE(comparisons->at(0).equal);
  EXPECT_EQ(comparisons->at(0).size, TreeSize(2));
  const Registry newer = tests::recording_registry({"one", "two"}, 2, 1);
  const auto fresh = tests::projection_kv(newer);
  EXPECT_EQ(compare_with_rebuild({kv_->snapshot(), &newer}, *fresh, *log_.view(), {}).status().reason(),
            "projection.not_ready");
}

TEST_F(RebuildTest, EachProjectionIsComparedAtItsOwnSize) {
  log_.append({});
  ASSERT_TRUE(rebuild(*kv_, registry_, *log_.view(), {"two"}, {}).ok());
  const auto comparisons = compare();
  ASSERT_TRUE(comparisons.ok());
  EXPECT_TRUE(comparisons->at(0).equal && comparisons->at(1).equal);
  EXPECT_EQ(comparisons->at(0).size, TreeSize(3));
  EXPECT_EQ(comparisons->at(1).size, TreeSize(4));
}

TEST_F(RebuildTest, EveryKindOfDifferenceIsFound) {
  struct Case {
    const char* what;
    const char* where;
    std::function<void(WriteBatch&, FamilyId)> damage;
  };
  const Case cases[] = {
      {"changed value", "rows", [](WriteBatch& b, FamilyId rows) { b.put(rows, "count", "xxx"); }},
      {"missing row", "rows", [](WriteBatch& b, FamilyId rows) { b.erase(rows, numbered_key("p", 0)); }},
      {"surplus first row", "rows", [](WriteBatch& b, FamilyId rows) { b.put(rows, "a", ""); }},
      {"surplus last row", "rows", [](WriteBatch& b, FamilyId rows) { b.put(rows, "zz", ""); }},
      {"parked reason", "parked",
       [](WriteBatch& b, FamilyId rows) { put_parked(b, rows, Position(1), "else"); }},
      {"parked surplus", "parked",
       [](WriteBatch& b, FamilyId rows) { put_parked(b, rows, Position(2), "r"); }},
      {"parked missing", "parked",
       [](WriteBatch& b, FamilyId rows) { b.erase(kParkedRows, numbered_key(parked_prefix(rows), 1)); }},
      {"cursor root", "cursor",
       [](WriteBatch& b, FamilyId rows) {
         put_cursor(b, rows, {1, TreeSize(3), {}});
       }},
  };
  const auto good = kv_->reopened();
  for (const Case& c : cases) {
    kv_ = good->reopened();
    WriteBatch batch;
    c.damage(batch, active_rows(1));
    ASSERT_TRUE(kv_->write(batch, ledger::Durability::kBuffered).ok());
    const auto comparisons = compare();
    ASSERT_TRUE(comparisons.ok()) << c.what;
    EXPECT_TRUE(comparisons->at(0).equal) << c.what;
    EXPECT_FALSE(comparisons->at(1).equal) << c.what;
    EXPECT_EQ(comparisons->at(1).difference_in, c.where) << c.what;
  }
}

TEST_F(RebuildTest, ComparisonRefusesWhatItCannotCompare) {
  tests::LogBuilder shorter;
  shorter.append({});
  const auto fresh = tests::projection_kv(registry_);
  EXPECT_EQ(compare_with_rebuild(snapshot(), *fresh, *shorter.view(), {}).status().reason(),
            "projection.beyond_view");
  ASSERT_TRUE(empty_slot(*kv_, active_rows(0)).ok());
  EXPECT_EQ(compare().status().reason(), "projection.not_ready");
}

TEST_F(RebuildTest, OneProjectionAloneAndTheOtherStays) {
  const FamilyId one = active_rows(0);
  const FamilyId two = active_rows(1);
  ASSERT_TRUE(rebuild(*kv_, registry_, *log_.view(), {"one", "one"}, {}).ok());
  EXPECT_NE(active_rows(0), one);
  EXPECT_EQ(active_rows(1), two);
  EXPECT_FALSE(kv_->get(one, "count").value().has_value());
  EXPECT_EQ(tests::recorded_count(snapshot(), "one"), 2);
  EXPECT_EQ(rebuild(*kv_, registry_, *log_.view(), {"three"}, {}).reason(), "projection.unknown");
}

TEST_F(RebuildTest, CancelledOrCrashedRebuildLeavesTheOldRowsInUse) {
  const FamilyId one = active_rows(0);
  const auto cancel = [](TreeSize, TreeSize) { return false; };
  EXPECT_EQ(rebuild(*kv_, registry_, *log_.view(), {}, cancel).reason(), "projection.cancelled");
  EXPECT_EQ(active_rows(0), one);
  EXPECT_EQ(tests::recorded_count(snapshot(), "one"), 2);

  const auto good = kv_->reopened();
  bool finished = false;
  for (std::uint64_t crash_at = 0; !finished; ++crash_at) {
    kv_ = good->reopened();
    kv_->inject(ledger::WriteFault::kFailsNothingStored, crash_at);
    finished = rebuild(*kv_, registry_, *log_.view(), {}, {}).ok();
    kv_ = kv_->reopened();
    EXPECT_EQ(tests::recorded_count(snapshot(), "one"), 2) << crash_at;
    EXPECT_EQ(tests::recorded_count(snapshot(), "two"), 2) << crash_at;
    const auto comparisons = compare();
    ASSERT_TRUE(comparisons.ok()) << crash_at;
    EXPECT_TRUE(comparisons->at(0).equal && comparisons->at(1).equal) << crash_at;
    ASSERT_LT(crash_at, 100U);
  }
}

// Rows by the kilobyte, and a count that needs its own earlier rows.
class Bulky final : public Projection {
 public:
  std::string_view name() const override { return "bulky"; }
  std::uint32_t version() const override { return 1; }
  ledger::Status apply(const LogItem& item, OwnRows& own) const override {
    const ledger::Bytes count_key = text_key(1, item.event.stream.value);
    LEDGER_ASSIGN(const std::optional<ledger::Bytes> count, own.get(count_key));
    const std::uint64_t number = count ? ledger::ByteReader(*count).take_u64().value_or(0) + 1 : 1;
    ledger::Bytes next;
    ledger::put_u64(next, number);
    own.put(count_key, next);
    ledger::Bytes row(12'000, static_cast<char>(item.position.value));
    own.put(numbered_key(text_key(2, item.event.stream.value), number), row + next);
    // What an event of the same stream left long ago goes again, most of the time.
    if (number > 100) own.erase(numbered_key(text_key(2, item.event.stream.value), number - 100));
    return {};
  }
};

// More rows than a run holds, so that they are loaded in several files.
class LargeRebuildTest : public ::testing::Test {
 protected:
  LargeRebuildTest() {
    std::vector<std::unique_ptr<const Projection>> list;
    list.push_back(std::make_unique<tests::Recording>("small"));
    list.push_back(std::make_unique<Bulky>());
    registry_ = std::make_unique<Registry>(std::move(list));
    for (std::uint64_t i = 0; i < kEvents; ++i) {
      // Most streams have few events, one has many; a few events are poison for one projection.
      const std::string stream = i % 3 == 0 ? "case/often" : "case/k" + std::to_string(i % 2000);
      log_.append({.type = i % 1000 == 7 ? "poison.event" : "session.held", .stream = stream});
    }
    options_.path = place_ / "projections";
    options_.families = family_names(*registry_);
    options_.create_if_missing = true;
    reopen();
  }
  void reopen() {
    kv_.reset();
    auto opened = ledger::open_rocks_kv(options_);
    ASSERT_TRUE(opened.ok()) << opened.status().to_string();
    kv_ = std::move(opened).value();
  }
  void expect_equal_to_a_fold_in_memory() {
    const auto fresh = tests::projection_kv(*registry_);
    const auto compared =
        compare_with_rebuild({kv_->snapshot(), registry_.get()}, *fresh, *log_.view(), {}).value();
    ASSERT_EQ(compared.size(), 2U);
    for (const Comparison& one : compared) {
      EXPECT_TRUE(one.equal) << one.projection << " " << one.difference_in << " " << one.difference_key_hex;
      EXPECT_EQ(one.size, TreeSize(kEvents));
    }
  }

  static constexpr std::uint64_t kEvents = 12'500;
  ledger::testing::TempDirectory place_;
  ledger::RocksKvOptions options_;
  std::unique_ptr<Registry> registry_;
  tests::LogBuilder log_;
  std::unique_ptr<ledger::Kv> kv_;
};

TEST_F(LargeRebuildTest, LoadsTheRowsOfAFoldInMemoryAlsoOverOlderOnes) {
  for (int round = 0; round < 3; ++round) {
    ASSERT_TRUE(rebuild(*kv_, *registry_, *log_.view(), {}, {}).ok());
    expect_equal_to_a_fold_in_memory();
    reopen();
    expect_equal_to_a_fold_in_memory();
  }
}

TEST_F(LargeRebuildTest, CutShortItLeavesWhatAnsweredAndGrowsOnFromWhatWasLoaded) {
  ASSERT_TRUE(rebuild(*kv_, *registry_, *log_.view(), {}, {}).ok());
  const Slot answering = active_slot(*kv_, "bulky").value();
  const auto cut = [](TreeSize done, TreeSize) { return done.value < kEvents - 1500; };
  EXPECT_EQ(rebuild(*kv_, *registry_, *log_.view(), {}, cut).reason(), "projection.cancelled");
  reopen();
  EXPECT_EQ(active_slot(*kv_, "bulky").value(), answering);
  expect_equal_to_a_fold_in_memory();

  std::vector<Target> targets;
  for (std::size_t number = 0; number < registry_->size(); ++number) {
    auto target = resume_target(*kv_, *registry_, number, other_slot(answering), *log_.view()).value();
    ASSERT_TRUE(target.has_value());
    EXPECT_GT(target->size(), TreeSize(kEvents / 2));
    EXPECT_LT(target->size(), TreeSize(kEvents));
    targets.push_back(std::move(*target));
  }
  Target* lane[] = {&targets[0], &targets[1]};
  ASSERT_TRUE(fold_to(*kv_, *log_.view(), lane, TreeSize(kEvents), {}).ok());
  WriteBatch take_over;
  for (std::size_t number = 0; number < registry_->size(); ++number) {
    put_take_over(take_over, registry_->at(number).name(), number, other_slot(answering));
  }
  ASSERT_TRUE(kv_->write(take_over, ledger::Durability::kSynced).ok());
  expect_equal_to_a_fold_in_memory();
}

}  // namespace
}  // namespace projections
