// ReceiptVerifier: checks a receipt offline, from its bytes and pinned keys alone.
//
// Place in the flow: `daicho verify` and `daicho-verify`; it needs no server, no database and no secret.
// Every step is reported by name, so that a reader sees what was proven and what was not. Pure but for the
// digest; any thread.
//
// The grade says what a light client may believe: `logged` is the log's own signature; `witnessed` a quorum
// of witnesses beside it. What no receipt can show is that the log keeps no second history for somebody else.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "ledger/base/json_writer.h"
#include "ledger/base/status.h"
#include "ledger/event/jws.h"
#include "ledger/journal/receipt.h"
#include "ledger/journal/signer.h"
#include "ledger/merkle/vkey.h"

namespace security {

struct TrustedKey {
  ledger::SignatureAlgorithm algorithm = ledger::SignatureAlgorithm::kEd25519;
  ledger::Bytes public_key;
};

// What the verifier pins: as printed by `daicho init`.
struct ReceiptTrust {
  ledger::merkle::VerifierKey log;                 // its name is the ledger's origin
  std::map<ledger::KeyId, TrustedKey> event_keys;  // attestor and author keys by thumbprint
};

struct ReceiptStep {
  std::string name;  // "entry", "event", "signature", "checkpoint", "inclusion", "disclosures"
  ledger::Status status;
  std::string detail;  // what was shown, when ok
};

struct ReceiptVerdict {
  std::vector<ReceiptStep> steps;
  std::string grade;  // "logged" when every step held, else empty
  bool valid() const { return !grade.empty(); }
};

// Checks all steps that can be checked, also behind a failed one.
// Steps: entry (canonical, its time, its leaf hash) · event (id, ledger) · signature (kid pinned, signature
// valid) · checkpoint (note signed by the pinned log key, origin) · inclusion (leaf at position in that tree)
// · disclosures (each given one belongs to the event).
ReceiptVerdict verify_receipt(const ledger::Receipt& receipt, const std::vector<std::string>& disclosures,
                              const ReceiptTrust& trust, const ledger::SignatureVerifier& verifier);

void write_verdict(const ReceiptVerdict& verdict, ledger::JsonWriter& json);

}  // namespace security
