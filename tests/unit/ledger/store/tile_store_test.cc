// Goal: whatever the sizes of the groups were, the tiles read back are the tree's, and damaged rows are never
// read as hashes. Method: random groups on a TreeEdge (seed printed), every tile compared with the leaves;
// then broken rows.
#include "ledger/store/tile_store.h"

#include <gtest/gtest.h>
#include <random>

#include "ledger/merkle/hash.h"
#include "ledger/store/memory_kv.h"

namespace ledger {
namespace {

using merkle::kHashBytes;
using merkle::kTileWidth;

Hash32 leaf(std::uint64_t position) {
  return merkle::leaf_hash(std::to_string(position));
}

class TileStoreTest : public ::testing::Test {
 protected:
  void append_group(std::uint64_t count) {
    merkle::TreeEdge copy = edge_;
    for (std::uint64_t i = 0; i < count; ++i) copy.append(leaf(copy.size().value));
    WriteBatch batch;
    add_tile_rows(copy, batch);
    ASSERT_TRUE(kv_.write(batch, Durability::kSynced).ok());
    edge_ = copy;
  }
  void put(unsigned offset, const Bytes& hashes) {
    WriteBatch batch;
    batch.put(kTiles, tile_key(0, 0, offset), hashes);
    ASSERT_TRUE(kv_.write(batch, Durability::kSynced).ok());
  }
  void erase(unsigned offset) {
    WriteBatch batch;
    batch.erase(kTiles, tile_key(0, 0, offset));
    ASSERT_TRUE(kv_.write(batch, Durability::kSynced).ok());
  }
  std::size_t row_count(unsigned level, std::uint64_t index) const {
    std::size_t rows = 0;
    const Bytes prefix = tile_prefix(level, index);
    EXPECT_TRUE(kv_.scan(kTiles, prefix, prefix_end(prefix),
                         [&](ByteView, ByteView) {
                           ++rows;
                           return true;
                         })
                    .ok());
    return rows;
  }
  std::string refusal(unsigned level, std::uint64_t index, unsigned width) const {
    const auto tile = KvTileSource(kv_).tile(level, index, width);
    return tile.ok() ? "" : tile.status().reason();
  }

