// Reingest: puts entries back that a restored ledger lacks, byte for byte, from a mirror.
//
// Place in the flow: `daicho restore --tiles`, on a restored folder that nobody serves and whose anchor does
// not permit writing. The caller has verified the target: a checkpoint signed by this ledger's log, and a
// reader of the mirror's tree. Before a group of entries is stored, the tree that it makes is proven to be a
// prefix of the target (consistency proof from the mirror's tiles), every event's signature is verified, and
// decide() must accept it and derive the terms that the entry holds; decision state, streams and ids are
// folded anew. Sealed fields are not in a mirror and do not come back. One thread. Durability: each group is
// one synced batch; groups before the last have no checkpoint of their own, so that a crash leaves a ledger
// that recovery refuses and that the next run goes on with.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "ledger/journal/signer.h"
#include "ledger/merkle/node_reader.h"
#include "ledger/store/log_store.h"

namespace ledger {

struct ReingestTarget {
  TreeSize size;
  Hash32 root{};
  std::string checkpoint;  // signed note for size and root, verified by the caller
};

struct ReingestParts {
  Kv& kv;
  LogStore& log;
  const SignatureVerifier& verifier;
  const std::string& origin;
};

// Exact texts of the entries [from, to), of at most kGroupEventsMax.
using EntryFetcher = std::function<Result<std::vector<std::string>>(Position from, Position to)>;

// Entries that were added. Nothing is stored of a group that does not hold: data_loss reingest.not_a_prefix
// (the mirror's entries or the stored ones are not those of the target) | reingest.entry (an entry that the
// ledger's own rules refuse); errors of store, fetcher and nodes. Groups before it stay.
Result<std::uint64_t> reingest(const ReingestParts& parts, const ReingestTarget& target,
                               const merkle::NodeReader& mirrored, const EntryFetcher& fetch);

}  // namespace ledger
