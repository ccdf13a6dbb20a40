#include "ledger/store/tile_store.h"

namespace ledger {
namespace {

std::string tile_name(unsigned level, std::uint64_t index) {
  return "tile " + std::to_string(index) + " of level " + std::to_string(level);
}

}  // namespace

Result<Bytes> KvTileSource::tile(unsigned level, std::uint64_t index, unsigned width_at_least) const {
  if (level >= merkle::kTileLevels) {
    return data_loss("store.tile_missing", tile_name(level, index) + " is above the top of every tree");
  }
  const Bytes prefix = tile_prefix(level, index);
  Bytes hashes;
  bool well_formed = true;
  LEDGER_TRY(reader_.scan(kTiles, prefix, prefix_end(prefix), [&](ByteView key, ByteView value) {
    const std::size_t width = hashes.size() / merkle::kHashBytes;
    well_formed = key.size() == prefix.size() + 1 && u8(key)[prefix.size()] == width && !value.empty() &&
                  value.size() % merkle::kHashBytes == 0 &&
                  hashes.size() + value.size() <= merkle::kTileBytes;
    if (well_formed) hashes += value;
    return well_formed && hashes.size() < merkle::kTileBytes;
  }));
  const std::size_t width = hashes.size() / merkle::kHashBytes;
  if (width >= width_at_least) return hashes;
  return data_loss("store.tile_missing", tile_name(level, index) +
                                             (well_formed ? " ends" : " has a row that does not fit") +
                                             " after " + std::to_string(width) + " hashes")
      .want(std::to_string(width_at_least) + " hashes");
}

void add_tile_rows(merkle::TreeEdge& edge, WriteBatch& batch) {
  for (const merkle::DirtyTile& tile : edge.take_dirty_tiles()) {
    if (!tile.complete) {
      batch.put(kTiles, tile_key(tile.level, tile.index, tile.offset), tile.hashes);
      continue;
    }
    batch.put(kTiles, tile_key(tile.level, tile.index, 0), tile.full);
    // Only what may be there: each erasure is a row that the engine carries about until it has merged it.
    for (unsigned offset = 1; offset < tile.offset; ++offset) {
      if (tile.pieces[offset]) batch.erase(kTiles, tile_key(tile.level, tile.index, offset));
    }
  }
}

}  // namespace ledger
