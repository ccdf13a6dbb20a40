// TreeEdge: the growing right edge of the tree, all that the writer keeps in memory.
//
// Per tile level it holds the in-progress tile and the last completed tiles, each with its inner nodes. So
// appending costs two hashes on average, and inclusion proofs for every entry of the newest group (and
// consistency from the size before it) touch no store. It also remembers what has not been handed to a store
// yet.
//
//        level 1 (one hash per full tile below)   [h0 h1 …                 ] in progress
//        level 0 (leaf hashes)    [tile n-2][tile n-1][l0 l1 l2 …          ] in progress
//                                  completed, shared between copies
//
// Ownership: a value. The writer works on a copy until the commit point and drops the copy when the commit
// fails; copying moves only the in-progress tiles (at most 16 KiB per level), completed ones are shared.
// Threads: none of its own; a TreeEdge that nobody changes may be read from any thread. Durability: none; see
// take_dirty_tiles.
#pragma once

#include <bitset>
#include <cstdint>
#include <memory>
#include <vector>

#include "ledger/base/bytes.h"
#include "ledger/base/limits.h"
#include "ledger/base/status.h"
#include "ledger/base/types.h"
#include "ledger/merkle/node_reader.h"
#include "ledger/merkle/tile.h"

namespace ledger::merkle {

// Completed tiles kept per level. Enough that a whole group's leaves lie in held tiles, wherever it starts.
inline constexpr std::size_t kHeldTiles = (kGroupEventsMax + kTileWidth - 2) / kTileWidth;

// Hashes that a tile gained since the last take. A store appends `hashes` at `offset`; when the tile is
// complete it may instead replace all pieces by `full`.
struct DirtyTile {
  unsigned level = 0;
  std::uint64_t index = 0;
  unsigned offset = 0;  // in hashes: where `hashes` begins in the tile
  Bytes hashes;         // 32 bytes each, at least one
  bool complete = false;
  Bytes full;  // all 8,192 bytes when complete, else empty
  // Offsets at which earlier pieces of this tile begin; where that is not known, every one where they may.
  std::bitset<kTileWidth> pieces{};
  // Hashes that the tile has after this increment (1..256).
  unsigned width() const { return offset + static_cast<unsigned>(hashes.size() / kHashBytes); }
};

class TreeEdge : public NodeReader {
 public:
  // The empty tree.
  TreeEdge() = default;

  // Rebuilds the edge of a tree of `size` from stored tiles: per level the partial tile and the last full
  // one. Compare root() with a signed checkpoint before trusting it. data_loss: merkle.tile_size (a tile is
  // shorter than the size demands), merkle.tile_contradiction (a full tile's hash is not the one stored a
  // level above). Errors of the source pass through.
  static Result<TreeEdge> restore(const TileSource& source, TreeSize size);

  // Adds the next leaf, at next_position(size()). Amortised two hashes, at most 64.
  void append(const Hash32& leaf_hash);

  TreeSize size() const { return TreeSize(size_); }
  // Cost: one hash per set bit of the size.
  Hash32 root() const;

  // not_found merkle.node_not_held: complete in this tree, but left behind. out_of_range
  // merkle.node_beyond_size: not complete in a tree of size().
  Result<Hash32> node(unsigned level, std::uint64_t index) const override;

  // What was appended since the last take (or restore), by level, then index. The caller puts it into the
  // same batch as the entries; taking on a copy that is then dropped loses nothing, since the original still
  // has it.
  std::vector<DirtyTile> take_dirty_tiles();

 private:
  // Nodes of one tile in the order in which they become complete: each leaf, then every parent it completes.
  // So a prefix of the vector is exactly the tile at a smaller width, and a full tile has 511 nodes, its root
  // last.
  using TileNodes = std::vector<Hash32>;
  struct Level {
    std::vector<std::shared_ptr<const TileNodes>> completed;  // the last ones, oldest first
    TileNodes growing;
    std::bitset<kTileWidth> pieces{};  // of the growing tile, taken so far: see DirtyTile
  };

  static void push_hash(TileNodes& nodes, unsigned width, const Hash32& hash);
  static Bytes hashes_of(const TileNodes& nodes, unsigned from, unsigned to);
  const TileNodes* tile_nodes(unsigned tile_level, std::uint64_t tile_index) const;
  void drop_taken_tiles(unsigned tile_level);
  Status load_level(const TileSource& source, unsigned tile_level);
  Status check_levels_agree() const;

  std::vector<Level> levels_;
  std::uint64_t size_ = 0;
  std::uint64_t taken_size_ = 0;  // tree size at the last take
};

}  // namespace ledger::merkle
