#include "ledger/merkle/tree_edge.h"

#include <algorithm>
#include <bit>
#include <string>
#include <utility>

#include "ledger/base/check.h"
#include "ledger/merkle/compact_range.h"
#include "ledger/merkle/hash.h"

namespace ledger::merkle {
namespace {

constexpr std::size_t kNodesPerTile = 2 * kTileWidth - 1;

// Place of node (inner level, index in the tile) among the tile's nodes in order of completion. The node is
// complete once m = (index + 1)·2^level hashes are there; before the last of them 2(m-1) - popcount(m-1)
// nodes were, then come the hash itself and its parents, one per level.
std::size_t place_of(unsigned inner_level, std::uint64_t index) {
  const std::uint64_t before = ((index + 1) << inner_level) - 1;
  return 2 * before - static_cast<unsigned>(std::popcount(before)) + inner_level;
}

}  // namespace

void TreeEdge::push_hash(TileNodes& nodes, unsigned width, const Hash32& hash) {
  nodes.push_back(hash);
  const unsigned grown = width + 1;
  for (unsigned inner = 0; inner < kTileHeight && (grown >> inner) % 2 == 0; ++inner) {
    const Hash32& left = nodes[place_of(inner, (grown >> inner) - 2)];
    nodes.push_back(node_hash(left, nodes.back()));
  }
}

Bytes TreeEdge::hashes_of(const TileNodes& nodes, unsigned from, unsigned to) {
  Bytes hashes;
  hashes.reserve((to - from) * kHashBytes);
  for (unsigned i = from; i < to; ++i) hashes.append(view_of(nodes[place_of(0, i)]));
  return hashes;
}

void TreeEdge::append(const Hash32& leaf_hash) {
  LEDGER_CHECK(size_ + 1 != 0);
  Hash32 hash = leaf_hash;
  // Each completed tile hands its root to the level above; usually the loop runs once.
  for (unsigned tile_level = 0;; ++tile_level) {
    if (tile_level == levels_.size()) levels_.emplace_back();
    Level& level = levels_[tile_level];
    const unsigned width = partial_tile_width(TreeSize(size_), tile_level);
    if (width == 0) level.growing.reserve(kNodesPerTile);
    push_hash(level.growing, width, hash);
    if (width + 1 < kTileWidth) break;
    hash = level.growing.back();
    level.completed.push_back(std::make_shared<const TileNodes>(std::move(level.growing)));
    level.growing = TileNodes();
  }
  ++size_;
  for (unsigned tile_level = 0; partial_tile_width(TreeSize(size_), tile_level) == 0; ++tile_level) {
    drop_taken_tiles(tile_level);
    if (tile_level + 1 == levels_.size()) break;
  }
}

// A completed tile may go once enough newer ones are held and all its hashes were handed out.
void TreeEdge::drop_taken_tiles(unsigned tile_level) {
  auto& completed = levels_[tile_level].completed;
  const std::uint64_t first_held = full_tile_count(TreeSize(size_), tile_level) - completed.size();
  const std::uint64_t taken = full_tile_count(TreeSize(taken_size_), tile_level);
  std::size_t spare = completed.size() > kHeldTiles ? completed.size() - kHeldTiles : 0;
  spare = std::min<std::size_t>(spare, taken > first_held ? taken - first_held : 0);
  completed.erase(completed.begin(), completed.begin() + static_cast<std::ptrdiff_t>(spare));
}

Hash32 TreeEdge::root() const {
  if (size_ == 0) return empty_root();
  // Every node of the cover of [0, size) lies in an in-progress tile, so none can be missing.
  const std::vector<NodeId> nodes = cover(0, size_);
  Hash32 root = *node(nodes.back().level, nodes.back().index);
  for (std::size_t i = nodes.size() - 1; i-- > 0;)
    root = node_hash(*node(nodes[i].level, nodes[i].index), root);
  return root;
}

const TreeEdge::TileNodes* TreeEdge::tile_nodes(unsigned tile_level, std::uint64_t tile_index) const {
  if (tile_level >= levels_.size()) return nullptr;
  const Level& level = levels_[tile_level];
  const std::uint64_t full = full_tile_count(TreeSize(size_), tile_level);
  if (tile_index == full) return &level.growing;
  if (tile_index > full || full - tile_index > level.completed.size()) return nullptr;
  return level.completed[level.completed.size() - (full - tile_index)].get();
}

Result<Hash32> TreeEdge::node(unsigned level, std::uint64_t index) const {
  if (level > 63 || index >= (size_ >> level)) {
    return out_of_range("merkle.node_beyond_size", "node " + std::to_string(index) + " of level " +
                                                       std::to_string(level) + " is not complete at size " +
                                                       std::to_string(size_));
  }
  const unsigned inner = level % kTileHeight;
  const std::uint64_t nodes_per_tile = kTileWidth >> inner;
  const TileNodes* nodes = tile_nodes(level / kTileHeight, index / nodes_per_tile);
  if (nodes == nullptr) {
    return not_found("merkle.node_not_held", "node " + std::to_string(index) + " of level " +
                                                 std::to_string(level) + " lies left of the tree's edge");
  }
  return (*nodes)[place_of(inner, index % nodes_per_tile)];
}

std::vector<DirtyTile> TreeEdge::take_dirty_tiles() {
  std::vector<DirtyTile> dirty;
  for (unsigned tile_level = 0; tile_level < levels_.size(); ++tile_level) {
    const std::uint64_t count = level_hash_count(TreeSize(size_), tile_level);
    std::uint64_t at = level_hash_count(TreeSize(taken_size_), tile_level);
    while (at < count) {
      const std::uint64_t tile_index = at / kTileWidth;
      const auto from = static_cast<unsigned>(at % kTileWidth);
      const auto to = static_cast<unsigned>(std::min<std::uint64_t>(kTileWidth, from + (count - at)));
      const TileNodes* nodes = tile_nodes(tile_level, tile_index);
      LEDGER_CHECK(nodes != nullptr);
      DirtyTile tile{tile_level, tile_index, from, hashes_of(*nodes, from, to), to == kTileWidth, {}};
      std::bitset<kTileWidth>& pieces = levels_[tile_level].pieces;
      tile.pieces = pieces;
      if (tile.complete) {
        tile.full = hashes_of(*nodes, 0, kTileWidth);
        pieces.reset();
      } else {
        pieces.set(from);
      }
      dirty.push_back(std::move(tile));
      at += to - from;
    }
  }
  taken_size_ = size_;
  for (unsigned tile_level = 0; tile_level < levels_.size(); ++tile_level) drop_taken_tiles(tile_level);
  return dirty;
}

Result<TreeEdge> TreeEdge::restore(const TileSource& source, TreeSize size) {
  TreeEdge edge;
  edge.size_ = size.value;
  edge.taken_size_ = size.value;
  const unsigned levels = tile_level_count(size);
  for (unsigned tile_level = 0; tile_level < levels; ++tile_level)
    LEDGER_TRY(edge.load_level(source, tile_level));
  LEDGER_TRY(edge.check_levels_agree());
  return edge;
}

Status TreeEdge::load_level(const TileSource& source, unsigned tile_level) {
  Level& level = levels_.emplace_back();
  auto load = [&](std::uint64_t index, unsigned width, TileNodes& nodes) -> Status {
    LEDGER_ASSIGN(const Bytes hashes, source.tile(tile_level, index, width));
    LEDGER_TRY(check_tile_bytes(hashes, width));
    nodes.reserve(kNodesPerTile);
    for (unsigned i = 0; i < width; ++i) push_hash(nodes, i, tile_hash_at(hashes, i));
    return {};
  };
  const std::uint64_t full = full_tile_count(size(), tile_level);
  if (full > 0) {
    TileNodes nodes;
    LEDGER_TRY(load(full - 1, kTileWidth, nodes));
    level.completed.push_back(std::make_shared<const TileNodes>(std::move(nodes)));
  }
  const unsigned width = partial_tile_width(size(), tile_level);
  if (width == 0) return Status();
  // A source gives a tile whole: into how many pieces it was put is not known.
  for (unsigned offset = 0; offset < width; ++offset) level.pieces.set(offset);
  return load(full, width, level.growing);
}

// A full tile that was loaded is summed up by the newest hash of the level above: a cheap cross-check of the
// store.
Status TreeEdge::check_levels_agree() const {
  for (unsigned tile_level = 0; tile_level < levels_.size(); ++tile_level) {
    const auto& completed = levels_[tile_level].completed;
    if (completed.empty()) continue;
    const unsigned node_level = (tile_level + 1) * kTileHeight;
    LEDGER_ASSIGN(const Hash32 above, node(node_level, full_tile_count(size(), tile_level) - 1));
    if (above != completed.back()->back()) {
      return data_loss("merkle.tile_contradiction",
                       "tile " + std::to_string(full_tile_count(size(), tile_level) - 1) + " of tile level " +
                           std::to_string(tile_level) +
                           " is not the one that the level above was built from");
    }
  }
  return {};
}

}  // namespace ledger::merkle
