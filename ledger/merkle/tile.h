// Tiles: how the tree is cut into files of 256 hashes, and how entries are bundled beside it (C2SP
// tlog-tiles).
//
// A tile of level L and index N holds, as its hash number i, the root of the perfect subtree over the leaves
// [(N·256+i)·256^L, (N·256+i+1)·256^L). Level 0 holds leaf hashes. A full tile has 256 hashes; the last tile
// of a level may be partial (1–255). Only perfect subtrees are ever stored, so a stored hash never changes.
//
// Pure arithmetic and text; no I/O, no ownership; any thread.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/bytes.h"
#include "ledger/base/status.h"
#include "ledger/base/types.h"

namespace ledger::merkle {

inline constexpr unsigned kTileHeight = 8;
inline constexpr unsigned kTileWidth = 1U << kTileHeight;
inline constexpr std::size_t kHashBytes = 32;
inline constexpr std::size_t kTileBytes = kTileWidth * kHashBytes;
// Highest level that a path may name (tlog-tiles); a tree of 64-bit size has hashes on kTileLevels of them.
inline constexpr unsigned kTilePathLevelMax = 63;
inline constexpr unsigned kTileLevels = 8;

struct TileId {
  unsigned level = 0;
  std::uint64_t index = 0;
  unsigned width = kTileWidth;  // 1..256; 256 means a full tile
  bool full() const { return width == kTileWidth; }
  auto operator<=>(const TileId&) const = default;
};

// A bundle of up to 256 entries: the bytes below one tile of level 0.
struct EntryBundleId {
  std::uint64_t index = 0;
  unsigned width = kTileWidth;  // 1..256
  bool full() const { return width == kTileWidth; }
  auto operator<=>(const EntryBundleId&) const = default;
};

// "tile/L/N[.p/W]" and "tile/entries/N[.p/W]", without leading slash. Precondition: the id is in range
// (width 1..256, level <= kTilePathLevelMax).
std::string format_tile_path(const TileId& id);
std::string format_entry_bundle_path(const EntryBundleId& id);

// Strict: one path has one spelling (groups of three digits, `x` on all but the last, no leading zeros, width
// 1..255 only behind ".p/").
// invalid_argument: tile.path, with what was expected.
Result<TileId> parse_tile_path(std::string_view path);
Result<EntryBundleId> parse_entry_bundle_path(std::string_view path);

// Number of hashes on a tile level of a tree of `size`: floor(size / 256^level); 0 above the top.
std::uint64_t level_hash_count(TreeSize size, unsigned level);
// Full tiles of the level.
std::uint64_t full_tile_count(TreeSize size, unsigned level);
// Width of the partial tile behind the full ones, 0 when there is none.
unsigned partial_tile_width(TreeSize size, unsigned level);
// Number of tile levels that hold at least one hash; 0 for the empty tree.
unsigned tile_level_count(TreeSize size);

// Whether a tree of `size` can serve exactly this tile: all its hashes exist by then. True for every partial
// tile that an earlier size published.
bool tile_exists(const TileId& id, TreeSize size);
bool entry_bundle_exists(const EntryBundleId& id, TreeSize size);

// The widest form of tile (level, index) at `size`; nullopt when it has no hash yet.
std::optional<TileId> widest_tile(unsigned level, std::uint64_t index, TreeSize size);

// Tiles that a reader of size `to` needs and a reader of size `from` did not have: every tile completed in
// between and the partial tile of each level that grew; by level, then index. Precondition: from <= to.
// Cost: O((to - from) / 256).
std::vector<TileId> tiles_added(TreeSize from, TreeSize to);

// The part of one tile (of level 0) or bundle that a range of positions touches.
struct TileSlice {
  std::uint64_t index = 0;
  unsigned first = 0;  // offset of the first entry inside the tile
  unsigned count = 0;  // 1..256
  auto operator<=>(const TileSlice&) const = default;
};

// Cuts the positions [begin, end) at tile borders, in order; empty when begin >= end.
std::vector<TileSlice> tile_slices(Position begin, Position end);

// Appends one entry in bundle form: u16 big-endian length, bytes.
// invalid_argument tile.entry_too_long: above kEntryBytesMax; `bundle` is unchanged.
Status append_to_bundle(Bytes& bundle, ByteView entry);

// Cuts a bundle into exactly `width` entries; the views point into `bundle`.
// invalid_argument: tile.bundle_truncated, tile.bundle_trailing_bytes.
Result<std::vector<ByteView>> parse_entry_bundle(ByteView bundle, unsigned width);

}  // namespace ledger::merkle