  MemoryKv kv_{kLedgerFamilyCount};
  merkle::TreeEdge edge_;
};

TEST_F(TileStoreTest, GivesBackEveryTileOfEverySize) {
  const std::uint32_t seed = std::random_device()();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  for (int group = 0; group < 300; ++group) {
    ASSERT_NO_FATAL_FAILURE(append_group(1 + random() % (group % 10 == 0 ? 900 : 5)));
    const std::uint64_t size = edge_.size().value;
    const auto restored = merkle::TreeEdge::restore(KvTileSource(kv_), edge_.size());
    ASSERT_TRUE(restored.ok()) << restored.status().to_string();
    ASSERT_EQ(restored->root(), edge_.root()) << size;
    if (group % 50 == 0) edge_ = *restored;  // as after a restart
  }
  const std::uint64_t size = edge_.size().value;
  for (std::uint64_t index = 0; index * kTileWidth < size; ++index) {
    const std::uint64_t first = index * kTileWidth;
    const auto width = static_cast<unsigned>(std::min<std::uint64_t>(kTileWidth, size - first));
    const auto tile = KvTileSource(kv_).tile(0, index, width);
    ASSERT_TRUE(tile.ok()) << tile.status().to_string();
    Bytes expected;
    for (unsigned i = 0; i < width; ++i) expected += view_of(leaf(first + i));
    ASSERT_EQ(*tile, expected) << index;
    if (width == kTileWidth) {
      ASSERT_EQ(row_count(0, index), 1U) << "one full row replaces the pieces";
    }
  }
}

TEST_F(TileStoreTest, JoinsThePiecesOfATileInProgress) {
  for (const std::uint64_t count : {1U, 1U, 3U, 100U}) append_group(count);
  EXPECT_EQ(row_count(0, 0), 4U);
  EXPECT_EQ(KvTileSource(kv_).tile(0, 0, 1)->size(), 105 * kHashBytes);
  EXPECT_EQ(refusal(0, 0, 105), "");
  EXPECT_EQ(refusal(0, 0, 106), "store.tile_missing");
  append_group(151);
  EXPECT_EQ(row_count(0, 0), 1U);
  EXPECT_EQ(KvTileSource(kv_).tile(0, 0, 256)->size(), 256 * kHashBytes);
  EXPECT_EQ(*KvTileSource(kv_).tile(1, 0, 1), view_of(edge_.root()));
}

TEST_F(TileStoreTest, ErasesOnlyThePiecesThatMayBeThere) {
  const auto erased = [this](std::uint64_t count) {
    merkle::TreeEdge copy = edge_;
    for (std::uint64_t i = 0; i < count; ++i) copy.append(leaf(copy.size().value));
    WriteBatch batch;
    add_tile_rows(copy, batch);
    std::vector<Bytes> keys;
    for (const WriteBatch::Op& op : batch.ops()) {
      if (!op.value) keys.emplace_back(op.key);
    }
    return keys;
  };
  const auto keys_of = [](std::uint64_t index, std::vector<unsigned> offsets) {
    std::vector<Bytes> keys;
    for (const unsigned offset : offsets) keys.push_back(tile_key(0, index, offset));
    return keys;
  };
  for (const std::uint64_t count : {1U, 1U, 3U, 100U}) append_group(count);
  EXPECT_EQ(erased(150), keys_of(0, {}));
  EXPECT_EQ(erased(151), keys_of(0, {1, 2, 5}));
  append_group(154);
  EXPECT_EQ(erased(252), keys_of(1, {})) << "the next tile has pieces of its own";
  append_group(1);
  EXPECT_EQ(erased(252), keys_of(1, {3}));
  // After a start nobody knows where the pieces begin.
  edge_ = *merkle::TreeEdge::restore(KvTileSource(kv_), edge_.size());
  EXPECT_EQ(erased(252), keys_of(1, {1, 2, 3}));
  append_group(2);
  EXPECT_EQ(erased(250), keys_of(1, {1, 2, 3, 4}));
}

TEST_F(TileStoreTest, ASnapshotShowsTheTileOfItsTime) {
  append_group(255);
  const auto snapshot = kv_.snapshot();
  append_group(1);
  EXPECT_EQ(KvTileSource(*snapshot).tile(0, 0, 255)->size(), 255 * kHashBytes);
  EXPECT_EQ(KvTileSource(*snapshot).tile(0, 0, 256).status().reason(), "store.tile_missing");
}

TEST_F(TileStoreTest, MissingTilesAreDataLoss) {
  append_group(300);
  EXPECT_EQ(refusal(0, 2, 1), "store.tile_missing");
  EXPECT_EQ(refusal(1, 1, 1), "store.tile_missing");
  EXPECT_EQ(refusal(2, 0, 1), "store.tile_missing");
  EXPECT_EQ(refusal(8, 0, 1), "store.tile_missing");
  EXPECT_EQ(refusal(256, 0, 1), "store.tile_missing");
  EXPECT_EQ(KvTileSource(kv_).tile(0, 2, 1).status().code(), StatusCode::kDataLoss);
}

TEST_F(TileStoreTest, RowsThatDoNotFitAreNotRead) {
  const Bytes hash(kHashBytes, 'h');
  struct Row {
    const char* name;
    std::vector<std::pair<unsigned, Bytes>> rows;
  };
  const Row broken[] = {
      {"starts late", {{1, hash + hash}}},
      {"gap", {{0, hash}, {2, hash}}},
      {"overlap", {{0, hash + hash}, {1, hash}}},
      {"empty row", {{0, ""}}},
      {"half a hash", {{0, hash}, {1, hash.substr(1)}}},
      {"too many hashes", {{0, hash}, {1, Bytes(256 * kHashBytes, 'h')}}},
      {"257 hashes", {{0, Bytes(257 * kHashBytes, 'h')}}},
  };
  for (const Row& row : broken) {
    for (unsigned offset = 0; offset < kTileWidth; ++offset) erase(offset);
    for (const auto& [offset, hashes] : row.rows) put(offset, hashes);
    EXPECT_EQ(refusal(0, 0, 3), "store.tile_missing") << row.name;
  }
}

}  // namespace
}  // namespace ledger
