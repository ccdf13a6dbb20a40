// Goal: a chunk is all or nothing, poison is parked and the rest goes on, and rows never come from bytes that
// the signed root does not cover. Method: recording projections over built logs, with poison, wrong roots and
// failed writes.
#include "projections/fold.h"

#include <gtest/gtest.h>
#include <random>

#include "tests/unit/projections/log_builder.h"
#include "tests/unit/projections/recording_projection.h"

namespace projections {
namespace {

using ledger::Position;
using ledger::TreeSize;

class FoldTest : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(prepare_store(*kv_, registry_).ok()); }
  Target open(std::size_t number, const ledger::LedgerView& view) {
    return tests::opened_slot(*kv_, registry_, number, Slot::kA, view);
  }
  ledger::Status fold_all(const ledger::LedgerView& view) {
    Target one = open(0, view);
    Target two = open(1, view);
    Target* lane[] = {&one, &two};
    return fold_to(*kv_, view, lane, view.head.size, {});
  }
  Snapshot snapshot() const { return {kv_->snapshot(), &registry_}; }

  Registry registry_ = tests::recording_registry({"one", "two"});
  std::unique_ptr<ledger::MemoryKv> kv_ = tests::projection_kv(registry_);
  tests::LogBuilder log_;
};

TEST_F(FoldTest, CursorMovesWithTheRows) {
  for (int i = 0; i < 5; ++i) log_.append({});
  ASSERT_TRUE(fold_all(*log_.view()).ok());
  EXPECT_EQ(tests::recorded_count(snapshot(), "one"), 5);
  EXPECT_EQ(snapshot().rows_of("two")->size, TreeSize(5));
  const Cursor expected{1, TreeSize(5), log_.view()->head.root};
  EXPECT_EQ(read_cursor(*kv_, rows_family(0, Slot::kA)).value(), expected);
}

TEST_F(FoldTest, PoisonIsParkedWithoutItsRowsAndTheRestGoesOn) {
  log_.append({});
  log_.append({.type = "poison.event"});
  log_.append_text("not an entry");
  log_.append({});
  ASSERT_TRUE(fold_all(*log_.view()).ok());
  EXPECT_EQ(tests::recorded_count(snapshot(), "one"), 2);
  const auto parked = snapshot().parked("two", Position(0), 10).value();
  ASSERT_EQ(parked.size(), 2U);
  EXPECT_EQ(parked[0], (ParkedEvent{"two", Position(1), "recording.poison"}));
  EXPECT_EQ(parked[1].position, Position(2));
  EXPECT_EQ(parked[1].reason, decode_item(Position(2), "not an entry").status.reason());
  const Snapshot held = snapshot();
  const auto own = held.rows_of("one").value();
  EXPECT_FALSE(own.reader->get(own.rows, numbered_key("p", 1)).value().has_value());
}

TEST_F(FoldTest, FailureToReadOwnRowsStopsAndStoresNothing) {
  log_.append({});
  log_.append({.type = "broken.rows"});
  EXPECT_EQ(fold_all(*log_.view()).reason(), "recording.broken");
  EXPECT_EQ(snapshot().rows_of("one")->size, TreeSize(0));
  EXPECT_EQ(tests::recorded_count(snapshot(), "one"), 0);
}

TEST_F(FoldTest, EntriesThatDoNotHashToTheRootAreRefused) {
  for (int i = 0; i < 3; ++i) log_.append({});
  ledger::LedgerView forged = *log_.view();
  forged.head.root[0] ^= 1;
  EXPECT_EQ(fold_all(forged).reason(), "projection.log_mismatch");
  EXPECT_EQ(snapshot().rows_of("one")->size, TreeSize(0));
}

TEST_F(FoldTest, FailedWriteIsReportedAndTheCursorKeepsToTheRows) {
  for (int i = 0; i < 3; ++i) log_.append({});
  for (const ledger::WriteFault fault :
       {ledger::WriteFault::kFailsNothingStored, ledger::WriteFault::kFailsButStored}) {
    SetUp();
    Target target = open(0, *log_.view());
    Target* lane[] = {&target};
    kv_->inject(fault);
    EXPECT_FALSE(fold_to(*kv_, *log_.view(), lane, TreeSize(3), {}).ok());
    EXPECT_EQ(target.size(), TreeSize(0));
    kv_ = kv_->reopened();
    const auto size = snapshot().rows_of("one")->size;
    EXPECT_EQ(size, TreeSize(fault == ledger::WriteFault::kFailsButStored ? 3 : 0));
    EXPECT_EQ(tests::recorded_count(snapshot(), "one"), static_cast<std::int64_t>(size.value));
  }
}

TEST_F(FoldTest, ReopensWhereTheCursorStands) {
  for (int i = 0; i < 300; ++i) log_.append({});
  ASSERT_TRUE(fold_all(*log_.view()).ok());
  for (int i = 0; i < 300; ++i) log_.append({});
  const Target target = open(0, *log_.view());
  EXPECT_EQ(target.size(), TreeSize(300));
  ASSERT_TRUE(fold_all(*log_.view()).ok());
  EXPECT_EQ(tests::recorded_count(snapshot(), "one"), 600);
}

