// Goal: every entry becomes an item, readable or not, and gaps in the store are errors. Method: a built log,
// then the same with damaged texts and erased rows.
#include "projections/log_item.h"

#include <gtest/gtest.h>

#include "tests/support/ledger_fixture.h"
#include "tests/unit/projections/log_builder.h"

namespace projections {
namespace {

using ledger::TreeSize;

TEST(LogItem, CarriesPositionHashEntryAndEvent) {
  tests::LogBuilder log;
  log.append({});
  const auto appended = log.append({.type = "advice.recorded", .stream = "case/k2"});
  const auto items = decode_chunk(*log.view(), TreeSize(1), TreeSize(2));
  ASSERT_TRUE(items.ok());
  ASSERT_EQ(items->size(), 1U);
  const LogItem& item = items->front();
  EXPECT_TRUE(item.status.ok());
  EXPECT_EQ(item.position, appended.position);
  EXPECT_EQ(item.event.id, appended.id);
  EXPECT_EQ(item.event.type, "advice.recorded");
  EXPECT_EQ(item.entry.recorded_at, appended.recorded_at);
}

TEST(LogItem, UnreadableEntriesKeepTheirHashAndReason) {
  const std::string texts[] = {
      "", "opaque leaf", "{}", R"({"v":1,"recorded_at":"x","ix":[],"event":"a.b.c"})",
      R"({"v":1,"recorded_at":"2026-06-03T01:00:00.000000Z","ix":[],"event":"a.b.c"})"};
  for (const std::string& text : texts) {
    const LogItem item = decode_item(ledger::Position(7), text);
    EXPECT_FALSE(item.status.ok()) << text;
    EXPECT_FALSE(item.status.reason().empty()) << text;
    EXPECT_EQ(item.position, ledger::Position(7));
    EXPECT_EQ(item.leaf_hash, ledger::merkle::leaf_hash(text));
  }
}

TEST(LogItem, LeavesOfAConformanceLedgerAreNoPoison) {
  tests::LedgerFixture fixture(tests::LedgerFixture::Start::kConformance);
  fixture.must_append_leaves({"a", "b"});
  const auto items = decode_chunk(*fixture.view(), TreeSize(0), TreeSize(3));
  ASSERT_TRUE(items.ok());
  EXPECT_FALSE((*items)[0].opaque);
  EXPECT_EQ((*items)[0].event.type, "ledger.genesis");
  EXPECT_TRUE((*items)[1].opaque && (*items)[2].opaque);
  EXPECT_EQ((*items)[2].leaf_hash, ledger::merkle::leaf_hash("b"));
}

TEST(LogItem, ChunkIsBoundedInEventsAndBytes) {
  tests::LogBuilder log;
  const std::string half_of_the_bound(kChunkBytesMax / 128, 'x');
  for (int i = 0; i < 200; ++i) log.append_text(half_of_the_bound);
  const auto by_bytes = decode_chunk(*log.view(), TreeSize(0), TreeSize(200));
  ASSERT_TRUE(by_bytes.ok());
  EXPECT_EQ(by_bytes->size(), 128U);
  const auto by_end = decode_chunk(*log.view(), TreeSize(190), TreeSize(195));
  ASSERT_TRUE(by_end.ok());
  EXPECT_EQ(by_end->size(), 5U);

  tests::LogBuilder many;
  for (std::uint64_t i = 0; i < kChunkEventsMax + 3; ++i) many.append_text("x");
  const auto by_events = decode_chunk(*many.view(), TreeSize(0), many.size());
  ASSERT_TRUE(by_events.ok());
  EXPECT_EQ(by_events->size(), kChunkEventsMax);
}

TEST(LogItem, MissingEntryIsDataLoss) {
  for (const std::uint64_t erased : {0U, 1U, 2U}) {
    tests::LogBuilder log;
    for (int i = 0; i < 3; ++i) log.append({});
    ledger::WriteBatch batch;
    batch.erase(ledger::kEntries, ledger::entry_key(ledger::Position(erased)));
    ASSERT_TRUE(log.kv().write(batch, ledger::Durability::kBuffered).ok());
    const auto items = decode_chunk(*log.view(), TreeSize(0), TreeSize(3));
    ASSERT_FALSE(items.ok()) << erased;
    EXPECT_EQ(items.status().code(), ledger::StatusCode::kDataLoss) << erased;
  }
}

}  // namespace
}  // namespace projections
