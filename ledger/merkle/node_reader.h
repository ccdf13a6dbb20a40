// Where proofs get their nodes from: an interface, and two readers built on other sources.
//
// A node (level, index) is the root of the perfect subtree over the leaves [index·2^level,
// (index+1)·2^level). Proof code (proof.h) asks for perfect nodes only; whoever keeps hashes — the writer's
// edge, a tile store, a test — answers. Place in the flow: "prove", on the writer (edge) or on an HTTP thread
// (stored tiles).
#pragma once

#include <array>
#include <cstdint>

#include "ledger/base/bytes.h"
#include "ledger/base/status.h"
#include "ledger/base/types.h"
#include "ledger/merkle/tile.h"

namespace ledger::merkle {

class NodeReader {
 public:
  virtual ~NodeReader() = default;
  // not_found merkle.node_not_held: this reader does not keep that node, another one may.
  // out_of_range merkle.node_beyond_size: the node is not complete in the reader's tree (readers that know a
  // size). Other codes come from the source behind the reader.
  virtual Result<Hash32> node(unsigned level, std::uint64_t index) const = 0;

 protected:
  NodeReader() = default;
  NodeReader(const NodeReader&) = default;
  NodeReader& operator=(const NodeReader&) = default;
};

// Implemented by whoever stores tiles (one floor up: ledger/journal over ledger/store, or a client over
// HTTP).
class TileSource {
 public:
  virtual ~TileSource() = default;
  // Bytes of tile (tile_level, index): whole hashes, at least `width_at_least` of them (1..256), at most 256.
  // A source may answer more than was asked. Any error is passed through to the caller of the proof.
  virtual Result<Bytes> tile(unsigned tile_level, std::uint64_t index, unsigned width_at_least) const = 0;

 protected:
  TileSource() = default;
  TileSource(const TileSource&) = default;
  TileSource& operator=(const TileSource&) = default;
};

// Answers nodes from tiles by hashing up inside the tile; at most 127 hashes per node. Keeps the last tile of
// each level, so that one proof reads each tile once: make one reader per request. Not for concurrent use.
class TileNodeReader : public NodeReader {
 public:
  // `source` must outlive the reader.
  explicit TileNodeReader(const TileSource& source) : source_(&source) {}
  // data_loss merkle.tile_size: the source answered fewer hashes than asked, or not whole ones.
  // out_of_range merkle.node_beyond_size: level above 63 or index beyond 64-bit trees.
  Result<Hash32> node(unsigned level, std::uint64_t index) const override;

 private:
  struct Cached {
    std::uint64_t index = 0;
    Bytes hashes;  // empty: nothing cached
  };
  const TileSource* source_;
  mutable std::array<Cached, kTileLevels> cache_;
};

// Asks `first`; only when that does not hold the node (merkle.node_not_held), asks `second`. With the
// writer's edge in front of a TileNodeReader, fresh proofs cost no read and old ones still work.
class FallbackNodeReader : public NodeReader {
 public:
  // Both must outlive the reader.
  FallbackNodeReader(const NodeReader& first, const NodeReader& second) : first_(&first), second_(&second) {}
  Result<Hash32> node(unsigned level, std::uint64_t index) const override;

 private:
  const NodeReader* first_;
  const NodeReader* second_;
};

// Checks what a source answered and gives back hash number `at` of a tile. data_loss merkle.tile_size.
Status check_tile_bytes(ByteView hashes, unsigned width_at_least);
Hash32 tile_hash_at(ByteView hashes, unsigned at);

}  // namespace ledger::merkle
