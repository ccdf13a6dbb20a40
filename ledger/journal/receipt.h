// Receipt: what an acknowledgement carries: position, time, entry text and a C2SP tlog-proof (event.md §3).
//
// A receipt verifies offline with the ledger's pinned key and the author's or attestor's public key. Pure
// values.
#pragma once

#include <string>
#include <vector>

#include "ledger/base/bytes.h"
#include "ledger/base/json_writer.h"
#include "ledger/base/status.h"
#include "ledger/base/types.h"
#include "ledger/merkle/checkpoint.h"

namespace ledger {

struct Receipt {
  EventId id;
  Position position;
  UnixMicros recorded_at;
  Hash32 leaf_hash{};
  std::string entry;           // exact text that the tree hashes
  std::string tlog_proof;      // C2SP tlog-proof@v1
  bool stored_before = false;  // an idempotent retry: the event had been stored by an earlier request
};

// JSON object: id, position, recorded_at, leaf_hash (hex), entry, proof, and stored_before when it is true.
// Format version 1 of a receipt file.
void write_receipt(const Receipt& receipt, JsonWriter& json);
// Strict parse of what write_receipt wrote; says nothing about its truth.
// invalid_argument receipt.malformed with a pointer.
Result<Receipt> parse_receipt(const JsonValue& json);

}  // namespace ledger
