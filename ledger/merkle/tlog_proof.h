// TlogProof: the offline proof file of one entry (C2SP tlog-proof@v1), also the proof in every receipt.
//
//     c2sp.org/tlog-proof@v1
//     extra <base64>            optional, not authenticated by anything
//     index <decimal>
//     <base64 hash>             zero or more, the leaf's sibling first
//     <empty line>
//     <checkpoint note, verbatim>
//
// Parsing checks form only. Trust comes from verify_note on the checkpoint, verify_inclusion with the leaf
// hash that the application rebuilds from the entry, and a quorum policy. Pure values; any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "ledger/base/bytes.h"
#include "ledger/base/status.h"
#include "ledger/base/types.h"
#include "ledger/merkle/proof.h"

namespace ledger::merkle {

inline constexpr std::size_t kTlogProofExtraBytesMax = 1U << 16;

struct TlogProof {
  std::optional<Bytes> extra;
  Position index;
  Proof hashes;
  std::string checkpoint;  // the whole note with its signature lines, ending in newline
  bool operator==(const TlogProof&) const = default;
};

// invalid_argument: the reasons of parse_tlog_proof, for a TlogProof that no parser would accept.
Result<std::string> format_tlog_proof(const TlogProof& proof);

// The same text without looking at the checkpoint again. Precondition: it is one that format_note wrote or
// parse_note took, as in every published view; thousands of receipts carry the same.
std::string write_tlog_proof(Position index, const Proof& hashes, std::string_view checkpoint);

// Accepts exactly what format_tlog_proof writes.
// invalid_argument: tlog_proof.header, tlog_proof.extra, tlog_proof.index, tlog_proof.hash,
// tlog_proof.too_long, tlog_proof.checkpoint (not a note whose text is a checkpoint; the message says why).
Result<TlogProof> parse_tlog_proof(std::string_view text);

}  // namespace ledger::merkle
