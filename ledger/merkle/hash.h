// Hashing of the Merkle tree: the only place that knows the two domain prefixes (RFC 9162 §2.1.1).
//
// Place in the flow: the writer hashes each entry and each node once; verifiers do the same. Pure functions
// on the digest that ledger/base/sha256.h keeps per thread; any thread; no failure.
#pragma once

#include "ledger/base/bytes.h"
#include "ledger/base/types.h"

namespace ledger::merkle {

// SHA-256(0x00 ‖ entry): what a position of the tree holds. Cost: one digest over the entry.
Hash32 leaf_hash(ByteView entry);

// SHA-256(0x01 ‖ left ‖ right). The distinct prefix is what keeps a node from being passed off as a leaf.
Hash32 node_hash(const Hash32& left, const Hash32& right);

// SHA-256 of nothing: the root of the tree of size 0.
Hash32 empty_root();

}  // namespace ledger::merkle
