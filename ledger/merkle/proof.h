// Builds proofs of RFC 9162 §2.1.3.1 and §2.1.4.1, and range proofs, from whatever keeps perfect nodes.
//
// Place in the flow: "prove", the last step before encoding; on the writer for receipts, on an HTTP thread
// for queries. Pure apart from the reader it is given; any thread that the reader allows. Errors of the
// reader pass through unchanged. A proof for a size that the reader's tree does not reach fails in the
// reader.
#pragma once

#include <cstddef>
#include <vector>

#include "ledger/base/status.h"
#include "ledger/base/types.h"
#include "ledger/merkle/node_reader.h"

namespace ledger::merkle {

// Hashes of a path, the leaf's sibling first.
using Proof = std::vector<Hash32>;

// Longest inclusion proof of a 64-bit tree; a proof file with more hashes is refused while it is read.
inline constexpr std::size_t kInclusionHashesMax = 64;

// Root of the tree at `size`; the empty root at 0. Cost: one node per set bit of the size.
Result<Hash32> root_at(TreeSize size, const NodeReader& reader);

// Path from the entry at `position` to the root at `size`.
// out_of_range proof.position_beyond_size: position >= size.
Result<Proof> inclusion_proof(Position position, TreeSize size, const NodeReader& reader);

// Proof that the tree of size `from` is a prefix of the tree of size `to`; empty when they are equal.
// out_of_range: proof.from_empty (nothing can be proven from size 0), proof.sizes_reversed (from > to).
Result<Proof> consistency_proof(TreeSize from, TreeSize to, const NodeReader& reader);

// Hashes of the compact range [begin, end), left to right (compact_range.h).
// out_of_range proof.range_reversed: begin > end.
Result<std::vector<Hash32>> range_hashes(Position begin, Position end, const NodeReader& reader);

// Proof that the entries at [begin, end) are a contiguous part of the tree at `size`: the cover of [0,
// begin), then the cover of [end, size). An empty range is refused: it would prove nothing. out_of_range:
// proof.range_empty (begin >= end), proof.position_beyond_size (end > size).
Result<Proof> range_proof(Position begin, Position end, TreeSize size, const NodeReader& reader);

}  // namespace ledger::merkle
