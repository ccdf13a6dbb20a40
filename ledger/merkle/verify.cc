#include "ledger/merkle/verify.h"

#include <bit>
#include <string>

#include "ledger/merkle/compact_range.h"
#include "ledger/merkle/hash.h"

namespace ledger::merkle {
namespace {

Status too_long() {
  return invalid("proof.too_long", "the proof has hashes left when the root is reached");
}
Status too_short() {
  return invalid("proof.too_short", "the proof ends below the root");
}
Status root_mismatch() {
  return invalid("proof.root_mismatch", "the proof does not lead to the stated root");
}

// The path from a leaf to the root: `node` is the index of the current node on its level, `last` that of the
// level's last node. RFC 9162 calls them fn and sn.
struct Path {
  std::uint64_t node;
  std::uint64_t last;

  bool at_root() const { return last == 0; }
  // Whether the next proof hash is a left sibling. A right-most node without a sibling of its own climbs
  // first.
  bool sibling_is_left() const { return node % 2 == 1 || node == last; }
  void climb() {
    if (sibling_is_left()) {
      while (node % 2 == 0 && node != 0) shift();
    }
    shift();
  }
  void shift() {
    node >>= 1;
    last >>= 1;
  }
};

}  // namespace

Status verify_inclusion(Position position, TreeSize size, const Hash32& leaf, std::span<const Hash32> proof,
                        const Hash32& root) {
  if (position.value >= size.value) {
    return invalid("proof.position_beyond_size", "position " + std::to_string(position.value) +
                                                     " is not in a tree of size " +
                                                     std::to_string(size.value));
  }
  Path path{position.value, size.value - 1};
  Hash32 computed = leaf;
  for (const Hash32& sibling : proof) {
    if (path.at_root()) return too_long();
    computed = path.sibling_is_left() ? node_hash(sibling, computed) : node_hash(computed, sibling);
    path.climb();
  }
  if (!path.at_root()) return too_short();
  return computed == root ? Status() : root_mismatch();
}

Status verify_consistency(TreeSize from, TreeSize to, const Hash32& from_root, const Hash32& to_root,
                          std::span<const Hash32> proof) {
  if (from.value == 0) return invalid("proof.from_empty", "nothing is proven from the empty tree");
  if (from > to) return invalid("proof.sizes_reversed", "the first size is larger than the second");
  if (from == to) {
    if (!proof.empty()) return too_long();
    return from_root == to_root ? Status() : root_mismatch();
  }
  // A perfect old tree is itself a node of the new one, so its root is left out of the proof.
  const bool old_is_perfect = std::has_single_bit(from.value);
  if (proof.empty()) return too_short();
  const Hash32& seed = old_is_perfect ? from_root : proof.front();
  if (!old_is_perfect) proof = proof.subspan(1);

  Path path{from.value - 1, to.value - 1};
  while (path.node % 2 == 1) path.shift();
  Hash32 old_computed = seed;
  Hash32 new_computed = seed;
  for (const Hash32& sibling : proof) {
    if (path.at_root()) return too_long();
    if (path.sibling_is_left()) {
      old_computed = node_hash(sibling, old_computed);
      new_computed = node_hash(sibling, new_computed);
    } else {
      new_computed = node_hash(new_computed, sibling);
    }
    path.climb();
  }
  if (!path.at_root()) return too_short();
  if (old_computed != from_root) {
    return invalid("proof.from_root_mismatch", "the proof does not lead to the stated first root");
  }
  return new_computed == to_root ? Status() : root_mismatch();
}

Status verify_range(Position begin, TreeSize size, std::span<const Hash32> leaves,
                    std::span<const Hash32> proof, const Hash32& root) {
  if (leaves.empty()) return invalid("proof.range_empty", "an empty range proves nothing");
  if (begin.value >= size.value || leaves.size() > size.value - begin.value) {
    return invalid("proof.position_beyond_size",
                   std::to_string(leaves.size()) + " entries from position " + std::to_string(begin.value) +
                       " are not in a tree of size " + std::to_string(size.value));
  }
  const std::uint64_t end = begin.value + leaves.size();
  const std::size_t left_hashes = cover(0, begin.value).size();
  const std::size_t right_hashes = cover(end, size.value).size();
  if (proof.size() > left_hashes + right_hashes) return too_long();
  if (proof.size() < left_hashes + right_hashes) return too_short();

  LEDGER_ASSIGN(CompactRange range, CompactRange::from_hashes(0, begin.value, proof.first(left_hashes)));
  for (const Hash32& leaf : leaves) range.append_leaf(leaf);
  LEDGER_ASSIGN(const CompactRange right,
                CompactRange::from_hashes(end, size.value, proof.last(right_hashes)));
  LEDGER_TRY(range.join(right));
  return range.root() == root ? Status() : root_mismatch();
}

}  // namespace ledger::merkle
