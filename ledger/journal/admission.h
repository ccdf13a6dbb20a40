// Admission: the only two ways to make a VerifiedEvent, which is the only thing the journal accepts.
//
// Place in the flow: decode → authenticate → admit, on the HTTP thread, in parallel. Everything here is
// stateless but for the key directory, which may lag: the writer judges key, actor, role and rules again at
// the event's position. Skipping the signature check does not compile: VerifiedEvent has no public
// constructor.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "ledger/base/clock.h"
#include "ledger/base/json_value.h"
#include "ledger/base/status.h"
#include "ledger/domain/state.h"
#include "ledger/event/sd_jwt.h"
#include "ledger/journal/enrolled_keys.h"
#include "ledger/journal/signer.h"
#include "ledger/journal/vault.h"

namespace ledger {

struct TypeSpec;

class VerifiedEvent {
 public:
  const SignedEvent& signed_event() const { return signed_; }
  const Event& event() const { return signed_.event; }
  const std::vector<SealedRow>& sealed() const { return sealed_; }
  // Of an attachment.stored: the document itself.
  const std::optional<SealedAttachment>& attachment() const { return attachment_; }
  // Attachments that its fields refer to.
  const std::vector<EventId>& refers_to() const { return refers_to_; }
  // For the writer, when it needs the event no longer.
  Event take_event() { return std::move(signed_.event); }

 private:
  friend class Admission;
  VerifiedEvent() = default;
  SignedEvent signed_;
  std::vector<SealedRow> sealed_;
  std::optional<SealedAttachment> attachment_;
  std::vector<EventId> refers_to_;
};

// A plain-field event as an authenticated principal sends it (`application/json`): the envelope of event.md
// §1 with public and confidential fields together in `data`.
struct AttestedRequest {
  EventDraft draft;  // without attested_by; public_data holds all fields
};

// Parses one element of the attested form; `aud` may be absent and is then the ledger's origin.
// `attested_by`, `position`, `recorded_at` are refused. invalid_argument as parse_event, plus
// event.server_member.
Result<AttestedRequest> parse_attested(const JsonValue& body, std::string_view origin);

class Admission {
 public:
  struct Parts {
    std::string origin;
    const SignatureVerifier& verifier;
    Sealer& sealer;
    const AttestorSigner& attestor;
  };
  explicit Admission(Parts parts) : parts_(std::move(parts)) {}

  // What `stored` shows, for admit_signed: keys that an earlier request asked for are not read again.
  // `stored` must outlive it.
  KnownKeys known_keys(const StateView& stored) const { return KnownKeys(stored, *enrolled_); }

  // Author-signed: profile, aud, fields, key and signature. `keys` is any recent decision state.
  // unauthenticated key.unknown | signature.invalid; invalid_argument event.aud and those of the parts.
  Result<VerifiedEvent> admit_signed(std::string_view sd_jwt, const StateView& keys) const;

  // Genesis: self-signed by the first administrator's key that it contains.
  Result<VerifiedEvent> admit_genesis(std::string_view sd_jwt) const;

  // Attested: splits public from confidential, salts, builds and signs the SD-JWT for `by`.
  // invalid_argument event.way_in for the types that only the service itself writes, and those of the parts.
  Result<VerifiedEvent> admit_attested(AttestedRequest request, const AttestedBy& by) const;

  // The same for those types (reads, refusals): the caller is the service, never a request body.
  Result<VerifiedEvent> admit_internal(AttestedRequest request, const AttestedBy& by) const;

  // attachment.stored with its document, sealed for the subject that the event names.
  Result<VerifiedEvent> admit_attachment(AttestedRequest request, const AttestedBy& by,
                                         ByteView content) const;

 private:
  // The disclosures of an event of this type: one per confidential field of the type, given or not. `probe`
  // holds actor and public fields.
  Result<std::vector<Disclosure>> disclose(const TypeSpec& row, const EventId& id,
                                           const JsonValue& confidential, const Event& probe) const;
  Result<VerifiedEvent> attest(AttestedRequest request, const AttestedBy& by) const;
  Result<VerifiedEvent> finish(SignedEvent event) const;
  Parts parts_;
  std::shared_ptr<EnrolledKeys> enrolled_ = std::make_shared<EnrolledKeys>();
};

}  // namespace ledger
