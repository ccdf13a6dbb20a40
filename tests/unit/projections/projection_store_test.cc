// Goal: cursors, slots and parked rows mean what the layout says, also when half-written. Method: a database
// in memory written piece by piece; each state is read through a snapshot.
#include "projections/projection_store.h"

#include <gtest/gtest.h>

#include "ledger/store/memory_kv.h"
#include "tests/unit/projections/recording_projection.h"

namespace projections {
namespace {

using ledger::Bytes;
using ledger::ByteView;
using ledger::Durability;
using ledger::FamilyId;
using ledger::Position;
using ledger::TreeSize;
using ledger::WriteBatch;

class ProjectionStoreTest : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(prepare_store(kv_, registry_).ok()); }
  void write(const WriteBatch& batch) { ASSERT_TRUE(kv_.write(batch, Durability::kBuffered).ok()); }
  Snapshot snapshot() const { return {kv_.snapshot(), &registry_}; }
  std::size_t rows_in(FamilyId family) const {
    std::size_t count = 0;
    EXPECT_TRUE(kv_.scan(family, {}, {}, [&](ByteView, ByteView) { return ++count > 0; }).ok());
    return count;
  }

  Registry registry_ = tests::recording_registry({"one", "two"});
  ledger::MemoryKv kv_{family_names(registry_).size()};
};

TEST_F(ProjectionStoreTest, FamiliesOfSlotsAreDistinct) {
  EXPECT_EQ(rows_family(0, Slot::kA), FamilyId(2));
  EXPECT_EQ(rows_family(0, Slot::kB), FamilyId(3));
  EXPECT_EQ(rows_family(1, Slot::kA), FamilyId(4));
  EXPECT_EQ(rows_family(1, other_slot(Slot::kA)), FamilyId(5));
}

TEST_F(ProjectionStoreTest, CursorComesBack) {
  Cursor cursor{7, TreeSize(1234), {}};
  cursor.root.fill(9);
  WriteBatch batch;
  put_cursor(batch, rows_family(1, Slot::kB), cursor);
  write(batch);
  EXPECT_EQ(read_cursor(kv_, rows_family(1, Slot::kB)).value(), cursor);
  EXPECT_FALSE(read_cursor(kv_, rows_family(1, Slot::kA)).value().has_value());
}

TEST_F(ProjectionStoreTest, CursorCountsOnlyWhenEveryFamilyHoldsIt) {
  const FamilyId rows = rows_family(0, Slot::kA);
  const Cursor cursor{1, TreeSize(9), {}};
  EXPECT_FALSE(read_agreed_cursor(kv_, rows).value().has_value());
  const Bytes key(kHeadKey);
  for (const FamilyId family : {FamilyId(kMetaRows), FamilyId(kParkedRows), rows}) {
    SCOPED_TRACE(family.value);
    WriteBatch whole;
    put_cursor(whole, rows, cursor);
    write(whole);
    EXPECT_EQ(read_agreed_cursor(kv_, rows).value(), cursor);
    // What a damaged manifest does: one family is empty or of another age.
    WriteBatch lost;
    lost.erase_range(family, {}, Bytes(8, '\xff'));
    write(lost);
    EXPECT_FALSE(read_agreed_cursor(kv_, rows).value().has_value());
  }
  WriteBatch older;
  put_cursor(older, rows, cursor);
  write(older);
  const auto older_row = kv_.get(rows, key).value();
  WriteBatch moved;
  put_cursor(moved, rows, {1, TreeSize(10), {}});
  moved.put(rows, key, *older_row);
  write(moved);
  EXPECT_FALSE(read_agreed_cursor(kv_, rows).value().has_value());
  EXPECT_EQ(read_cursor(kv_, rows).value()->size, TreeSize(10));
}

