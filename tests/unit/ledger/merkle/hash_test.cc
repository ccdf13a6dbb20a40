// Goal: the tree's digests are those of RFC 9162 §2.1.1, and no leaf can be passed off as a node.
// Method: published values of the standard inputs, and every way of confusing the two prefixes.
#include "ledger/merkle/hash.h"

#include <gtest/gtest.h>

#include "ledger/base/sha256.h"
#include "tests/unit/ledger/merkle/reference_tree.h"

namespace ledger::merkle {
namespace {

using tests::hash_of_hex;
using tests::hex_of;

TEST(Hash, EmptyRootIsTheDigestOfNothing) {
  EXPECT_EQ(hex_of(empty_root()), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST(Hash, LeafAndNodeHaveThePublishedValues) {
  const auto entries = tests::standard_entries();
  EXPECT_EQ(hex_of(leaf_hash(entries[0])),
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
  EXPECT_EQ(hex_of(node_hash(leaf_hash(entries[0]), leaf_hash(entries[1]))),
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125");
}

TEST(Hash, PrefixesSeparateLeavesNodesAndPlainDigests) {
  const Hash32 left = leaf_hash("l");
  const Hash32 right = leaf_hash("r");
  const Bytes children = Bytes(view_of(left)) + Bytes(view_of(right));
  const Hash32 node = node_hash(left, right);
  EXPECT_NE(leaf_hash(children), node);
  EXPECT_NE(leaf_hash(Bytes(1, '\x01') + children), node);
  EXPECT_NE(sha256(children), node);
  EXPECT_EQ(sha256(Bytes(1, '\x01') + children), node);
  EXPECT_NE(node_hash(right, left), node);
  EXPECT_NE(leaf_hash(""), empty_root());
  EXPECT_EQ(leaf_hash("x"), sha256(Bytes("\0x", 2)));
  EXPECT_NE(leaf_hash(Bytes(1, '\0')), leaf_hash(""));
}

TEST(Hash, HashesOfSeveralSizesDoNotLeakIntoEachOther) {
  // The digest context is kept per thread: a long message must leave nothing behind for the next one.
  const Hash32 before = leaf_hash("abc");
  const Hash32 large = leaf_hash(Bytes(65535, 'x'));
  EXPECT_EQ(leaf_hash("abc"), before);
  EXPECT_NE(large, before);
}

}  // namespace
}  // namespace ledger::merkle
