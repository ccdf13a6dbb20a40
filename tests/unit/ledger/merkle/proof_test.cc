// Goal: proofs equal the published ones and impossible questions are refused with their reason.
// Method: standard eight-leaf vectors by their first bytes, then tables of refusals and reader failures. All
// pairs up to 130 are in tests/property/merkle_property_test.cc.
#include "ledger/merkle/proof.h"

#include <gtest/gtest.h>
#include <limits>

#include "tests/unit/ledger/merkle/reference_tree.h"

namespace ledger::merkle {
namespace {

using Prefixes = std::vector<std::string>;

Prefixes prefixes(const Proof& proof) {
  Prefixes texts;
  for (const Hash32& hash : proof) texts.push_back(tests::hex_of(hash).substr(0, 16));
  return texts;
}

class ProofTest : public testing::Test {
 protected:
  tests::ReferenceTree tree_ = tests::ReferenceTree::standard();
  tests::ReferenceReader reader_{tree_};
};

TEST_F(ProofTest, RootsOfTheStandardTree) {
  const Prefixes roots = {"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                          "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                          "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
                          "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
                          "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
                          "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
                          "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
                          "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
                          "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};
  for (std::size_t size = 0; size < roots.size(); ++size) {
    const auto root = root_at(TreeSize(size), reader_);
    ASSERT_TRUE(root.ok()) << size;
    EXPECT_EQ(tests::hex_of(*root), roots[size]) << size;
  }
}

TEST_F(ProofTest, InclusionVectors) {
  struct Row {
    std::uint64_t position, size;
    Prefixes proof;
  };
  for (const Row& row :
       std::initializer_list<Row>{{0, 1, {}},
                                  {0, 8, {"96a296d224f285c6", "5f083f0a1a33ca07", "6b47aaf29ee3c2af"}},
                                  {5, 8, {"bc1a0643b12e4d2d", "ca854ea128ed050b", "d37ee418976dd957"}},
                                  {2, 3, {"fac54203e7cc696c"}},
                                  {1, 5, {"6e340b9cffb37a98", "5f083f0a1a33ca07", "bc1a0643b12e4d2d"}}}) {
    const auto proof = inclusion_proof(Position(row.position), TreeSize(row.size), reader_);
    ASSERT_TRUE(proof.ok());
    EXPECT_EQ(prefixes(*proof), row.proof) << row.position << " of " << row.size;
  }
}

TEST_F(ProofTest, ConsistencyVectors) {
  struct Row {
    std::uint64_t from, to;
    Prefixes proof;
  };
  for (const Row& row : std::initializer_list<Row>{
           {1, 1, {}},
           {8, 8, {}},
           {6, 8, {"0ebc5d3437fbe2db", "ca854ea128ed050b", "d37ee418976dd957"}},
           {2, 5, {"5f083f0a1a33ca07", "bc1a0643b12e4d2d"}},
           {3, 7, {"0298d122906dcfc1", "07506a85fd9dd2f1", "fac54203e7cc696c", "837dbb152e9b0790"}},
           {4, 7, {"837dbb152e9b0790"}}}) {
    const auto proof = consistency_proof(TreeSize(row.from), TreeSize(row.to), reader_);
    ASSERT_TRUE(proof.ok());
    EXPECT_EQ(prefixes(*proof), row.proof) << row.from << " -> " << row.to;
  }
}

TEST_F(ProofTest, RefusesWhatCanNotBeProven) {
  constexpr std::uint64_t kMax = std::numeric_limits<std::uint64_t>::max();
  const tests::EmptyReader nobody;
  for (const auto& [position, size] : std::initializer_list<std::pair<std::uint64_t, std::uint64_t>>{
           {0, 0}, {1, 1}, {2, 1}, {8, 8}, {kMax, kMax}, {kMax, 0}}) {
    EXPECT_EQ(inclusion_proof(Position(position), TreeSize(size), nobody).status().reason(),
              "proof.position_beyond_size");
  }
  for (const std::uint64_t to : {std::uint64_t{0}, std::uint64_t{1}, kMax}) {
    EXPECT_EQ(consistency_proof(TreeSize(0), TreeSize(to), nobody).status().reason(), "proof.from_empty");
  }
  EXPECT_EQ(consistency_proof(TreeSize(2), TreeSize(1), nobody).status().reason(), "proof.sizes_reversed");
  EXPECT_EQ(consistency_proof(TreeSize(kMax), TreeSize(1), nobody).status().reason(), "proof.sizes_reversed");
  EXPECT_EQ(range_hashes(Position(2), Position(1), nobody).status().reason(), "proof.range_reversed");
  EXPECT_EQ(range_proof(Position(2), Position(2), TreeSize(8), nobody).status().reason(),
            "proof.range_empty");
  EXPECT_EQ(range_proof(Position(3), Position(2), TreeSize(8), nobody).status().reason(),
            "proof.range_empty");
  EXPECT_EQ(range_proof(Position(3), Position(9), TreeSize(8), nobody).status().reason(),
            "proof.position_beyond_size");
  EXPECT_EQ(range_proof(Position(0), Position(1), TreeSize(0), nobody).status().reason(),
            "proof.position_beyond_size");
}

TEST_F(ProofTest, NeedsNoReaderWhereNothingIsToBeRead) {
  const tests::EmptyReader nobody;
  EXPECT_EQ(*root_at(TreeSize(0), nobody), empty_root());
  EXPECT_TRUE(inclusion_proof(Position(0), TreeSize(1), nobody)->empty());
  EXPECT_TRUE(consistency_proof(TreeSize(5), TreeSize(5), nobody)->empty());
  EXPECT_TRUE(range_hashes(Position(5), Position(5), nobody)->empty());
  EXPECT_TRUE(range_proof(Position(0), Position(8), TreeSize(8), nobody)->empty());
}

TEST_F(ProofTest, PassesReaderErrorsThrough) {
  const tests::EmptyReader nobody;
  EXPECT_EQ(root_at(TreeSize(3), nobody).status().reason(), "test.asked");
  EXPECT_EQ(inclusion_proof(Position(0), TreeSize(3), nobody).status().reason(), "test.asked");
  EXPECT_EQ(consistency_proof(TreeSize(2), TreeSize(3), nobody).status().reason(), "test.asked");
  EXPECT_EQ(range_hashes(Position(0), Position(3), nobody).status().reason(), "test.asked");
  EXPECT_EQ(range_proof(Position(1), Position(3), TreeSize(3), nobody).status().reason(), "test.asked");
  // Sizes that the reader's tree does not reach fail in the reader, never with a wrong proof.
  EXPECT_EQ(root_at(TreeSize(9), reader_).status().reason(), "merkle.node_beyond_size");
  EXPECT_EQ(inclusion_proof(Position(0), TreeSize(9), reader_).status().reason(), "merkle.node_beyond_size");
  EXPECT_EQ(consistency_proof(TreeSize(8), TreeSize(9), reader_).status().reason(),
            "merkle.node_beyond_size");
}

TEST_F(ProofTest, AsksForFewNodes) {
  // At most one ephemeral subtree per proof: the number of nodes stays logarithmic.
  ASSERT_TRUE(inclusion_proof(Position(0), TreeSize(7), reader_).ok());
  EXPECT_LE(reader_.asked, 4U);
}

}  // namespace
}  // namespace ledger::merkle