TEST_F(ProjectionStoreTest, RowsAreReadOnlyWithAFittingCursor) {
  EXPECT_EQ(snapshot().rows_of("three").status().reason(), "projection.unknown");
  EXPECT_EQ(snapshot().rows_of("one").status().reason(), "projection.not_ready");
  WriteBatch other_version;
  put_cursor(other_version, rows_family(0, Slot::kA), {2, TreeSize(5), {}});
  write(other_version);
  EXPECT_EQ(snapshot().rows_of("one").status().reason(), "projection.not_ready");
  WriteBatch fitting;
  put_cursor(fitting, rows_family(0, Slot::kA), {1, TreeSize(5), {}});
  write(fitting);
  ASSERT_TRUE(snapshot().rows_of("one").ok());
  EXPECT_EQ(snapshot().rows_of("one")->size, TreeSize(5));
  EXPECT_EQ(snapshot().rows_of("one")->version, 1U);
  EXPECT_EQ(snapshot().rows_of("two").status().reason(), "projection.not_ready");
}

TEST_F(ProjectionStoreTest, OlderRowsAreReadAsFarBackAsTheProjectionSays) {
  const Registry reading = tests::recording_registry({"one", "two"}, 4, 2);
  for (const std::uint32_t version : {1U, 2U, 3U, 4U, 5U}) {
    SCOPED_TRACE(version);
    WriteBatch batch;
    put_cursor(batch, rows_family(0, Slot::kA), {version, TreeSize(5), {}});
    write(batch);
    const auto own = Snapshot{kv_.snapshot(), &reading}.rows_of("one");
    ASSERT_EQ(own.ok(), version >= 2 && version <= 4);
    if (!own.ok()) continue;
    EXPECT_EQ(own->version, version);
  }
}

TEST_F(ProjectionStoreTest, ActiveSlotDecidesWhichRowsAreRead) {
  WriteBatch batch;
  put_cursor(batch, rows_family(0, Slot::kA), {1, TreeSize(5), {}});
  put_cursor(batch, rows_family(0, Slot::kB), {1, TreeSize(9), {}});
  write(batch);
  const Snapshot before = snapshot();
  WriteBatch flip;
  put_take_over(flip, "one", 0, Slot::kB);
  write(flip);
  EXPECT_EQ(before.rows_of("one")->size, TreeSize(5));
  EXPECT_EQ(snapshot().rows_of("one")->size, TreeSize(9));
  EXPECT_EQ(active_slot(kv_, "two").value(), Slot::kA);
}

TEST_F(ProjectionStoreTest, ATakeOverLeavesNoCursorThatCouldPassForARebuild) {
  WriteBatch batch;
  for (const Slot slot : {Slot::kA, Slot::kB}) {
    put_cursor(batch, rows_family(0, slot), {1, TreeSize(5), {}});
    put_cursor(batch, rows_family(1, slot), {1, TreeSize(5), {}});
  }
  put_take_over(batch, "one", 0, Slot::kB);
  write(batch);
  EXPECT_FALSE(read_cursor(kv_, rows_family(0, Slot::kA)).value().has_value());
  EXPECT_FALSE(read_agreed_cursor(kv_, rows_family(0, Slot::kA)).value().has_value());
  EXPECT_TRUE(read_agreed_cursor(kv_, rows_family(0, Slot::kB)).value().has_value());
  EXPECT_TRUE(read_agreed_cursor(kv_, rows_family(1, Slot::kA)).value().has_value());
}

TEST_F(ProjectionStoreTest, DamagedMetaRowsAreDataLoss) {
  for (const Bytes& damaged :
       {Bytes(), Bytes("\x02"), Bytes("\x01"), Bytes("\x01\x02", 2), Bytes("\x01\x00\x00", 3)}) {
    WriteBatch batch;
    batch.put(kMetaRows, Bytes("\x02one\0", 5), damaged);
    write(batch);
    EXPECT_EQ(active_slot(kv_, "one").status().reason(), "projection.row_malformed")
        << ledger::to_hex(damaged);
  }
}