TEST_F(FoldTest, GoesOnOnlyFromRowsOfThisLogAndVersion) {
  for (int i = 0; i < 5; ++i) log_.append({});
  ASSERT_TRUE(fold_all(*log_.view()).ok());

  tests::LogBuilder shorter;
  for (int i = 0; i < 4; ++i) shorter.append({});
  tests::LogBuilder different;
  for (int i = 0; i < 6; ++i) different.append({.stream = "case/other"});
  for (const auto& view : {shorter.view(), different.view()}) {
    EXPECT_FALSE(resume_target(*kv_, registry_, 0, Slot::kA, *view)->has_value());
    const auto copy = kv_->reopened();
    const Target target = tests::opened_slot(*copy, registry_, 0, Slot::kA, *view);
    EXPECT_EQ(target.size(), TreeSize(0));
    EXPECT_FALSE(copy->get(target.rows(), "count").value().has_value());
    EXPECT_TRUE(copy->get(rows_family(1, Slot::kA), "count").value().has_value());
  }
  const Registry newer = tests::recording_registry({"one", "two"}, 2);
  EXPECT_EQ((Snapshot{kv_->snapshot(), &newer}.rows_of("one").status().reason()), "projection.not_ready");
  EXPECT_FALSE(resume_target(*kv_, newer, 0, Slot::kA, *log_.view())->has_value());
  EXPECT_TRUE(resume_target(*kv_, registry_, 0, Slot::kA, *log_.view())->has_value());
}

TEST_F(FoldTest, RowsOfAnOlderVersionAreThoseThatAreReadStillAndOfThisLog) {
  for (int i = 0; i < 5; ++i) log_.append({});
  ASSERT_TRUE(fold_all(*log_.view()).ok());
  tests::LogBuilder different;
  for (int i = 0; i < 6; ++i) different.append({.stream = "case/other"});
  struct Row {
    std::uint32_t version, oldest;
    bool of_this_log, found;
  };
  for (const Row& row : {Row{2, 1, true, true}, Row{3, 1, true, true}, Row{3, 2, true, false},
                         Row{1, 1, true, false}, Row{2, 1, false, false}}) {
    SCOPED_TRACE(std::to_string(row.version) + " reads from " + std::to_string(row.oldest));
    const Registry newer = tests::recording_registry({"one", "two"}, row.version, row.oldest);
    const auto view = row.of_this_log ? log_.view() : different.view();
    const auto older = older_rows(*kv_, newer, 0, Slot::kA, *view);
    ASSERT_TRUE(older.ok());
    ASSERT_EQ(older->has_value(), row.found);
    if (!row.found) continue;
    EXPECT_EQ((*older)->size, TreeSize(5));
    const Snapshot seen{kv_->snapshot(), &newer};
    EXPECT_EQ(seen.rows_of("one")->version, 1U);
    EXPECT_EQ(tests::recorded_count(seen, "one"), 5);
  }
}

// Rows of fold_to, which writes runs of many chunks decoded ahead, against fold_chunk event by event; entries
// of all sizes, so that chunks end by count, by bytes, and where neither was expected.
TEST_F(FoldTest, RunsGiveTheRowsThatSingleEventsGive) {
  const std::uint32_t seed = std::random_device()();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  const std::string filler(40'000, 'x');
  for (int i = 0; i < 1500; ++i) {
    // A stretch of large entries in the middle ends chunks early.
    const std::size_t bytes = i > 300 && i < 700 ? random() % filler.size() : random() % 40;
    log_.append({.type = random() % 50 == 0 ? "poison.event" : "session.held",
                 .data = {tests::text_field("note", std::string_view(filler).substr(0, bytes))}});
  }
  const auto view = log_.view();
  ASSERT_TRUE(fold_all(*view).ok());

  const auto one_by_one = tests::projection_kv(registry_);
  ASSERT_TRUE(prepare_store(*one_by_one, registry_).ok());
  Target one = tests::opened_slot(*one_by_one, registry_, 0, Slot::kA, *view);
  Target two = tests::opened_slot(*one_by_one, registry_, 1, Slot::kA, *view);
  Target* lane[] = {&one, &two};
  while (one.size() < view->head.size) {
    const auto items = decode_chunk(*view, one.size(), TreeSize(one.size().value + 1)).value();
    ASSERT_EQ(items.size(), 1U);
    ASSERT_TRUE(fold_chunk(*one_by_one, *view, lane, items).ok());
  }
  for (std::uint32_t family = 0; family < family_names(registry_).size(); ++family) {
    const auto rows_of = [family](const ledger::KvReader& reader) {
      std::vector<std::pair<ledger::Bytes, ledger::Bytes>> rows;
      EXPECT_TRUE(reader
                      .scan(ledger::FamilyId(family), {}, {},
                            [&](ledger::ByteView key, ledger::ByteView value) {
                              rows.emplace_back(key, value);
                              return true;
                            })
                      .ok());
      return rows;
    };
    EXPECT_TRUE(rows_of(*kv_) == rows_of(*one_by_one)) << family_names(registry_)[family];
  }
  EXPECT_GT(one.parked_count, 0U);
}

TEST_F(FoldTest, ProgressIsToldAndCancels) {
  for (std::uint64_t i = 0; i < 2 * kChunkEventsMax + 1; ++i) log_.append_text("x");
  const auto view = log_.view();
  std::vector<std::uint64_t> seen;
  Target one = open(0, *view);
  Target* lane[] = {&one};
  const ledger::Status status =
      fold_to(*kv_, *view, lane, view->head.size, [&](TreeSize done, TreeSize total) {
        EXPECT_EQ(total, view->head.size);
        seen.push_back(done.value);
        return seen.size() < 2;
      });
  EXPECT_EQ(status.reason(), "projection.cancelled");
  EXPECT_EQ(seen, (std::vector<std::uint64_t>{kChunkEventsMax, 2 * kChunkEventsMax}));
  EXPECT_EQ(one.size(), TreeSize(2 * kChunkEventsMax));
}

}  // namespace
}  // namespace projections
