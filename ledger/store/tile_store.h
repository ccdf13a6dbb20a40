// KvTileSource: tiles of the Merkle tree out of the kTiles family; and the rows that the writer adds for a
// group.
//
// A tile in progress is a run of rows (one per group that touched it), joined on reading; when its 256th hash
// arrives one full row replaces them. Pure reads against one KvReader; any thread that may use the reader.
#pragma once

#include "ledger/base/status.h"
#include "ledger/merkle/node_reader.h"
#include "ledger/merkle/tree_edge.h"
#include "ledger/store/keys.h"
#include "ledger/store/kv.h"

namespace ledger {

class KvTileSource final : public merkle::TileSource {
 public:
  explicit KvTileSource(const KvReader& reader) : reader_(reader) {}
  // Hashes of tile `index` at `level`, at least `width_at_least` of them; data_loss store.tile_missing
  // otherwise.
  Result<Bytes> tile(unsigned level, std::uint64_t index, unsigned width_at_least) const override;

 private:
  const KvReader& reader_;
};

// Adds the rows for what the edge gained since the last take.
void add_tile_rows(merkle::TreeEdge& edge, WriteBatch& batch);

}  // namespace ledger
