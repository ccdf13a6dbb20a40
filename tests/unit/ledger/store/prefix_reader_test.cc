// Goal: through a prefix nothing of a later entry shows, and everything of an earlier one does. Method: rows
// of each family around the edge of a prefix, read one by one, forward and backward; malformed rows pass
// through.
#include "ledger/store/prefix_reader.h"

#include <gtest/gtest.h>

#include "ledger/base/sha256.h"
#include "ledger/store/kv_log_store.h"
#include "ledger/store/memory_kv.h"

namespace ledger {
namespace {

constexpr TreeSize kSize{5};

EventId id_of(std::uint8_t number) {
  EventId id{};
  id.bytes.back() = number;
  return id;
}

class PrefixReaderTest : public ::testing::Test {
 protected:
  PrefixReaderTest() {
    WriteBatch batch;
    for (std::uint32_t family = 0; family < kLedgerFamilyCount; ++family) {
      batch.put(FamilyId(family), kHeadKey, encode_head(TreeSize(8), sha256("8")));
    }
    for (std::uint8_t at = 0; at < 8; ++at) {
      batch.put(kEntries, entry_key(Position(at)), "entry");
      batch.put(kCheckpoints, checkpoint_key(TreeSize(at + 1U)), "note");
      batch.put(kDedup, dedup_key(id_of(at)), encode_dedup({Position(at), {}}));
      batch.put(kStreams, stream_version_key(StreamId("a"), StreamVersion(at + 1U)),
                encode_stream_position(Position(at)));
    }
    batch.put(kStreams, stream_head_key(StreamId("a")), encode_stream_head({StreamVersion(8), Position(7)}));
    // Of these streams the prefix holds all and nothing.
    batch.put(kStreams, stream_head_key(StreamId("b")), encode_stream_head({StreamVersion(1), Position(4)}));
    batch.put(kStreams, stream_version_key(StreamId("b"), StreamVersion(1)),
              encode_stream_position(Position(4)));
    batch.put(kStreams, stream_head_key(StreamId("c")), encode_stream_head({StreamVersion(1), Position(5)}));
    batch.put(kStreams, stream_version_key(StreamId("c"), StreamVersion(1)),
              encode_stream_position(Position(5)));
    batch.put(kState, state_key("k"), "state");
    batch.put(kTiles, tile_key(0, 0, 0), "stored");
    EXPECT_TRUE(rows_->write(batch, Durability::kSynced).ok());
    WriteBatch recomputed;
    recomputed.put(kTiles, tile_key(0, 0, 0), "recomputed");
    EXPECT_TRUE(tiles_->write(recomputed, Durability::kSynced).ok());
  }

  std::optional<Bytes> get(FamilyId family, ByteView key) const { return reader_.get(family, key).value(); }
  std::size_t count(FamilyId family, bool forward) const {
    std::size_t seen = 0;
    const auto visit = [&](ByteView key, ByteView value) {
      EXPECT_EQ(get(family, key), Bytes(value));
      ++seen;
      return true;
    };
    EXPECT_TRUE(
        (forward ? reader_.scan(family, "", "", visit) : reader_.scan_reverse(family, "", "", visit)).ok());
    return seen;
  }

  std::shared_ptr<MemoryKv> rows_ = std::make_shared<MemoryKv>(kLedgerFamilyCount);
  std::shared_ptr<MemoryKv> tiles_ = std::make_shared<MemoryKv>(kLedgerFamilyCount);
  PrefixReader reader_{rows_, tiles_, {kSize, sha256("5")}, "verified note"};
};

TEST_F(PrefixReaderTest, TheHeadsCheckpointIsTheVerifiedOne) {
  EXPECT_EQ(get(kCheckpoints, checkpoint_key(kSize)), "verified note");
  EXPECT_EQ(get(kCheckpoints, checkpoint_key(TreeSize(4))), "note");
  const PrefixReader stored(rows_, tiles_, {kSize, sha256("5")}, "");
  EXPECT_EQ(stored.get(kCheckpoints, checkpoint_key(kSize)).value(), "note");
}

TEST_F(PrefixReaderTest, EndsAtItsSizeInEveryFamily) {
  for (std::uint8_t at = 0; at < 8; ++at) {
    SCOPED_TRACE(static_cast<int>(at));
    const bool inside = at < kSize.value;
    EXPECT_EQ(get(kEntries, entry_key(Position(at))).has_value(), inside);
    EXPECT_EQ(read_checkpoint(reader_, TreeSize(at + 1U))->has_value(), inside);
    EXPECT_EQ(read_dedup(reader_, id_of(at))->has_value(), inside);
  }
  EXPECT_EQ(get(kState, state_key("k")), "state");
  EXPECT_EQ(get(kTiles, tile_key(0, 0, 0)), "recomputed");
  EXPECT_EQ(get(kEntries, entry_key(Position(99))), std::nullopt);
  for (const bool forward : {true, false}) {
    EXPECT_EQ(count(kEntries, forward), 1U + 5U);
    EXPECT_EQ(count(kCheckpoints, forward), 1U + 5U);
    EXPECT_EQ(count(kDedup, forward), 1U + 5U);
    EXPECT_EQ(count(kStreams, forward), 1U + 2U + 5U + 1U);
    EXPECT_EQ(count(kTiles, forward), 1U);
  }
  std::size_t visited = 0;
  EXPECT_TRUE(
      reader_.scan(kEntries, entry_key(Position(0)), "", [&](ByteView, ByteView) { return ++visited < 2; })
          .ok());
  EXPECT_EQ(visited, 2U) << "a visitor that has enough is asked no more";
}

TEST_F(PrefixReaderTest, HeadsAreThoseOfThePrefix) {
  for (std::uint32_t family = 0; family < kLedgerFamilyCount; ++family) {
    EXPECT_EQ(get(FamilyId(family), kHeadKey), encode_head(kSize, sha256("5")));
  }
  const auto cut = read_stream_head(reader_, StreamId("a"));
  ASSERT_TRUE(cut.ok() && cut->has_value());
  EXPECT_EQ((*cut)->version, StreamVersion(5));
  EXPECT_EQ((*cut)->last, Position(4));
  EXPECT_EQ((*read_stream_head(reader_, StreamId("b")))->version, StreamVersion(1));
  EXPECT_FALSE(read_stream_head(reader_, StreamId("c"))->has_value());
  EXPECT_EQ(read_stream(reader_, StreamId("a"), StreamVersion(0), 100)->size(), 5U);
  EXPECT_TRUE(read_stream(reader_, StreamId("c"), StreamVersion(0), 100)->empty());
}

TEST_F(PrefixReaderTest, MalformedRowsAreRefusedByWhoReadsThem) {
  WriteBatch batch;
  batch.put(kDedup, dedup_key(id_of(9)), "short");
  batch.put(kStreams, stream_head_key(StreamId("d")), "short");
  batch.put(kStreams, Bytes("\x01", 1), Bytes(16, '\xFF'));
  batch.put(kEntries, Bytes("\x01 odd", 5), "x");
  ASSERT_TRUE(rows_->write(batch, Durability::kSynced).ok());
  EXPECT_EQ(read_dedup(reader_, id_of(9)).status().reason(), "store.row_malformed");
  EXPECT_EQ(read_stream_head(reader_, StreamId("d")).status().reason(), "store.row_malformed");
  EXPECT_EQ(count(kStreams, true), count(kStreams, false));
  EXPECT_EQ(count(kEntries, true), 1U + 5U);
}

}  // namespace
}  // namespace ledger
