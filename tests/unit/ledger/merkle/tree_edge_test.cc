// Goal: the writer's edge has the right root at every size, hands out each hash exactly once, survives a
// restart, and proves fresh entries without a store. Method: small trees at and around tile borders against
// the reference; damaged and missing tiles as rows; larger sweeps are in
// tests/property/merkle_property_test.cc.
#include "ledger/merkle/tree_edge.h"

#include <gtest/gtest.h>

#include "ledger/merkle/compact_range.h"
#include "ledger/merkle/proof.h"
#include "ledger/merkle/verify.h"
#include "tests/unit/ledger/merkle/reference_tree.h"

namespace ledger::merkle {
namespace {

void append_numbered(TreeEdge& edge, std::uint64_t count) {
  for (std::uint64_t i = 0; i < count; ++i) edge.append(tests::numbered_leaf(edge.size().value));
}

TEST(TreeEdge, EmptyTree) {
  TreeEdge edge;
  EXPECT_EQ(edge.size(), TreeSize(0));
  EXPECT_EQ(edge.root(), empty_root());
  EXPECT_TRUE(edge.take_dirty_tiles().empty());
  EXPECT_EQ(edge.node(0, 0).status().reason(), "merkle.node_beyond_size");
  const tests::MemoryTiles nothing;
  const auto restored = TreeEdge::restore(nothing, TreeSize(0));
  ASSERT_TRUE(restored.ok());
  EXPECT_EQ(restored->root(), empty_root());
  EXPECT_EQ(nothing.reads, 0U);
}

TEST(TreeEdge, StandardRoots) {
  const auto tree = tests::ReferenceTree::standard();
  TreeEdge edge;
  for (std::uint64_t size = 1; size <= 8; ++size) {
    edge.append(tree.leaves()[size - 1]);
    EXPECT_EQ(edge.root(), tree.root(size)) << size;
  }
}

TEST(TreeEdge, DirtyTilesAreTheIncrements) {
  TreeEdge edge;
  append_numbered(edge, 3);
  auto dirty = edge.take_dirty_tiles();
  ASSERT_EQ(dirty.size(), 1U);
  EXPECT_EQ(dirty[0].level, 0U);
  EXPECT_EQ(dirty[0].index, 0U);
  EXPECT_EQ(dirty[0].offset, 0U);
  EXPECT_EQ(dirty[0].width(), 3U);
  EXPECT_FALSE(dirty[0].complete);
  EXPECT_TRUE(dirty[0].full.empty());
  EXPECT_EQ(dirty[0].hashes.substr(32, 32), view_of(tests::numbered_leaf(1)));
  EXPECT_TRUE(edge.take_dirty_tiles().empty());

  append_numbered(edge, 600 - 3);
  dirty = edge.take_dirty_tiles();
  ASSERT_EQ(dirty.size(), 4U);
  EXPECT_EQ(dirty[0].offset, 3U);
  EXPECT_EQ(dirty[0].width(), 256U);
  EXPECT_TRUE(dirty[0].complete);
  EXPECT_EQ(dirty[0].full.size(), kTileBytes);
  EXPECT_EQ(dirty[0].full.substr(0, 32), view_of(tests::numbered_leaf(0)));
  EXPECT_TRUE(dirty[1].complete);
  EXPECT_EQ(dirty[1].full, dirty[1].hashes);
  EXPECT_EQ(dirty[2].width(), 600U - 512U);
  EXPECT_FALSE(dirty[2].complete);
  EXPECT_EQ(dirty[3].level, 1U);
  EXPECT_EQ(dirty[3].width(), 2U);
  EXPECT_TRUE(edge.take_dirty_tiles().empty());
}

TEST(TreeEdge, HandsOutTilesThatWereCompletedLongBeforeTheTake) {
  TreeEdge edge;
  const std::uint64_t size = kTileWidth * (kHeldTiles + 5) + 1;
  append_numbered(edge, size);
  tests::MemoryTiles tiles;
  ASSERT_TRUE(tiles.apply(edge.take_dirty_tiles()));
  const TileNodeReader stored(tiles);
  EXPECT_EQ(*root_at(TreeSize(size), stored), edge.root());
  // Once they are handed out, only the newest stay.
  EXPECT_EQ(edge.node(0, 0).status().reason(), "merkle.node_not_held");
  EXPECT_TRUE(edge.node(0, kTileWidth * 5).ok());
}

TEST(TreeEdge, ADroppedCopyLeavesTheOriginalUntouched) {
  TreeEdge edge;
  append_numbered(edge, 250);
  const Hash32 root = edge.root();
  tests::MemoryTiles tiles;
  {
    TreeEdge attempt = edge;
    for (int i = 0; i < 20; ++i) attempt.append(tests::numbered_leaf(9999));
    EXPECT_EQ(attempt.take_dirty_tiles().size(), 3U);
    EXPECT_NE(attempt.root(), root);
  }
  EXPECT_EQ(edge.size(), TreeSize(250));
  EXPECT_EQ(edge.root(), root);
  append_numbered(edge, 20);
  ASSERT_TRUE(tiles.apply(edge.take_dirty_tiles()));
  EXPECT_EQ(edge.root(), tests::ReferenceTree(270).root(270));
  EXPECT_EQ(*root_at(TreeSize(270), TileNodeReader(tiles)), edge.root());
}

TEST(TreeEdge, ProvesAWholeFreshGroupWithoutAStore) {
  // The worst place for a group is one entry before a tile border; later taken and committed.
  for (const std::uint64_t before :
       {std::uint64_t{0}, std::uint64_t{255}, std::uint64_t{256}, std::uint64_t{65535},
        std::uint64_t{65536 - 208}, std::uint64_t{66000}}) {
    SCOPED_TRACE(before);
    TreeEdge edge;
    append_numbered(edge, before);
    edge.take_dirty_tiles();
    const Hash32 old_root = edge.root();
    append_numbered(edge, kGroupEventsMax);
    edge.take_dirty_tiles();
    const Hash32 root = edge.root();
    for (std::uint64_t i = before; i < edge.size().value; i += 7) {
      const auto proof = inclusion_proof(Position(i), edge.size(), edge);
      ASSERT_TRUE(proof.ok()) << i << ": " << proof.status().to_string();
      ASSERT_TRUE(verify_inclusion(Position(i), edge.size(), tests::numbered_leaf(i), *proof, root).ok())
          << i;
    }
    if (before == 0) continue;
    const auto proof = consistency_proof(TreeSize(before), edge.size(), edge);
    ASSERT_TRUE(proof.ok()) << proof.status().to_string();
    EXPECT_TRUE(verify_consistency(TreeSize(before), edge.size(), old_root, root, *proof).ok());
  }
}

TEST(TreeEdge, SaysWhichNodesItLacks) {
  TreeEdge edge;
  append_numbered(edge, 256 * 20);
  edge.take_dirty_tiles();
  struct Row {
    unsigned level;
    std::uint64_t index;
    std::string_view reason;
  };
  for (const Row& row : std::initializer_list<Row>{{0, 0, "merkle.node_not_held"},
                                                   {7, 1, "merkle.node_not_held"},
                                                   {0, 256 * 12 - 1, "merkle.node_not_held"},
                                                   {0, 256 * 12, ""},
                                                   {7, 24, ""},
                                                   {8, 0, ""},
                                                   {8, 19, ""},
                                                   {12, 0, ""},
                                                   {0, 256 * 20, "merkle.node_beyond_size"},
                                                   {8, 20, "merkle.node_beyond_size"},
                                                   {13, 0, "merkle.node_beyond_size"},
                                                   {63, 0, "merkle.node_beyond_size"},
                                                   {64, 0, "merkle.node_beyond_size"},
                                                   {4000, 0, "merkle.node_beyond_size"}}) {
    EXPECT_EQ(edge.node(row.level, row.index).status().reason(), row.reason) << row.level << "," << row.index;
  }
}

class RestoreTest : public testing::Test {
 protected:
  static constexpr std::uint64_t kSize = 65536 + 256 * 3 + 17;
  void SetUp() override {
    append_numbered(edge_, kSize);
    ASSERT_TRUE(tiles_.apply(edge_.take_dirty_tiles()));
  }
  std::string reason() const { return TreeEdge::restore(tiles_, TreeSize(kSize)).status().reason(); }

