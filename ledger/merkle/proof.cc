#include "ledger/merkle/proof.h"

#include <algorithm>
#include <bit>
#include <string>

#include "ledger/merkle/compact_range.h"
#include "ledger/merkle/hash.h"

namespace ledger::merkle {
namespace {

// Root over the leaves [begin, end) as the RFC splits them. `begin` is a multiple of every power of two that
// fits into the range (true for every subtree that the RFC's recursion reaches), so its cover has falling
// levels only.
Result<Hash32> subtree_root(std::uint64_t begin, std::uint64_t end, const NodeReader& reader) {
  const std::vector<NodeId> nodes = cover(begin, end);
  LEDGER_ASSIGN(Hash32 root, reader.node(nodes.back().level, nodes.back().index));
  for (std::size_t i = nodes.size() - 1; i-- > 0;) {
    LEDGER_ASSIGN(const Hash32 left, reader.node(nodes[i].level, nodes[i].index));
    root = node_hash(left, root);
  }
  return root;
}

// Leaves of the left subtree: the largest power of two below `count`. Precondition: count >= 2.
std::uint64_t left_count(std::uint64_t count) {
  return std::bit_floor(count - 1);
}

Status append_cover(std::uint64_t begin, std::uint64_t end, const NodeReader& reader,
                    std::vector<Hash32>& hashes) {
  for (const NodeId& id : cover(begin, end)) {
    LEDGER_ASSIGN(const Hash32 hash, reader.node(id.level, id.index));
    hashes.push_back(hash);
  }
  return {};
}

Status beyond_size(std::string_view what, std::uint64_t position, TreeSize size) {
  return out_of_range("proof.position_beyond_size", std::string(what) + " " + std::to_string(position) +
                                                        " is not in a tree of size " +
                                                        std::to_string(size.value));
}

}  // namespace

Result<Hash32> root_at(TreeSize size, const NodeReader& reader) {
  if (size.value == 0) return empty_root();
  return subtree_root(0, size.value, reader);
}

Result<Proof> inclusion_proof(Position position, TreeSize size, const NodeReader& reader) {
  if (position.value >= size.value) return beyond_size("position", position.value, size);
  Proof from_root;
  // Invariant: the leaf lies in [begin, end), a subtree of the tree.
  std::uint64_t begin = 0;
  std::uint64_t end = size.value;
  while (end - begin > 1) {
    const std::uint64_t split = begin + left_count(end - begin);
    const bool goes_left = position.value < split;
    LEDGER_ASSIGN(const Hash32 sibling,
                  goes_left ? subtree_root(split, end, reader) : subtree_root(begin, split, reader));
    from_root.push_back(sibling);
    (goes_left ? end : begin) = split;
  }
  std::reverse(from_root.begin(), from_root.end());
  return from_root;
}

Result<Proof> consistency_proof(TreeSize from, TreeSize to, const NodeReader& reader) {
  if (from.value == 0) {
    return out_of_range("proof.from_empty", "nothing is proven from the empty tree")
        .want("a size of at least 1");
  }
  if (from > to) {
    return out_of_range("proof.sizes_reversed", "size " + std::to_string(from.value) +
                                                    " is larger than size " + std::to_string(to.value));
  }
  Proof from_root;
  // Invariant: the old tree ends inside (begin, end] of the new one. While no left subtree was stepped over,
  // the old root itself is what the verifier already has.
  std::uint64_t begin = 0;
  std::uint64_t end = to.value;
  bool old_root_known = true;
  while (end != from.value) {
    const std::uint64_t split = begin + left_count(end - begin);
    const bool goes_left = from.value <= split;
    LEDGER_ASSIGN(const Hash32 sibling,
                  goes_left ? subtree_root(split, end, reader) : subtree_root(begin, split, reader));
    from_root.push_back(sibling);
    if (!goes_left) old_root_known = false;
    (goes_left ? end : begin) = split;
  }
  if (!old_root_known) {
    LEDGER_ASSIGN(const Hash32 seed, subtree_root(begin, end, reader));
    from_root.push_back(seed);
  }
  std::reverse(from_root.begin(), from_root.end());
  return from_root;
}

Result<std::vector<Hash32>> range_hashes(Position begin, Position end, const NodeReader& reader) {
  if (begin > end) return out_of_range("proof.range_reversed", "a range that ends before it begins");
  std::vector<Hash32> hashes;
  LEDGER_TRY(append_cover(begin.value, end.value, reader, hashes));
  return hashes;
}

Result<Proof> range_proof(Position begin, Position end, TreeSize size, const NodeReader& reader) {
  if (begin >= end) return out_of_range("proof.range_empty", "an empty range proves nothing");
  if (end.value > size.value) return beyond_size("end of range", end.value, size);
  Proof proof;
  LEDGER_TRY(append_cover(0, begin.value, reader, proof));
  LEDGER_TRY(append_cover(end.value, size.value, reader, proof));
  return proof;
}

}  // namespace ledger::merkle
