#include "ledger/merkle/node_reader.h"

#include <string>
#include <utility>
#include <vector>

#include "ledger/base/check.h"
#include "ledger/merkle/hash.h"

namespace ledger::merkle {

Status check_tile_bytes(ByteView hashes, unsigned width_at_least) {
  const bool whole = hashes.size() % kHashBytes == 0 && hashes.size() <= kTileBytes;
  if (whole && hashes.size() >= width_at_least * kHashBytes) return {};
  return data_loss("merkle.tile_size", "a tile of " + std::to_string(hashes.size()) + " bytes where " +
                                           std::to_string(width_at_least) + " hashes are needed");
}

Hash32 tile_hash_at(ByteView hashes, unsigned at) {
  return to_hash32(hashes.substr(at * kHashBytes, kHashBytes));
}

Result<Hash32> TileNodeReader::node(unsigned level, std::uint64_t index) const {
  if (level > 63 || (level > 0 && index >> (64 - level) != 0)) {
    return out_of_range("merkle.node_beyond_size", "no 64-bit tree has node " + std::to_string(index) +
                                                       " on level " + std::to_string(level));
  }
  const unsigned tile_level = level / kTileHeight;
  const unsigned inner = level % kTileHeight;
  // The node covers `count` hashes of the tile, beginning at `first`; a subtree never crosses a tile border.
  const std::uint64_t tile_index = index >> (kTileHeight - inner);
  const unsigned count = 1U << inner;
  const auto first = static_cast<unsigned>((index << inner) % kTileWidth);

  Cached& cached = cache_[tile_level];
  if (cached.index != tile_index || cached.hashes.size() < (first + count) * kHashBytes) {
    LEDGER_ASSIGN(Bytes hashes, source_->tile(tile_level, tile_index, first + count));
    LEDGER_TRY(check_tile_bytes(hashes, first + count));
    cached = Cached{tile_index, std::move(hashes)};
  }
  std::vector<Hash32> row(count);
  for (unsigned i = 0; i < count; ++i) row[i] = tile_hash_at(cached.hashes, first + i);
  for (unsigned width = count; width > 1; width /= 2) {
    for (unsigned i = 0; i < width / 2; ++i)
      row[i] = node_hash(row[std::size_t{2} * i], row[std::size_t{2} * i + 1]);
  }
  return row[0];
}

Result<Hash32> FallbackNodeReader::node(unsigned level, std::uint64_t index) const {
  Result<Hash32> held = first_->node(level, index);
  if (held.ok() || held.status().reason() != "merkle.node_not_held") return held;
  return second_->node(level, index);
}

}  // namespace ledger::merkle
