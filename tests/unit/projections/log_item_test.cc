// Goal: every entry becomes an item, readable or not, and gaps in the store are errors. Method: a built log,
// then the same with damaged texts and erased rows.
#include "projections/log_item.h"

#include <gtest/gtest.h>
#include <random>

#include "ledger/store/entry_codec.h"
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

// Everything that the members of an item say, as one text.
std::string told(const LogItem& item) {
  std::string text =
      std::to_string(item.position.value) + " " + ledger::to_hex(ledger::view_of(item.leaf_hash));
  if (!item.status.ok()) return text + " " + item.status.to_string();
  text += " " + std::to_string(item.entry.recorded_at.value) + " " + item.entry.jws;
  for (const ledger::IndexTerm& term : item.entry.ix) {
    text += " " + term.path + "+" + std::to_string(term.plus) + "-" + std::to_string(term.minus);
  }
  const ledger::Event& event = item.event;
  text += " " + ledger::format_event_id(event.id) + " " + event.type + " " + event.stream.value + " " +
          event.actor.person.value + " " + event.occurred_at_text + " " + event.purpose + " " + event.aud;
  return text + " " + std::to_string(event.data.as_object().size()) + " " +
         std::to_string(event.sd_digests.size());
}

// Ends of the parts of layout 1, where damage is worth most.
TEST(LogItem, FromStoredPartsIsFromTheTextAlsoWhenDamaged) {
  const std::uint32_t seed = std::random_device()();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  tests::LogBuilder log;
  for (int i = 0; i < 40; ++i) {
    log.append({.stream = "case/k" + std::to_string(i),
                .data = {tests::text_field("note", std::string(random() % 300, 'n'))}});
  }
  std::vector<ledger::Bytes> rows;
  ASSERT_TRUE(
      ledger::read_stored_entries(*log.view()->reader, ledger::Position(0), 40,
                                  [&](ledger::Position, ledger::ByteView stored) -> ledger::Result<bool> {
                                    rows.emplace_back(stored);
                                    return true;
                                  })
          .ok());
  ASSERT_EQ(rows.size(), 40U);
  int readable = 0, unreadable = 0, refused = 0;
  for (int round = 0; round < 30'000; ++round) {
    ledger::Bytes row = rows[random() % rows.size()];
    if (round >= 100) {
      const std::size_t at = random() % row.size();
      switch (random() % 5) {
        case 0:
          row[at] = static_cast<char>(random());
          break;
        case 1:
          row.erase(at, 1 + random() % 3);
          break;
        case 2:
          row.insert(at, 1, "\"],[{}0a"[random() % 9]);
          break;
        case 3:
          row = ledger::encode_stored_entry(ledger::decode_stored_entry(row).value().substr(0, at));
          break;
        default:
          row[1 + random() % 14] = static_cast<char>(random());  // time and lengths
      }
    }
    const auto text = ledger::decode_stored_entry(row);
    std::size_t text_bytes = 0;
    const auto item = decode_stored_item(ledger::Position(5), row, text_bytes);
    ASSERT_EQ(item.ok(), text.ok()) << ledger::to_hex(row);
    if (!text.ok()) {
      ASSERT_EQ(item.status().to_string(), text.status().to_string());
      ++refused;
      continue;
    }
    ASSERT_EQ(text_bytes, text->size());
    ASSERT_EQ(told(*item), told(decode_item(ledger::Position(5), *text))) << ledger::to_hex(row);
    ++(item->status.ok() ? readable : unreadable);
  }
  EXPECT_GT(readable, 1000);
  EXPECT_GT(unreadable, 1000);
  EXPECT_GT(refused, 100);
}

}  // namespace
}  // namespace projections
