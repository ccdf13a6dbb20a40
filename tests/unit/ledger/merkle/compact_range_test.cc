// Goal: the cover of a range is minimal and canonical, joining is exact, and untrusted hash lists are
// counted. Method: every range and every cut of it up to 40 leaves against the recursive reference; refusals
// as rows.
#include "ledger/merkle/compact_range.h"

#include <gtest/gtest.h>
#include <limits>

#include "tests/unit/ledger/merkle/reference_tree.h"

namespace ledger::merkle {
namespace {

constexpr std::uint64_t kSize = 40;
constexpr std::uint64_t kMax = std::numeric_limits<std::uint64_t>::max();

std::vector<Hash32> reference_hashes(const tests::ReferenceTree& tree, std::uint64_t begin,
                                     std::uint64_t end) {
  std::vector<Hash32> hashes;
  for (const NodeId& id : cover(begin, end)) {
    hashes.push_back(tree.root(id.index << id.level, (id.index + 1) << id.level));
  }
  return hashes;
}

TEST(Cover, KnownRanges) {
  EXPECT_TRUE(cover(0, 0).empty());
  EXPECT_TRUE(cover(7, 7).empty());
  EXPECT_EQ(cover(0, 8), (std::vector<NodeId>{{3, 0}}));
  EXPECT_EQ(cover(0, 7), (std::vector<NodeId>{{2, 0}, {1, 2}, {0, 6}}));
  EXPECT_EQ(cover(1, 8), (std::vector<NodeId>{{0, 1}, {1, 1}, {2, 1}}));
  EXPECT_EQ(cover(3, 13), (std::vector<NodeId>{{0, 3}, {2, 1}, {2, 2}, {0, 12}}));
  EXPECT_EQ(cover(kMax - 1, kMax), (std::vector<NodeId>{{0, kMax - 1}}));
  EXPECT_EQ(cover(0, kMax).size(), 64U);
  EXPECT_EQ(cover(1, kMax).size(), 126U);
  EXPECT_EQ(cover(std::uint64_t{1} << 63, kMax).size(), 63U);
}

TEST(Cover, IsContiguousAndHasNoTwoSiblings) {
  for (std::uint64_t begin = 0; begin <= kSize; ++begin) {
    for (std::uint64_t end = begin; end <= kSize; ++end) {
      std::uint64_t at = begin;
      const auto nodes = cover(begin, end);
      for (std::size_t i = 0; i < nodes.size(); ++i) {
        EXPECT_EQ(nodes[i].index << nodes[i].level, at);
        at = (nodes[i].index + 1) << nodes[i].level;
        if (i > 0) {
          EXPECT_FALSE(nodes[i].level == nodes[i - 1].level && nodes[i - 1].index % 2 == 0);
        }
      }
      EXPECT_EQ(at, end);
    }
  }
}

TEST(CompactRange, AppendingGivesTheCoverAndTheRoot) {
  const tests::ReferenceTree tree(kSize);
  for (std::uint64_t begin = 0; begin < kSize; ++begin) {
    CompactRange range(begin);
    for (std::uint64_t end = begin; end <= kSize; ++end) {
      EXPECT_EQ(range.end(), end);
      ASSERT_EQ(range.hashes(), reference_hashes(tree, begin, end)) << begin << ".." << end;
      if (begin == 0) {
        ASSERT_EQ(range.root(), tree.root(end)) << end;
      }
      if (end < kSize) range.append_leaf(tree.leaves()[end]);
    }
  }
}

TEST(CompactRange, JoiningAnyCutGivesTheWhole) {
  const tests::ReferenceTree tree(kSize);
  for (std::uint64_t begin = 0; begin <= kSize; ++begin) {
    for (std::uint64_t cut = begin; cut <= kSize; ++cut) {
      for (std::uint64_t end = cut; end <= kSize; ++end) {
        auto left = CompactRange::from_hashes(begin, cut, reference_hashes(tree, begin, cut));
        const auto right = CompactRange::from_hashes(cut, end, reference_hashes(tree, cut, end));
        ASSERT_TRUE(left.ok() && right.ok());
        ASSERT_TRUE(left->join(*right).ok());
        ASSERT_EQ(left->hashes(), reference_hashes(tree, begin, end)) << begin << "," << cut << "," << end;
        ASSERT_EQ(left->end(), end);
      }
    }
  }
}

TEST(CompactRange, Refusals) {
  const tests::ReferenceTree tree(8);
  const auto hashes = reference_hashes(tree, 0, 7);
  EXPECT_EQ(CompactRange::from_hashes(7, 6, hashes).status().reason(), "range.reversed");
  EXPECT_EQ(CompactRange::from_hashes(0, 8, hashes).status().reason(), "range.hash_count");
  EXPECT_EQ(CompactRange::from_hashes(0, 6, hashes).status().reason(), "range.hash_count");
  EXPECT_EQ(CompactRange::from_hashes(0, 0, hashes).status().reason(), "range.hash_count");
  EXPECT_EQ(CompactRange::from_hashes(0, 7, {}).status().reason(), "range.hash_count");
  EXPECT_EQ(CompactRange::from_hashes(0, kMax, hashes).status().reason(), "range.hash_count");

  auto range = CompactRange::from_hashes(0, 7, hashes);
  ASSERT_TRUE(range.ok());
  for (const std::uint64_t begin : {std::uint64_t{0}, std::uint64_t{6}, std::uint64_t{8}, kMax}) {
    EXPECT_EQ(range->join(CompactRange(begin)).reason(), "range.not_adjacent") << begin;
  }
  EXPECT_EQ(range->hashes(), hashes);
  EXPECT_EQ(range->end(), 7U);
  EXPECT_TRUE(range->join(CompactRange(7)).ok());
}

TEST(CompactRange, EmptyTree) {
  EXPECT_EQ(CompactRange().root(), empty_root());
}

}  // namespace
}  // namespace ledger::merkle
