// ReferenceTree: the tree of RFC 9162 §2.1 written straight from its recursive definitions, slow on purpose;
// and the test doubles that serve nodes and tiles from memory. Shares no algorithm with ledger/merkle but
// node_hash.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ledger/base/bytes.h"
#include "ledger/merkle/hash.h"
#include "ledger/merkle/node_reader.h"
#include "ledger/merkle/proof.h"
#include "ledger/merkle/tile.h"
#include "ledger/merkle/tree_edge.h"

namespace tests {

using ledger::Bytes;
using ledger::Hash32;
using ledger::Result;
using ledger::merkle::Proof;

inline Hash32 hash_of_hex(std::string_view hex) {
  return ledger::to_hash32(ledger::from_hex(hex).value());
}
inline std::string hex_of(const Hash32& hash) {
  return ledger::to_hex(ledger::view_of(hash));
}

// The eight leaf inputs that RFC 6962 test suites share.
inline std::vector<Bytes> standard_entries() {
  std::vector<Bytes> entries;
  for (const char* hex :
       {"", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"}) {
    entries.push_back(ledger::from_hex(hex).value());
  }
  return entries;
}

// Leaf hash of the u64 big-endian position.
inline Hash32 numbered_leaf(std::uint64_t position) {
  Bytes entry;
  ledger::put_u64(entry, position);
  return ledger::merkle::leaf_hash(entry);
}

class ReferenceTree {
 public:
  ReferenceTree() = default;
  explicit ReferenceTree(std::uint64_t size) {
    for (std::uint64_t i = 0; i < size; ++i) leaves_.push_back(numbered_leaf(i));
  }
  static ReferenceTree standard() {
    ReferenceTree tree;
    for (const Bytes& entry : standard_entries()) tree.leaves_.push_back(ledger::merkle::leaf_hash(entry));
    return tree;
  }

  const std::vector<Hash32>& leaves() const { return leaves_; }
  Hash32 root(std::uint64_t size) const { return root(0, size); }
  Hash32 root(std::uint64_t begin, std::uint64_t end) const {
    if (begin == end) return ledger::merkle::empty_root();
    if (end - begin == 1) return leaves_[begin];
    const std::uint64_t k = split(end - begin);
    return ledger::merkle::node_hash(root(begin, begin + k), root(begin + k, end));
  }
  Proof path(std::uint64_t index, std::uint64_t size) const { return path(index, 0, size); }
  Proof consistency(std::uint64_t from, std::uint64_t to) const { return subproof(from, 0, to, true); }

 private:
  static std::uint64_t split(std::uint64_t count) {
    std::uint64_t power = 1;
    while (power * 2 < count) power *= 2;
    return power;
  }
  static Proof with(Proof proof, const Hash32& last) {
    proof.push_back(last);
    return proof;
  }
  Proof path(std::uint64_t index, std::uint64_t begin, std::uint64_t end) const {
    if (end - begin == 1) return {};
    const std::uint64_t k = split(end - begin);
    if (index < k) return with(path(index, begin, begin + k), root(begin + k, end));
    return with(path(index - k, begin + k, end), root(begin, begin + k));
  }
  Proof subproof(std::uint64_t m, std::uint64_t begin, std::uint64_t end, bool whole) const {
    if (m == end - begin) return whole ? Proof{} : Proof{root(begin, end)};
    const std::uint64_t k = split(end - begin);
    if (m <= k) return with(subproof(m, begin, begin + k, whole), root(begin + k, end));
    return with(subproof(m - k, begin + k, end, false), root(begin, begin + k));
  }

  std::vector<Hash32> leaves_;
};

// Serves every perfect node of a ReferenceTree; counts what was asked.
class ReferenceReader : public ledger::merkle::NodeReader {
 public:
  explicit ReferenceReader(const ReferenceTree& tree) : tree_(&tree) {}
  Result<Hash32> node(unsigned level, std::uint64_t index) const override {
    ++asked;
    if (((index + 1) << level) > tree_->leaves().size()) {
      return ledger::out_of_range("merkle.node_beyond_size", "test tree ends before");
    }
    return tree_->root(index << level, (index + 1) << level);
  }
  mutable unsigned asked = 0;

 private:
  const ReferenceTree* tree_;
};

// Holds nothing: any question to it is an error that a test sees.
class EmptyReader : public ledger::merkle::NodeReader {
 public:
  Result<Hash32> node(unsigned, std::uint64_t) const override {
    return ledger::unavailable("test.asked", "a node was asked of the empty reader");
  }
};

// A tile store fed by the increments of a TreeEdge. Refuses pieces that do not continue what it has.
class MemoryTiles : public ledger::merkle::TileSource {
 public:
  bool apply(const std::vector<ledger::merkle::DirtyTile>& dirty) {
    for (const ledger::merkle::DirtyTile& piece : dirty) {
      Bytes& tile = tiles_[{piece.level, piece.index}];
      if (tile.size() != piece.offset * ledger::merkle::kHashBytes || piece.hashes.empty()) return false;
      tile += piece.hashes;
      if (piece.complete != (tile.size() == ledger::merkle::kTileBytes)) return false;
      if (piece.full != (piece.complete ? tile : Bytes())) return false;
    }
    return true;
  }
  Result<Bytes> tile(unsigned tile_level, std::uint64_t index, unsigned width_at_least) const override {
    ++reads;
    const auto found = tiles_.find({tile_level, index});
    if (found == tiles_.end() || found->second.size() < width_at_least * ledger::merkle::kHashBytes) {
      return ledger::not_found("test.no_tile", "the test store has no such tile");
    }
    return found->second;
  }
  Bytes& raw(unsigned tile_level, std::uint64_t index) { return tiles_[{tile_level, index}]; }
  std::size_t count() const { return tiles_.size(); }
  mutable unsigned reads = 0;

 private:
  std::map<std::pair<unsigned, std::uint64_t>, Bytes> tiles_;
};

}  // namespace tests
