// Deferred lines and demonstration keys: what the generator can't finish because it depends on the ledger's
// answer.
//
// A countersignature names its target's position and leaf hash, and a month is closed at a position: only the
// ledger knows them. The generator writes such an event as a directive line, in place, among the event lines:
//
//   {"deferred":{"person":"p-40-co-01","receipt_of":"<event id>","fill":{"target_position":"position",
//    "target_leaf":"leaf_hash"},"event":{…}}}
//
// Meaning: take the receipt of the event `receipt_of` (it stands on an earlier line); add to `event.data`,
// for each member of `fill`, the receipt's "position" (integer) or "leaf_hash" (64 hex digits) under that
// name; sign the event with the demonstration key of `person`; append it author-signed. Whoever appends must
// have sent every line before the directive, and keeps the order. Event ids, and with them idempotency, are
// those of the generator; a second run over the same ledger signs the same bytes again, because the receipts
// are the same.
//
// THE KEYS ARE DEMONSTRATION KEYS: anybody who knows the seed can derive every one of them, and the seed is
// an option on a command line. A ledger that holds real records must never enrol one. Pure; any thread.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ledger/base/json_value.h"
#include "ledger/base/status.h"
#include "ledger/base/types.h"
#include "security/signature.h"

namespace ops::generate {

// Ed25519 key whose private seed is SHA-256("daicho demonstration key v1:" ‖ seed ‖ ":" ‖ person ‖ ":" ‖
// number). `number` counts a person's keys from 1; rotation takes the next one.
security::PrivateKey demo_key(std::string_view seed, std::string_view person, int number = 1);
// What salts of author-signed events are derived from.
std::string demo_salt_seed(std::string_view seed);

enum class ReceiptPart { kPosition, kLeafHash };

struct Deferred {
  std::string person;
  std::string receipt_of;
  std::vector<std::pair<std::string, ReceiptPart>> fill;
  ledger::JsonValue event;
};

// The parts of a receipt that a directive may ask for.
struct TargetReceipt {
  ledger::Position position;
  ledger::Hash32 leaf_hash{};
};

// Whether a line of generator output is a directive.
bool is_deferred_line(std::string_view line);
// `line`: the whole object {"deferred":{…}}. invalid_argument line.malformed.
ledger::Result<Deferred> parse_deferred(const ledger::JsonValue& line);
// The SD-JWT to append. Errors as sign_event (author_signing.h) and line.malformed for a field that is there
// already.
ledger::Result<std::string> sign_deferred(const Deferred& deferred, const TargetReceipt& receipt,
                                          std::string_view origin, std::string_view seed);

// The JSON text of a directive, without line end.
std::string format_deferred(const Deferred& deferred);

}  // namespace ops::generate