TEST_F(ProjectionStoreTest, EmptyingASlotTakesItsRowsCursorAndParkedOnly) {
  WriteBatch batch;
  for (std::uint32_t i = 0; i < 10'000; ++i) {
    Bytes key;
    ledger::put_u32(key, i);
    batch.put(rows_family(0, Slot::kA), key, "row");
  }
  batch.put(rows_family(0, Slot::kB), "stays", "row");
  for (const Slot slot : {Slot::kA, Slot::kB}) {
    put_cursor(batch, rows_family(0, slot), {1, TreeSize(3), {}});
    put_parked(batch, rows_family(0, slot), Position(1), "some.reason");
  }
  write(batch);
  ASSERT_TRUE(empty_slot(kv_, rows_family(0, Slot::kA)).ok());
  EXPECT_EQ(rows_in(rows_family(0, Slot::kA)), 0U);
  EXPECT_EQ(rows_in(rows_family(0, Slot::kB)), 2U);  // with its cursor
  EXPECT_FALSE(read_cursor(kv_, rows_family(0, Slot::kA)).value().has_value());
  EXPECT_TRUE(read_cursor(kv_, rows_family(0, Slot::kB)).value().has_value());
  EXPECT_EQ(rows_in(kParkedRows), 2U);
}

TEST_F(ProjectionStoreTest, CrashWhileEmptyingLeavesNothingReadable) {
  WriteBatch batch;
  batch.put(rows_family(0, Slot::kA), "row", "row");
  put_cursor(batch, rows_family(0, Slot::kA), {1, TreeSize(3), {}});
  write(batch);
  for (std::uint64_t failing_write = 0; failing_write < 2; ++failing_write) {
    auto copy = kv_.reopened();
    copy->inject(ledger::WriteFault::kFailsNothingStored, failing_write);
    EXPECT_FALSE(empty_slot(*copy, rows_family(0, Slot::kA)).ok());
    const auto after = copy->reopened();
    const Snapshot seen{after->snapshot(), &registry_};
    const bool whole = after->get(rows_family(0, Slot::kA), "row").value().has_value();
    EXPECT_TRUE(whole || !seen.rows_of("one").ok());
    EXPECT_EQ(seen.rows_of("one").ok(), failing_write == 0);
  }
}

TEST_F(ProjectionStoreTest, ParkedEventsArePagedByPosition) {
  WriteBatch batch;
  put_cursor(batch, rows_family(0, Slot::kA), {1, TreeSize(300), {}});
  put_cursor(batch, rows_family(1, Slot::kA), {1, TreeSize(300), {}});
  for (const std::uint64_t position : {5U, 200U, 256U}) {
    put_parked(batch, rows_family(0, Slot::kA), Position(position), "r." + std::to_string(position));
  }
  put_parked(batch, rows_family(0, Slot::kB), Position(1), "of the other slot");
  write(batch);
  const std::vector<ParkedEvent> all{
      {"one", Position(5), "r.5"}, {"one", Position(200), "r.200"}, {"one", Position(256), "r.256"}};
  EXPECT_EQ(snapshot().parked("one", Position(0), 10).value(), all);
  EXPECT_EQ(snapshot().parked("one", Position(6), 1).value(), std::vector<ParkedEvent>{all[1]});
  EXPECT_TRUE(snapshot().parked("one", Position(257), 10)->empty());
  EXPECT_TRUE(snapshot().parked("two", Position(0), 10)->empty());
  EXPECT_EQ(count_parked(kv_, rows_family(0, Slot::kA)).value(), 3U);
  EXPECT_EQ(count_parked(kv_, rows_family(1, Slot::kA)).value(), 0U);
  EXPECT_EQ(snapshot().parked("three", Position(0), 10).status().reason(), "projection.unknown");
}

TEST_F(ProjectionStoreTest, AnotherFormatIsEmptiedTheSameIsKept) {
  WriteBatch batch;
  batch.put(rows_family(1, Slot::kA), "row", "row");
  write(batch);
  ASSERT_TRUE(prepare_store(kv_, registry_).ok());
  EXPECT_EQ(rows_in(rows_family(1, Slot::kA)), 1U);
  WriteBatch other_format;
  other_format.put(kMetaRows, "\x01", "\x7f");
  write(other_format);
  ASSERT_TRUE(prepare_store(kv_, registry_).ok());
  EXPECT_EQ(rows_in(rows_family(1, Slot::kA)), 0U);
  EXPECT_EQ(rows_in(kMetaRows), 1U);
}

}  // namespace
}  // namespace projections
