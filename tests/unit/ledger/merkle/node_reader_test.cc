// Goal: nodes answered from tiles are the tree's nodes, each tile is read once, and a lying or failing source
// is reported. Method: a small tree in a memory store, compared with the recursive reference; damaged tiles
// as rows.
#include "ledger/merkle/node_reader.h"

#include <gtest/gtest.h>

#include "tests/unit/ledger/merkle/reference_tree.h"

namespace ledger::merkle {
namespace {

tests::MemoryTiles tiles_of(std::uint64_t size) {
  TreeEdge edge;
  for (std::uint64_t i = 0; i < size; ++i) edge.append(tests::numbered_leaf(i));
  tests::MemoryTiles tiles;
  EXPECT_TRUE(tiles.apply(edge.take_dirty_tiles()));
  return tiles;
}

TEST(TileNodeReader, AnswersEveryPerfectNode) {
  const std::uint64_t size = 777;
  const tests::ReferenceTree tree(size);
  const tests::MemoryTiles tiles = tiles_of(size);
  const TileNodeReader reader(tiles);
  for (unsigned level = 0; (size >> level) > 0; ++level) {
    for (std::uint64_t index = 0; index < (size >> level); ++index) {
      const auto node = reader.node(level, index);
      ASSERT_TRUE(node.ok()) << level << "," << index << ": " << node.status().to_string();
      ASSERT_EQ(*node, tree.root(index << level, (index + 1) << level)) << level << "," << index;
    }
    // The next node of the level would need hashes that are not there.
    EXPECT_FALSE(reader.node(level, size >> level).ok()) << level;
  }
}

TEST(TileNodeReader, ReadsATileOnceForOneProof) {
  const tests::MemoryTiles tiles = tiles_of(600);
  const TileNodeReader reader(tiles);
  tiles.reads = 0;
  ASSERT_TRUE(reader.node(0, 254).ok());
  ASSERT_TRUE(reader.node(3, 5).ok());
  ASSERT_TRUE(reader.node(7, 1).ok());
  EXPECT_EQ(tiles.reads, 1U);
  ASSERT_TRUE(reader.node(0, 256).ok());
  EXPECT_EQ(tiles.reads, 2U);
  ASSERT_TRUE(reader.node(8, 1).ok());
  ASSERT_TRUE(reader.node(0, 300).ok());
  EXPECT_EQ(tiles.reads, 3U);
}

TEST(TileNodeReader, RefusesCoordinatesOutsideEvery64BitTree) {
  const tests::MemoryTiles tiles = tiles_of(3);
  const TileNodeReader reader(tiles);
  struct Row {
    unsigned level;
    std::uint64_t index;
  };
  for (const Row& row : std::initializer_list<Row>{
           {64, 0}, {1000, 0}, {63, 2}, {1, std::uint64_t{1} << 63}, {8, std::uint64_t{1} << 56}}) {
    const auto node = reader.node(row.level, row.index);
    ASSERT_FALSE(node.ok()) << row.level << "," << row.index;
    EXPECT_EQ(node.status().reason(), "merkle.node_beyond_size");
  }
  EXPECT_EQ(tiles.reads, 0U);
}

// Answers the same bytes whatever is asked.
class FixedTiles : public TileSource {
 public:
  explicit FixedTiles(Result<Bytes> answer) : answer_(std::move(answer)) {}
  Result<Bytes> tile(unsigned, std::uint64_t, unsigned) const override { return answer_; }

 private:
  Result<Bytes> answer_;
};

TEST(TileNodeReader, ReportsTilesOfTheWrongSize) {
  for (const std::size_t bytes : {std::size_t{0}, std::size_t{31}, std::size_t{33}, std::size_t{95},
                                  std::size_t{97}, kTileBytes + 1, kTileBytes + 32}) {
    const FixedTiles tiles{Result<Bytes>(Bytes(bytes, 'x'))};
    const auto node = TileNodeReader(tiles).node(1, 1);
    ASSERT_FALSE(node.ok()) << bytes;
    EXPECT_EQ(node.status().reason(), "merkle.tile_size") << bytes;
    EXPECT_EQ(node.status().code(), StatusCode::kDataLoss);
  }
  const FixedTiles enough{Result<Bytes>(Bytes(128, 'x'))};
  EXPECT_TRUE(TileNodeReader(enough).node(1, 1).ok());
}

TEST(TileNodeReader, PassesErrorsOfTheSourceThrough) {
  const FixedTiles tiles{Result<Bytes>(unavailable("test.down", "down"))};
  EXPECT_EQ(TileNodeReader(tiles).node(0, 0).status().reason(), "test.down");
}

// Answers one status or hash for every node.
class FixedReader : public NodeReader {
 public:
  explicit FixedReader(Result<Hash32> answer) : answer_(std::move(answer)) {}
  Result<Hash32> node(unsigned, std::uint64_t) const override { return answer_; }

 private:
  Result<Hash32> answer_;
};

TEST(FallbackNodeReader, AsksTheSecondOnlyForNodesThatTheFirstDoesNotHold) {
  const FixedReader holds(tests::numbered_leaf(1));
  const FixedReader other(tests::numbered_leaf(2));
  const FixedReader lacks(not_found("merkle.node_not_held", "left behind"));
  const FixedReader ends(out_of_range("merkle.node_beyond_size", "beyond"));
  const FixedReader broken(data_loss("merkle.tile_size", "short"));
  EXPECT_EQ(*FallbackNodeReader(holds, broken).node(0, 0), tests::numbered_leaf(1));
  EXPECT_EQ(*FallbackNodeReader(lacks, other).node(0, 0), tests::numbered_leaf(2));
  EXPECT_EQ(FallbackNodeReader(lacks, broken).node(0, 0).status().reason(), "merkle.tile_size");
  EXPECT_EQ(FallbackNodeReader(lacks, lacks).node(0, 0).status().reason(), "merkle.node_not_held");
  // Neither the end of the tree nor damage may be papered over by another source.
  EXPECT_EQ(FallbackNodeReader(ends, other).node(0, 0).status().reason(), "merkle.node_beyond_size");
  EXPECT_EQ(FallbackNodeReader(broken, other).node(0, 0).status().reason(), "merkle.tile_size");
}

}  // namespace
}  // namespace ledger::merkle
