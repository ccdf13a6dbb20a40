// CompactRange: the fewest perfect nodes that cover the positions [begin, end), and how two such covers join.
//
// It is the algebra behind roots, range proofs and streaming verification: adjacent ranges join into one, and
// the range [0, n) has a root. The cover is unique, so (begin, end, hashes) is a canonical description. Used
// by verifiers on untrusted hashes (the count is checked) and by replays that hash leaf by leaf.
//
// Pure values; any thread. Size: at most 2·log2(end - begin) hashes.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "ledger/base/status.h"
#include "ledger/base/types.h"

namespace ledger::merkle {

// Coordinates of a perfect subtree; see node_reader.h.
struct NodeId {
  unsigned level = 0;
  std::uint64_t index = 0;
  bool operator==(const NodeId&) const = default;
};

// The cover of [begin, end), left to right; empty when begin == end. Precondition: begin <= end.
std::vector<NodeId> cover(std::uint64_t begin, std::uint64_t end);

class CompactRange {
 public:
  // The empty range at `begin`.
  explicit CompactRange(std::uint64_t begin = 0) : begin_(begin), end_(begin) {}

  // Takes the cover's hashes, left to right.
  // invalid_argument: range.reversed (begin > end), range.hash_count (not exactly the cover's number of
  // hashes).
  static Result<CompactRange> from_hashes(std::uint64_t begin, std::uint64_t end,
                                          std::span<const Hash32> hashes);

  std::uint64_t begin() const { return begin_; }
  std::uint64_t end() const { return end_; }
  std::vector<Hash32> hashes() const;

  // Adds the leaf at position end().
  void append_leaf(const Hash32& leaf_hash);
  // Adds a range that begins where this one ends. invalid_argument range.not_adjacent; unchanged then.
  Status join(const CompactRange& right);
  // Root of the tree of size end(); the empty root when that is 0. Precondition: begin() == 0.
  Hash32 root() const;

 private:
  struct Node {
    NodeId id;
    Hash32 hash;
  };
  void push(const Node& node);

  std::uint64_t begin_;
  std::uint64_t end_;
  std::vector<Node> nodes_;
};

}  // namespace ledger::merkle
