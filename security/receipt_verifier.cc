#include "security/receipt_verifier.h"

#include <algorithm>

#include "ledger/base/time.h"
#include "ledger/base/uuid.h"
#include "ledger/event/entry.h"
#include "ledger/event/sd_jwt.h"
#include "ledger/merkle/checkpoint.h"
#include "ledger/merkle/hash.h"
#include "ledger/merkle/note.h"
#include "ledger/merkle/tlog_proof.h"
#include "ledger/merkle/verify.h"

namespace security {
namespace {

using ledger::Status;

// The pinned log key as the note verifier wants it.
class PinnedLogKey final : public ledger::merkle::NoteVerifier {
 public:
  PinnedLogKey(const ledger::merkle::VerifierKey& key, const ledger::SignatureVerifier& verifier)
      : key_(key), verifier_(verifier) {}
  std::string_view name() const override { return key_.name; }
  std::uint32_t key_id() const override { return key_.key_id; }
  bool verify(ledger::ByteView text, ledger::ByteView blob) const override {
    return verifier_.verify(ledger::SignatureAlgorithm::kEd25519, key_.public_key, text, blob);
  }

 private:
  const ledger::merkle::VerifierKey& key_;
  const ledger::SignatureVerifier& verifier_;
};

Status check_entry(const ledger::Receipt& receipt, ledger::Entry& entry) {
  LEDGER_ASSIGN(entry, ledger::parse_entry(receipt.entry));
  if (entry.recorded_at != receipt.recorded_at) {
    return ledger::invalid("receipt.recorded_at", "the receipt's time is not the entry's");
  }
  if (ledger::merkle::leaf_hash(receipt.entry) != receipt.leaf_hash) {
    return ledger::invalid("receipt.leaf_hash", "the receipt's leaf hash is not that of its entry");
  }
  return Status();
}

Status check_event(const ledger::Receipt& receipt, const ReceiptTrust& trust,
                   const ledger::SignedEvent& event) {
  if (event.event.id != receipt.id) {
    return ledger::invalid("receipt.id",
                           "the entry holds the event " + ledger::format_event_id(event.event.id));
  }
  if (event.event.aud != trust.log.name) {
    return ledger::invalid("event.aud", "the event was signed for \"" + event.event.aud + "\"");
  }
  return Status();
}

Status check_signature(const ledger::SignedEvent& event, const ReceiptTrust& trust,
                       const ledger::SignatureVerifier& verifier) {
  const auto key = trust.event_keys.find(event.jws.kid);
  if (key == trust.event_keys.end()) {
    return ledger::unauthenticated(
        "key.not_pinned", "the event's key " + event.jws.kid.value + " is not among the keys you trust");
  }
  if (key->second.algorithm != event.jws.algorithm ||
      !verifier.verify(event.jws.algorithm, key->second.public_key, event.jws.signing_input(),
                       event.jws.signature)) {
    return ledger::unauthenticated("signature.invalid", "the event's signature does not verify");
  }
  return Status();
}

Status check_checkpoint(const ledger::merkle::TlogProof& proof, const ReceiptTrust& trust,
                        const ledger::SignatureVerifier& verifier, ledger::merkle::Checkpoint& checkpoint) {
  LEDGER_ASSIGN(const ledger::merkle::Note note, ledger::merkle::parse_note(proof.checkpoint));
  LEDGER_ASSIGN(checkpoint, ledger::merkle::parse_checkpoint(note.text));
  if (checkpoint.origin != trust.log.name) {
    return ledger::invalid("checkpoint.origin", "the checkpoint is of the log \"" + checkpoint.origin + "\"");
  }
  const PinnedLogKey pinned(trust.log, verifier);
  const ledger::merkle::NoteVerifier* const known[] = {&pinned};
  return ledger::merkle::verify_note(note, known).status();
}

Status check_disclosures(const std::vector<std::string>& disclosures, const ledger::SignedEvent& event) {
  for (const std::string& encoded : disclosures) {
    LEDGER_ASSIGN(const ledger::Disclosure disclosure, ledger::parse_disclosure(encoded));
    const auto& digests = event.event.sd_digests;
    if (std::find(digests.begin(), digests.end(), disclosure.digest) == digests.end()) {
      return ledger::invalid("disclosure.surplus",
                             "the field \"" + disclosure.name + "\" is not one that this event committed to");
    }
  }
  return Status();
}

}  // namespace

ReceiptVerdict verify_receipt(const ledger::Receipt& receipt, const std::vector<std::string>& disclosures,
                              const ReceiptTrust& trust, const ledger::SignatureVerifier& verifier) {
  ReceiptVerdict verdict;
  const auto step = [&](std::string_view name, Status status, std::string detail) {
    verdict.steps.push_back({std::string(name), std::move(status), std::move(detail)});
  };
  ledger::Entry entry;
  step("entry", check_entry(receipt, entry),
       "canonical, recorded at " + ledger::format_recorded_at(receipt.recorded_at));

  const auto event = ledger::parse_logged_jws(entry.jws);
  if (event.ok()) {
    step("event", check_event(receipt, trust, *event),
         event->event.type + " by " + event->event.actor.person.value + " for " + event->event.aud);
    step("signature", check_signature(*event, trust, verifier), "key " + event->jws.kid.value);
    step("disclosures", check_disclosures(disclosures, *event),
         std::to_string(disclosures.size()) + " of " + std::to_string(event->event.sd_digests.size()) +
             " confidential fields shown");
  } else {
    step("event", event.status(), {});
  }

  const auto proof = ledger::merkle::parse_tlog_proof(receipt.tlog_proof);
  if (!proof.ok()) {
    step("checkpoint", proof.status(), {});
  } else {
    ledger::merkle::Checkpoint checkpoint;
    const Status signed_note = check_checkpoint(*proof, trust, verifier, checkpoint);
    step("checkpoint", signed_note, "size " + std::to_string(checkpoint.size.value) + ", signed by the log");
    const Status included =
        !signed_note.ok() ? ledger::invalid("proof.no_root", "there is no trusted root to prove against")
        : proof->index != receipt.position
            ? ledger::invalid("receipt.position", "the proof is for another position than the receipt's")
            : ledger::merkle::verify_inclusion(proof->index, checkpoint.size,
                                               ledger::merkle::leaf_hash(receipt.entry), proof->hashes,
                                               checkpoint.root);
    step("inclusion", included, "position " + std::to_string(receipt.position.value));
  }
  const bool all = std::all_of(verdict.steps.begin(), verdict.steps.end(),
                               [](const ReceiptStep& one) { return one.status.ok(); });
  if (all) verdict.grade = "logged";
  return verdict;
}

void write_verdict(const ReceiptVerdict& verdict, ledger::JsonWriter& json) {
  json.begin_object().member("valid", verdict.valid()).member("grade", verdict.grade);
  json.key("steps").begin_array();
  for (const ReceiptStep& step : verdict.steps) {
    json.begin_object().member("name", step.name).member("ok", step.status.ok());
    if (step.status.ok()) {
      json.member("detail", step.detail);
    } else {
      json.member("code", step.status.reason()).member("detail", step.status.message());
    }
    json.end_object();
  }
  json.end_array().end_object();
}

}  // namespace security
