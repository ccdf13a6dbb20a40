#include "ledger/merkle/compact_range.h"

#include <algorithm>
#include <bit>
#include <string>

#include "ledger/base/check.h"
#include "ledger/merkle/hash.h"

namespace ledger::merkle {

std::vector<NodeId> cover(std::uint64_t begin, std::uint64_t end) {
  LEDGER_CHECK(begin <= end);
  std::vector<NodeId> nodes;
  while (begin < end) {
    // The largest perfect subtree that starts here and does not reach over the end; countr_zero(0) is 64.
    const auto fits = static_cast<unsigned>(std::bit_width(end - begin)) - 1;
    const unsigned level = std::min(static_cast<unsigned>(std::countr_zero(begin)), fits);
    nodes.push_back(NodeId{level, begin >> level});
    begin += std::uint64_t{1} << level;
  }
  return nodes;
}

Result<CompactRange> CompactRange::from_hashes(std::uint64_t begin, std::uint64_t end,
                                               std::span<const Hash32> hashes) {
  if (begin > end) return invalid("range.reversed", "a range that ends before it begins");
  const std::vector<NodeId> ids = cover(begin, end);
  if (ids.size() != hashes.size()) {
    return invalid("range.hash_count", std::to_string(hashes.size()) + " hashes for this range")
        .want(std::to_string(ids.size()) + " hashes");
  }
  CompactRange range(begin);
  range.end_ = end;
  for (std::size_t i = 0; i < ids.size(); ++i) range.nodes_.push_back(Node{ids[i], hashes[i]});
  return range;
}

std::vector<Hash32> CompactRange::hashes() const {
  std::vector<Hash32> hashes;
  for (const Node& node : nodes_) hashes.push_back(node.hash);
  return hashes;
}

void CompactRange::append_leaf(const Hash32& leaf_hash) {
  push(Node{NodeId{0, end_}, leaf_hash});
}

Status CompactRange::join(const CompactRange& right) {
  if (right.begin_ != end_) {
    return invalid("range.not_adjacent", "a range that begins at " + std::to_string(right.begin_) +
                                             " does not continue one that ends at " + std::to_string(end_));
  }
  for (const Node& node : right.nodes_) push(node);
  return {};
}

// Keeps the cover minimal: two siblings become their parent, repeatedly.
void CompactRange::push(const Node& node) {
  nodes_.push_back(node);
  end_ += std::uint64_t{1} << node.id.level;
  while (nodes_.size() >= 2) {
    const Node& right = nodes_.back();
    const Node& left = nodes_[nodes_.size() - 2];
    if (left.id.level != right.id.level || left.id.index % 2 != 0) break;
    const Node parent{NodeId{left.id.level + 1, left.id.index / 2}, node_hash(left.hash, right.hash)};
    nodes_.pop_back();
    nodes_.back() = parent;
  }
}

Hash32 CompactRange::root() const {
  LEDGER_CHECK(begin_ == 0);
  if (nodes_.empty()) return empty_root();
  Hash32 root = nodes_.back().hash;
  for (std::size_t i = nodes_.size() - 1; i-- > 0;) root = node_hash(nodes_[i].hash, root);
  return root;
}

}  // namespace ledger::merkle
