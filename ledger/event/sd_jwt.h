// SignedEvent: an SD-JWT (RFC 9901) in the narrow profile of event.md §1: issuer-signed JWT plus disclosures.
//
// Place in the flow: the author-signed way in parses one; the attested way in builds one. What is checked
// here needs neither keys nor catalogue nor state; signature, fields and rules come later. Pure; any thread.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/event/disclosure.h"
#include "ledger/event/event.h"
#include "ledger/event/jws.h"

namespace ledger {

struct SignedEvent {
  Jws jws;
  Event event;
  std::vector<Disclosure> disclosures;
  Hash32 payload_digest{};  // SHA-256 of jws.payload: what idempotency compares
};

// "<jws>~<disclosure>~…~": every disclosure's digest stands in data._sd, every digest has its disclosure (an
// author sends all of them), none twice, salts unique in the event, names unique and not among the public
// fields, no key-binding JWT behind the last tilde. invalid_argument: sd_jwt.malformed | sd_jwt.key_binding |
// disclosure.missing | disclosure.surplus | disclosure.duplicate | disclosure.salt_reused |
// disclosure.name_clash, and those of the parts.
Result<SignedEvent> parse_sd_jwt(std::string_view text);

// The same for a JWS whose disclosures are not at hand (log entries): digests are kept, disclosures empty.
Result<SignedEvent> parse_logged_jws(std::string_view jws_text);

// "<jws>~d1~…~dn~".
std::string format_sd_jwt(const SignedEvent& event);

// What a sender fills in; the builder turns it into payload text.
struct EventDraft {
  std::string aud;
  EventId id;
  std::string type;
  std::uint16_t version = 1;
  StreamId stream;
  std::optional<StreamVersion> expected_version;
  std::string occurred_at;  // RFC 3339 with offset
  Actor actor;
  std::optional<AttestedBy> attested_by;
  std::string purpose;
  std::vector<std::string> refs;
  JsonValue public_data{JsonValue::Object{}};  // without _sd
};

// Compact payload JSON, members in the order of event.md §1, `_sd` last in data with digests sorted by their
// text.
std::string build_payload(const EventDraft& draft, const std::vector<Disclosure>& disclosures);
// What must be signed: "<header>.<base64url(payload)>".
std::string build_signing_input(SignatureAlgorithm algorithm, const KeyId& kid, std::string_view payload);
// Joins signing input and raw signature and parses the result, so that what leaves here passed the reader;
// errors as parse_sd_jwt. The signature itself is not checked here.
Result<SignedEvent> assemble(std::string_view signing_input, ByteView signature,
                             std::span<const Disclosure> disclosures);

// An event that this program builds itself, up to its signature. complete() gives what parse_sd_jwt would
// make of the joined text, value for value, without decoding what was encoded a moment before; the payload
// still goes through the reader, because what it is built from came from a sender.
class UnsignedEvent {
 public:
  // `disclosures` come from make_disclosure.
  UnsignedEvent(SignatureAlgorithm algorithm, KeyId kid, const EventDraft& draft,
                std::vector<Disclosure> disclosures);
  std::string_view signing_input() const { return jws_.text; }
  // Joins the raw signature over signing_input(). Errors as parse_sd_jwt. The signature is not checked here.
  Result<SignedEvent> complete(Bytes signature) &&;

 private:
  Jws jws_;  // `text` is the signing input so far
  std::vector<Disclosure> disclosures_;
};

}  // namespace ledger
