// Verifies proofs against roots; never sees a tree, a store or a clock (RFC 9162 §2.1.3.2 and §2.1.4.2).
//
// Place in the flow: the auditor's side (`daicho verify`), and our own second look before a proof leaves. All
// input is untrusted. Pure; any thread; cost one or two hashes per proof element. Every refusal is
// invalid_argument with one of the reasons named below and says nothing was proven; it does not say which
// party is wrong.
#pragma once

#include <span>

#include "ledger/base/status.h"
#include "ledger/base/types.h"
#include "ledger/merkle/proof.h"

namespace ledger::merkle {

// ok: the entry with hash `leaf` stands at `position` of the tree with `root` at `size`.
// proof.position_beyond_size, proof.too_long, proof.too_short, proof.root_mismatch.
Status verify_inclusion(Position position, TreeSize size, const Hash32& leaf, std::span<const Hash32> proof,
                        const Hash32& root);

// ok: the tree (from, from_root) is a prefix of the tree (to, to_root).
// proof.from_empty (a start at size 0 is always refused), proof.sizes_reversed, proof.too_long,
// proof.too_short, proof.from_root_mismatch, proof.root_mismatch.
Status verify_consistency(TreeSize from, TreeSize to, const Hash32& from_root, const Hash32& to_root,
                          std::span<const Hash32> proof);

// ok: `leaves` stand at [begin, begin + leaves.size()) of the tree with `root` at `size`; proof of
// range_proof(). proof.range_empty, proof.position_beyond_size, proof.too_long, proof.too_short,
// proof.root_mismatch.
Status verify_range(Position begin, TreeSize size, std::span<const Hash32> leaves,
                    std::span<const Hash32> proof, const Hash32& root);

}  // namespace ledger::merkle
