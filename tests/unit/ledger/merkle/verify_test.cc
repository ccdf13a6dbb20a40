// Goal: a verifier accepts a proof exactly when it is the proof. Method: for the standard tree every pair is
// verified, then every element is mutated, dropped, added or swapped and sizes are exchanged; each refusal
// must have its own reason.
#include "ledger/merkle/verify.h"

#include <gtest/gtest.h>
#include <limits>

#include "tests/unit/ledger/merkle/reference_tree.h"

namespace ledger::merkle {
namespace {

constexpr std::uint64_t kMax = std::numeric_limits<std::uint64_t>::max();

Hash32 changed(Hash32 hash, std::size_t bit) {
  hash[bit / 8] = static_cast<std::uint8_t>(hash[bit / 8] ^ (1U << (bit % 8)));
  return hash;
}

TEST(VerifyInclusion, AcceptsTheProofAndNothingElse) {
  const auto tree = tests::ReferenceTree::standard();
  for (std::uint64_t size = 1; size <= 8; ++size) {
    const Hash32 root = tree.root(size);
    for (std::uint64_t i = 0; i < size; ++i) {
      SCOPED_TRACE(std::to_string(i) + " of " + std::to_string(size));
      const Hash32 leaf = tree.leaves()[i];
      const Proof proof = tree.path(i, size);
      auto reason = [&](std::uint64_t at, const Hash32& claimed, const Proof& path, const Hash32& top) {
        return verify_inclusion(Position(at), TreeSize(size), claimed, path, top).reason();
      };
      EXPECT_EQ(reason(i, leaf, proof, root), "");
      EXPECT_EQ(reason(i, changed(leaf, 0), proof, root), "proof.root_mismatch");
      EXPECT_EQ(reason(i, leaf, proof, changed(root, 255)), "proof.root_mismatch");
      EXPECT_EQ(reason(size, leaf, proof, root), "proof.position_beyond_size");
      EXPECT_EQ(reason(kMax, leaf, proof, root), "proof.position_beyond_size");
      for (std::uint64_t other = 0; other < size; ++other) {
        if (other != i) {
          EXPECT_NE(reason(other, leaf, proof, root), "") << other;
        }
      }
      for (std::size_t k = 0; k < proof.size(); ++k) {
        for (const std::size_t bit : {std::size_t{0}, std::size_t{131}, std::size_t{255}}) {
          Proof bad = proof;
          bad[k] = changed(bad[k], bit);
          EXPECT_EQ(reason(i, leaf, bad, root), "proof.root_mismatch");
        }
        Proof shorter = proof;
        shorter.erase(shorter.begin() + static_cast<std::ptrdiff_t>(k));
        EXPECT_EQ(reason(i, leaf, shorter, root), "proof.too_short");
      }
      Proof longer = proof;
      longer.push_back(root);
      EXPECT_EQ(reason(i, leaf, longer, root), "proof.too_long");
    }
  }
}

TEST(VerifyInclusion, LeafAndNodeCanNotBeConfused) {
  const auto tree = tests::ReferenceTree::standard();
  const Bytes children = Bytes(view_of(tree.leaves()[0])) + Bytes(view_of(tree.leaves()[1]));
  Proof upper = tree.path(0, 8);
  upper.erase(upper.begin());
  // An inner node's children offered as the bytes of an entry of a smaller tree.
  for (const Bytes& entry : {children, Bytes(1, '\x01') + children, Bytes(1, '\0') + children}) {
    EXPECT_EQ(verify_inclusion(Position(0), TreeSize(4), leaf_hash(entry), upper, tree.root(8)).reason(),
              "proof.root_mismatch");
  }
}

TEST(VerifyInclusion, EmptyTreeAndHugeTrees) {
  const auto tree = tests::ReferenceTree::standard();
  EXPECT_EQ(verify_inclusion(Position(0), TreeSize(0), tree.leaves()[0], {}, empty_root()).reason(),
            "proof.position_beyond_size");
  const Proof many(100, tree.leaves()[0]);
  EXPECT_EQ(verify_inclusion(Position(0), TreeSize(kMax), tree.leaves()[0], many, tree.root(8)).reason(),
            "proof.too_long");
  EXPECT_EQ(verify_inclusion(Position(kMax - 1), TreeSize(kMax), tree.leaves()[0], {}, tree.root(8)).reason(),
            "proof.too_short");
  const Proof full(64, tree.leaves()[0]);
  EXPECT_EQ(verify_inclusion(Position(0), TreeSize(kMax), tree.leaves()[0], full, tree.root(8)).reason(),
            "proof.root_mismatch");
}

TEST(VerifyConsistency, AcceptsTheProofAndNothingElse) {
  const auto tree = tests::ReferenceTree::standard();
  for (std::uint64_t to = 1; to <= 8; ++to) {
    for (std::uint64_t from = 1; from <= to; ++from) {
      SCOPED_TRACE(std::to_string(from) + " -> " + std::to_string(to));
      const Proof proof = tree.consistency(from, to);
      const Hash32 old_root = tree.root(from);
      const Hash32 new_root = tree.root(to);
      auto reason = [&](const Hash32& first, const Hash32& second, const Proof& hashes) {
        return verify_consistency(TreeSize(from), TreeSize(to), first, second, hashes).reason();
      };
      EXPECT_EQ(reason(old_root, new_root, proof), "");
      EXPECT_NE(reason(changed(old_root, 7), new_root, proof), "");
      EXPECT_NE(reason(old_root, changed(new_root, 7), proof), "");
      for (std::size_t k = 0; k < proof.size(); ++k) {
        Proof bad = proof;
        bad[k] = changed(bad[k], 40 * k % 256);
        EXPECT_NE(reason(old_root, new_root, bad), "") << k;
      }
      if (!proof.empty()) {
        EXPECT_EQ(reason(old_root, new_root, Proof(proof.begin(), proof.end() - 1)), "proof.too_short");
        EXPECT_EQ(reason(old_root, new_root, {}), "proof.too_short");
        EXPECT_NE(reason(new_root, old_root, proof), "");
        EXPECT_EQ(verify_consistency(TreeSize(to), TreeSize(from), new_root, old_root, proof).reason(),
                  "proof.sizes_reversed");
      }
      Proof longer = proof;
      longer.push_back(new_root);
      EXPECT_EQ(reason(old_root, new_root, longer), "proof.too_long");
    }
  }
}

TEST(VerifyConsistency, RefusesTheEmptyTreeAndEqualSizesWithAProof) {
  const auto tree = tests::ReferenceTree::standard();
  struct Row {
    std::uint64_t from, to;
    Hash32 from_root, to_root;
    Proof proof;
    std::string_view reason;
  };
  const Hash32 root4 = tree.root(4);
  const Hash32 root8 = tree.root(8);
  for (const Row& row : std::initializer_list<Row>{
           {0, 0, empty_root(), empty_root(), {}, "proof.from_empty"},
           {0, 8, empty_root(), root8, {}, "proof.from_empty"},
           {0, 8, empty_root(), root8, {root8}, "proof.from_empty"},
           {8, 0, root8, empty_root(), {}, "proof.sizes_reversed"},
           {8, 8, root8, root8, {root8}, "proof.too_long"},
           {8, 8, root8, root4, {}, "proof.root_mismatch"},
           {4, 8, root4, root8, {root4}, "proof.root_mismatch"},
           // The seed of an imperfect old tree must not be taken from the caller's root.
           {3, 8, tree.root(3), root8, {tree.root(3)}, "proof.too_short"},
           {1, kMax, root4, root8, Proof(65, root4), "proof.too_long"},
           {kMax - 1, kMax, root4, root8, Proof(3, root4), "proof.too_short"}}) {
    EXPECT_EQ(verify_consistency(TreeSize(row.from), TreeSize(row.to), row.from_root, row.to_root, row.proof)
                  .reason(),
              row.reason)
        << row.from << " -> " << row.to;
  }
}

TEST(VerifyConsistency, FindsWhichRootIsWrong) {
  const auto tree = tests::ReferenceTree::standard();
  const Proof proof = tree.consistency(3, 7);
  EXPECT_EQ(verify_consistency(TreeSize(3), TreeSize(7), tree.root(2), tree.root(7), proof).reason(),
            "proof.from_root_mismatch");
  EXPECT_EQ(verify_consistency(TreeSize(3), TreeSize(7), tree.root(3), tree.root(8), proof).reason(),
            "proof.root_mismatch");
}

TEST(VerifyRange, AcceptsEveryRangeAndNothingElse) {
  const auto tree = tests::ReferenceTree::standard();
  const tests::ReferenceReader reader(tree);
  for (std::uint64_t size = 1; size <= 8; ++size) {
    for (std::uint64_t begin = 0; begin < size; ++begin) {
      for (std::uint64_t end = begin + 1; end <= size; ++end) {
        SCOPED_TRACE(std::to_string(begin) + ".." + std::to_string(end) + " of " + std::to_string(size));
        const Proof proof = *range_proof(Position(begin), Position(end), TreeSize(size), reader);
        const std::vector<Hash32> leaves(tree.leaves().begin() + static_cast<std::ptrdiff_t>(begin),
                                         tree.leaves().begin() + static_cast<std::ptrdiff_t>(end));
        auto reason = [&](const std::vector<Hash32>& inside, const Proof& hashes) {
          return verify_range(Position(begin), TreeSize(size), inside, hashes, tree.root(size)).reason();
        };
        EXPECT_EQ(reason(leaves, proof), "");
        EXPECT_EQ(reason({}, proof), "proof.range_empty");
        for (std::size_t k = 0; k < leaves.size(); ++k) {
          auto bad = leaves;
          bad[k] = changed(bad[k], 3);
          EXPECT_EQ(reason(bad, proof), "proof.root_mismatch");
        }
        for (std::size_t k = 0; k < proof.size(); ++k) {
          auto bad = proof;
          bad[k] = changed(bad[k], 99);
          EXPECT_EQ(reason(leaves, bad), "proof.root_mismatch");
        }
        Proof longer = proof;
        longer.push_back(tree.root(size));
        EXPECT_EQ(reason(leaves, longer), "proof.too_long");
        if (!proof.empty()) {
          EXPECT_EQ(reason(leaves, Proof(proof.begin() + 1, proof.end())), "proof.too_short");
        }
        EXPECT_EQ(verify_range(Position(begin + 1), TreeSize(end), leaves, proof, tree.root(size)).reason(),
                  "proof.position_beyond_size");
      }
    }
  }
  const std::vector<Hash32> two(2, tree.leaves()[0]);
  EXPECT_EQ(verify_range(Position(kMax), TreeSize(kMax), two, {}, tree.root(8)).reason(),
            "proof.position_beyond_size");
  // Beginning far above the size must neither wrap around nor reach the arithmetic below.
  EXPECT_EQ(verify_range(Position(9), TreeSize(8), two, {}, tree.root(8)).reason(),
            "proof.position_beyond_size");
  EXPECT_EQ(verify_range(Position(kMax), TreeSize(8), two, {}, tree.root(8)).reason(),
            "proof.position_beyond_size");
  EXPECT_EQ(verify_range(Position(kMax - 1), TreeSize(kMax), two, {}, tree.root(8)).reason(),
            "proof.position_beyond_size");
}

}  // namespace
}  // namespace ledger::merkle
