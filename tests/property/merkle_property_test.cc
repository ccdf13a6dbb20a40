// Goal: the fast tree code equals the recursive definitions of RFC 9162, for all pairs of sizes up to 130,
// and the edge survives a restart at every size to 300 and at random sizes to 70,000. Method: exhaustive
// loops against ReferenceTree; stores are made of nothing but take_dirty_tiles; random parts print their
// seed.
#include <gtest/gtest.h>

#include "ledger/merkle/compact_range.h"
#include "ledger/merkle/proof.h"
#include "ledger/merkle/tree_edge.h"
#include "ledger/merkle/verify.h"
#include "tests/support/seeded_random.h"
#include "tests/unit/ledger/merkle/reference_tree.h"

namespace ledger::merkle {
namespace {

constexpr std::uint64_t kPairsMax = 130;

void append_to(TreeEdge& edge, std::uint64_t size) {
  while (edge.size().value < size) edge.append(tests::numbered_leaf(edge.size().value));
}

Hash32 changed(Hash32 hash, std::uint64_t bit) {
  hash[bit / 8 % 32] = static_cast<std::uint8_t>(hash[bit / 8 % 32] ^ (1U << (bit % 8)));
  return hash;
}

// Roots by size, from compact ranges: a third way, fast enough for large trees.
std::vector<Hash32> roots_to(std::uint64_t size) {
  std::vector<Hash32> roots;
  CompactRange range;
  roots.push_back(range.root());
  for (std::uint64_t i = 0; i < size; ++i) {
    range.append_leaf(tests::numbered_leaf(i));
    roots.push_back(range.root());
  }
  return roots;
}

class AllPairs : public testing::Test {
 protected:
  void SetUp() override {
    append_to(edge_, kPairsMax);
    for (std::uint64_t size = 0; size <= kPairsMax; ++size) roots_.push_back(tree_.root(size));
  }
  tests::ReferenceTree tree_{kPairsMax};
  TreeEdge edge_;
  std::vector<Hash32> roots_;
};

TEST_F(AllPairs, Roots) {
  TreeEdge edge;
  for (std::uint64_t size = 0; size <= kPairsMax; ++size) {
    append_to(edge, size);
    ASSERT_EQ(edge.root(), roots_[size]) << size;
    ASSERT_EQ(*root_at(TreeSize(size), edge_), roots_[size]) << size;
  }
}

TEST_F(AllPairs, InclusionEqualsTheReferenceAndVerifies) {
  for (std::uint64_t size = 1; size <= kPairsMax; ++size) {
    for (std::uint64_t i = 0; i < size; ++i) {
      const auto proof = inclusion_proof(Position(i), TreeSize(size), edge_);
      ASSERT_TRUE(proof.ok()) << i << " of " << size;
      ASSERT_EQ(*proof, tree_.path(i, size)) << i << " of " << size;
      ASSERT_TRUE(verify_inclusion(Position(i), TreeSize(size), tree_.leaves()[i], *proof, roots_[size]).ok())
          << i << " of " << size;
    }
  }
}

TEST_F(AllPairs, ConsistencyEqualsTheReferenceAndVerifies) {
  for (std::uint64_t to = 1; to <= kPairsMax; ++to) {
    for (std::uint64_t from = 1; from <= to; ++from) {
      const auto proof = consistency_proof(TreeSize(from), TreeSize(to), edge_);
      ASSERT_TRUE(proof.ok()) << from << " -> " << to;
      ASSERT_EQ(*proof, tree_.consistency(from, to)) << from << " -> " << to;
      ASSERT_TRUE(verify_consistency(TreeSize(from), TreeSize(to), roots_[from], roots_[to], *proof).ok())
          << from << " -> " << to;
    }
  }
}

TEST_F(AllPairs, EveryMutationOfAnInclusionProofIsRefused) {
  std::uint64_t bit = 0;
  for (std::uint64_t size = 1; size <= kPairsMax; ++size) {
    for (std::uint64_t i = 0; i < size; ++i) {
      const Proof proof = *inclusion_proof(Position(i), TreeSize(size), edge_);
      auto refused = [&](std::uint64_t at, const Hash32& leaf, const Proof& path, const Hash32& root) {
        return !verify_inclusion(Position(at), TreeSize(size), leaf, path, root).ok();
      };
      const Hash32& leaf = tree_.leaves()[i];
      for (std::size_t k = 0; k < proof.size(); ++k) {
        Proof bad = proof;
        bad[k] = changed(bad[k], bit = (bit + 37) % 256);
        ASSERT_TRUE(refused(i, leaf, bad, roots_[size])) << i << " of " << size << " hash " << k;
        Proof shorter = proof;
        shorter.erase(shorter.begin() + static_cast<std::ptrdiff_t>(k));
        ASSERT_TRUE(refused(i, leaf, shorter, roots_[size])) << i << " of " << size << " without " << k;
        Proof longer = proof;
        longer.insert(longer.begin() + static_cast<std::ptrdiff_t>(k), proof[k]);
        ASSERT_TRUE(refused(i, leaf, longer, roots_[size])) << i << " of " << size << " twice " << k;
      }
      ASSERT_TRUE(refused(i ^ 1, leaf, proof, roots_[size])) << i << " of " << size;
      ASSERT_TRUE(refused(i + 1, leaf, proof, roots_[size])) << i << " of " << size;
      ASSERT_TRUE(refused(i, changed(leaf, i), proof, roots_[size])) << i << " of " << size;
      ASSERT_TRUE(refused(i, leaf, proof, roots_[size - 1])) << i << " of " << size;
    }
  }
}

TEST_F(AllPairs, EveryMutationOfAConsistencyProofIsRefused) {
  std::uint64_t bit = 0;
  for (std::uint64_t to = 1; to <= kPairsMax; ++to) {
    for (std::uint64_t from = 1; from < to; ++from) {
      const Proof proof = *consistency_proof(TreeSize(from), TreeSize(to), edge_);
      auto refused = [&](const Hash32& first, const Hash32& second, const Proof& hashes) {
        return !verify_consistency(TreeSize(from), TreeSize(to), first, second, hashes).ok();
      };
      for (std::size_t k = 0; k < proof.size(); ++k) {
        Proof bad = proof;
        bad[k] = changed(bad[k], bit = (bit + 37) % 256);
        ASSERT_TRUE(refused(roots_[from], roots_[to], bad)) << from << " -> " << to << " hash " << k;
        Proof shorter = proof;
        shorter.erase(shorter.begin() + static_cast<std::ptrdiff_t>(k));
        ASSERT_TRUE(refused(roots_[from], roots_[to], shorter)) << from << " -> " << to << " without " << k;
      }
      ASSERT_TRUE(refused(roots_[from - 1], roots_[to], proof)) << from << " -> " << to;
      ASSERT_TRUE(refused(roots_[from], roots_[to - 1], proof)) << from << " -> " << to;
      ASSERT_FALSE(verify_consistency(TreeSize(to), TreeSize(from), roots_[to], roots_[from], proof).ok());
    }
  }
}

TEST(EdgeProperty, RestoresAtEverySizeTo300AndGoesOn) {
  constexpr std::uint64_t kSizesMax = 300;
  const std::vector<Hash32> roots = roots_to(kSizesMax + 40);
  TreeEdge edge;
  tests::MemoryTiles tiles;
  for (std::uint64_t size = 0; size <= kSizesMax; ++size) {
    append_to(edge, size);
    ASSERT_TRUE(tiles.apply(edge.take_dirty_tiles())) << size;
    ASSERT_EQ(edge.root(), roots[size]) << size;
    auto restored = TreeEdge::restore(tiles, TreeSize(size));
    ASSERT_TRUE(restored.ok()) << size << ": " << restored.status().to_string();
    ASSERT_EQ(restored->root(), roots[size]) << size;
    ASSERT_TRUE(restored->take_dirty_tiles().empty()) << size;
    append_to(*restored, size + 40);
    ASSERT_EQ(restored->root(), roots[size + 40]) << size;
    tests::MemoryTiles copy = tiles;
    ASSERT_TRUE(copy.apply(restored->take_dirty_tiles())) << size;
    ASSERT_EQ(*root_at(TreeSize(size + 40), TileNodeReader(copy)), roots[size + 40]) << size;
  }
}

TEST(EdgeProperty, RandomGrowthRestartsAndProofsTo70000) {
  tests::SeededRandom random(20260401);
  std::printf("%s\n", random.trace().c_str());
  SCOPED_TRACE(random.trace());
  constexpr std::uint64_t kSizeMax = 70000;
  const std::vector<Hash32> roots = roots_to(kSizeMax);
  TreeEdge edge;
  tests::MemoryTiles tiles;
  unsigned restarts = 0, dropped_groups = 0, held_proofs = 0, stored_proofs = 0;
  while (edge.size().value < kSizeMax) {
    const TreeSize before = edge.size();
    const std::uint64_t group = 1 + random.below(random.one_in(2) ? 10 : kGroupEventsMax);
    TreeEdge next = edge;
    append_to(next, std::min(before.value + group, kSizeMax));
    const auto dirty = next.take_dirty_tiles();
    if (random.one_in(8)) {  // the commit failed: the copy goes, the original is tried again
      ++dropped_groups;
      continue;
    }
    ASSERT_TRUE(tiles.apply(dirty));
    edge = next;
    const TreeSize size = edge.size();
    ASSERT_EQ(edge.root(), roots[size.value]) << size.value;

    const Position fresh(before.value + random.below(size.value - before.value));
    const auto held = inclusion_proof(fresh, size, edge);
    ASSERT_TRUE(held.ok()) << fresh.value << ": " << held.status().to_string();
    ASSERT_TRUE(
        verify_inclusion(fresh, size, tests::numbered_leaf(fresh.value), *held, roots[size.value]).ok());
    ++held_proofs;

    const TileNodeReader stored(tiles);
    const FallbackNodeReader both(edge, stored);
    const TreeSize past(1 + random.below(size.value));
    const Position any(random.below(past.value));
    const auto from_tiles = inclusion_proof(any, past, stored);
    const auto from_both = inclusion_proof(any, past, both);
    ASSERT_TRUE(from_tiles.ok() && from_both.ok()) << any.value << " of " << past.value;
    ASSERT_EQ(*from_tiles, *from_both);
    ASSERT_TRUE(
        verify_inclusion(any, past, tests::numbered_leaf(any.value), *from_tiles, roots[past.value]).ok());
    const auto consistent = consistency_proof(past, size, both);
    ASSERT_TRUE(consistent.ok());
    ASSERT_TRUE(verify_consistency(past, size, roots[past.value], roots[size.value], *consistent).ok());
    ++stored_proofs;

    if (random.one_in(4)) {
      ++restarts;
      auto restored = TreeEdge::restore(tiles, size);
      ASSERT_TRUE(restored.ok()) << size.value << ": " << restored.status().to_string();
      ASSERT_EQ(restored->root(), roots[size.value]);
      edge = std::move(restored).value();
    }
  }
  EXPECT_GT(restarts, 0U);
  EXPECT_GT(dropped_groups, 0U);
  EXPECT_GT(held_proofs, 0U);
  EXPECT_GT(stored_proofs, 0U);
}

TEST(EdgeProperty, RestoresAtRandomSizesTo70000) {
  tests::SeededRandom random(31);
  std::printf("%s\n", random.trace().c_str());
  SCOPED_TRACE(random.trace());
  constexpr std::uint64_t kSizeMax = 70000;
  const std::vector<Hash32> roots = roots_to(kSizeMax);
  TreeEdge edge;
  append_to(edge, kSizeMax);
  tests::MemoryTiles tiles;
  ASSERT_TRUE(tiles.apply(edge.take_dirty_tiles()));
  std::vector<std::uint64_t> sizes = {65535, 65536, 65537, 69999, kSizeMax};
  for (int i = 0; i < 40; ++i) sizes.push_back(1 + random.below(kSizeMax));
  for (const std::uint64_t size : sizes) {
    // The store is wider than the size, as after a crash between two writes; the edge must not see further.
    auto restored = TreeEdge::restore(tiles, TreeSize(size));
    ASSERT_TRUE(restored.ok()) << size << ": " << restored.status().to_string();
    ASSERT_EQ(restored->root(), roots[size]) << size;
    append_to(*restored, std::min(size + 257, kSizeMax));
    ASSERT_EQ(restored->root(), roots[restored->size().value]) << size;
  }
}

TEST(RangeProperty, RandomRangesVerifyAndDoNotShift) {
  tests::SeededRandom random(97);
  std::printf("%s\n", random.trace().c_str());
  SCOPED_TRACE(random.trace());
  constexpr std::uint64_t kSizeMax = 2000;
  const std::vector<Hash32> roots = roots_to(kSizeMax);
  TreeEdge edge;
  append_to(edge, kSizeMax);
  for (int round = 0; round < 400; ++round) {
    const std::uint64_t size = 1 + random.below(kSizeMax);
    const std::uint64_t begin = random.below(size);
    const std::uint64_t end = begin + 1 + random.below(std::min<std::uint64_t>(size - begin, 100));
    const auto proof = range_proof(Position(begin), Position(end), TreeSize(size), edge);
    ASSERT_TRUE(proof.ok()) << proof.status().to_string();
    std::vector<Hash32> leaves;
    for (std::uint64_t i = begin; i < end; ++i) leaves.push_back(tests::numbered_leaf(i));
    auto accepted = [&](std::uint64_t at, const std::vector<Hash32>& inside, const Proof& hashes) {
      return verify_range(Position(at), TreeSize(size), inside, hashes, roots[size]).ok();
    };
    ASSERT_TRUE(accepted(begin, leaves, *proof)) << begin << ".." << end << " of " << size;
    ASSERT_FALSE(accepted(begin + 1, leaves, *proof)) << begin << ".." << end << " of " << size;
    auto bad = leaves;
    bad[random.below(bad.size())] = tests::numbered_leaf(kSizeMax + 1);
    ASSERT_FALSE(accepted(begin, bad, *proof));
    bad = leaves;
    bad.pop_back();
    ASSERT_FALSE(accepted(begin, bad, *proof));
  }
}

}  // namespace
}  // namespace ledger::merkle