  TreeEdge edge_;
  tests::MemoryTiles tiles_;
};

TEST_F(RestoreTest, GivesTheSameEdgeWithFewReads) {
  tiles_.reads = 0;
  auto restored = TreeEdge::restore(tiles_, TreeSize(kSize));
  ASSERT_TRUE(restored.ok()) << restored.status().to_string();
  EXPECT_LE(tiles_.reads, 2U * 3U);
  EXPECT_EQ(restored->size(), TreeSize(kSize));
  EXPECT_EQ(restored->root(), edge_.root());
  // What was restored is stored already; only what comes now is new.
  EXPECT_TRUE(restored->take_dirty_tiles().empty());
  append_numbered(*restored, 300);
  append_numbered(edge_, 300);
  EXPECT_EQ(restored->root(), edge_.root());
  ASSERT_TRUE(tiles_.apply(restored->take_dirty_tiles()));
  EXPECT_EQ(*root_at(TreeSize(kSize + 300), TileNodeReader(tiles_)), edge_.root());
}

TEST_F(RestoreTest, IgnoresHashesBehindTheSize) {
  // A store may answer wider tiles than asked, e.g. when a batch behind the checkpoint was already applied.
  append_numbered(edge_, 100);
  ASSERT_TRUE(tiles_.apply(edge_.take_dirty_tiles()));
  TreeEdge smaller;
  append_numbered(smaller, kSize);
  const auto restored = TreeEdge::restore(tiles_, TreeSize(kSize));
  ASSERT_TRUE(restored.ok());
  EXPECT_EQ(restored->root(), smaller.root());
}

TEST_F(RestoreTest, ReportsAMissingTile) {
  tiles_.raw(0, 259).clear();
  EXPECT_EQ(reason(), "test.no_tile");
}

TEST_F(RestoreTest, ReportsAFullTileThatTheLevelAboveContradicts) {
  Bytes& tile = tiles_.raw(0, 258);
  tile[100] = static_cast<char>(tile[100] ^ 1);
  EXPECT_EQ(reason(), "merkle.tile_contradiction");
}

TEST_F(RestoreTest, ReportsALevelAboveThatContradictsTheTile) {
  Bytes& tile = tiles_.raw(1, 1);
  tile.back() = static_cast<char>(tile.back() ^ 1);
  EXPECT_EQ(reason(), "merkle.tile_contradiction");
}

TEST_F(RestoreTest, ReportsAHigherTileThatContradictsItsTop) {
  Bytes& tile = tiles_.raw(1, 0);
  tile[0] = static_cast<char>(tile[0] ^ 1);
  EXPECT_EQ(reason(), "merkle.tile_contradiction");
}

TEST_F(RestoreTest, ReportsATornTile) {
  tiles_.raw(0, 259).push_back('x');
  EXPECT_EQ(reason(), "merkle.tile_size");
}

TEST_F(RestoreTest, APartialTileIsCoveredByTheRootOnly) {
  // Nothing above sums up a partial tile: the caller's comparison with the signed root is what finds this.
  Bytes& tile = tiles_.raw(0, 259);
  tile[0] = static_cast<char>(tile[0] ^ 1);
  const auto restored = TreeEdge::restore(tiles_, TreeSize(kSize));
  ASSERT_TRUE(restored.ok());
  EXPECT_NE(restored->root(), edge_.root());
}

}  // namespace
}  // namespace ledger::merkle
