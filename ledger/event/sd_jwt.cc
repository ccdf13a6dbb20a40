#include "ledger/event/sd_jwt.h"

#include <algorithm>
#include <array>
#include <utility>

#include "ledger/base/check.h"
#include "ledger/base/json_writer.h"
#include "ledger/base/limits.h"
#include "ledger/base/sha256.h"
#include "ledger/base/uuid.h"

namespace ledger {
namespace {

constexpr std::size_t kPayloadBytesUsual = 1024;
constexpr std::size_t kSignatureTextBytes = 86;

Status check_disclosure_count(std::size_t count) {
  if (count <= kDisclosuresMax) return {};
  return invalid("sd_jwt.malformed", "the event carries too many disclosures")
      .want("at most " + std::to_string(kDisclosuresMax));
}

Result<std::vector<Disclosure>> parse_disclosures(std::string_view text) {
  std::vector<Disclosure> disclosures;
  disclosures.reserve(std::min<std::size_t>(
      kDisclosuresMax, static_cast<std::size_t>(std::count(text.begin(), text.end(), '~'))));
  while (!text.empty()) {
    LEDGER_TRY(check_disclosure_count(disclosures.size() + 1));
    const std::size_t tilde = text.find('~');
    if (tilde == 0) return invalid("sd_jwt.malformed", "an empty disclosure stands between two tildes");
    Result<Disclosure> disclosure = parse_disclosure(text.substr(0, tilde));
    if (!disclosure.ok()) return disclosure.status();
    disclosures.push_back(std::move(*disclosure));
    text.remove_prefix(tilde + 1);
  }
  return disclosures;
}

Status check_pairwise(const Event& event, const std::vector<Disclosure>& disclosures) {
  for (std::size_t i = 0; i < disclosures.size(); ++i) {
    const Disclosure& own = disclosures[i];
    if (event.field(own.name) != nullptr) {
      return invalid("disclosure.name_clash", "a field is both public and disclosed")
          .at("/data/" + pointer_token(own.name));
    }
    for (std::size_t j = 0; j < i; ++j) {
      if (disclosures[j].name == own.name) {
        return invalid("disclosure.name_clash", "two disclosures carry the same field")
            .at("/data/" + pointer_token(own.name));
      }
      if (disclosures[j].salt == own.salt) {
        return invalid("disclosure.salt_reused", "two disclosures share a salt")
            .at("/data/" + pointer_token(own.name))
            .want("a fresh random salt per field");
      }
    }
  }
  return {};
}

// A bijection between data._sd and the disclosures: nothing withheld, nothing added, no decoys.
Status check_digests(const Event& event, const std::vector<Disclosure>& disclosures) {
  std::array<bool, kDisclosuresMax> opened{};
  for (const Disclosure& disclosure : disclosures) {
    const auto found = std::find(event.sd_digests.begin(), event.sd_digests.end(), disclosure.digest);
    if (found == event.sd_digests.end()) {
      return invalid("disclosure.surplus", "a disclosure's digest is not in the signed payload")
          .at("/data/" + pointer_token(disclosure.name))
          .want("exactly the disclosures that were signed, byte for byte");
    }
    bool& slot = opened[static_cast<std::size_t>(found - event.sd_digests.begin())];
    if (slot) {
      return invalid("disclosure.duplicate", "the same disclosure stands twice")
          .at("/data/" + pointer_token(disclosure.name));
    }
    slot = true;
  }
  for (std::size_t i = 0; i < event.sd_digests.size(); ++i) {
    if (!opened[i]) {
      return invalid("disclosure.missing", "a signed digest has no disclosure")
          .at("/data/_sd/" + std::to_string(i))
          .want("one disclosure per digest: the sender holds all of them, and decoys are not allowed");
    }
  }
  return {};
}

void write_actor(JsonWriter& json, const Actor& actor) {
  const auto optional_member = [&json](std::string_view name, const std::string& text) {
    if (!text.empty()) json.member(name, text);
  };
  json.key("actor").begin_object();
  optional_member("person", actor.person.value);
  optional_member("role", actor.role);
  optional_member("org", actor.org);
  optional_member("center", actor.center);
  optional_member("licence", actor.licence);
  optional_member("on_behalf_of", actor.on_behalf_of);
  json.end_object();
}

void write_data(JsonWriter& json, const JsonValue& public_data, const std::vector<Disclosure>& disclosures) {
  LEDGER_CHECK(public_data.is_object());
  json.key("data").begin_object();
  for (const auto& [name, value] : public_data.as_object()) json.member(name, value);
  if (!disclosures.empty()) {
    std::vector<std::string> digests;
    digests.reserve(disclosures.size());
    for (const Disclosure& disclosure : disclosures)
      digests.push_back(to_base64url(view_of(disclosure.digest)));
    std::sort(digests.begin(), digests.end());
    json.key("_sd").begin_array();
    for (const std::string& digest : digests) json.value(digest);
    json.end_array();
  }
  json.end_object();
}

}  // namespace

Result<SignedEvent> parse_logged_jws(std::string_view jws_text) {
  SignedEvent parsed;
  LEDGER_ASSIGN(parsed.jws, parse_jws(jws_text));
  LEDGER_ASSIGN(parsed.event, parse_event(parsed.jws.payload));
  parsed.payload_digest = sha256(parsed.jws.payload);
  return parsed;
}

Result<SignedEvent> parse_sd_jwt(std::string_view text) {
  const std::size_t first_tilde = text.find('~');
  if (first_tilde == std::string_view::npos) {
    return invalid("sd_jwt.malformed", "the text is not an SD-JWT").want("<jws>~<disclosure>~…~");
  }
  if (const std::string_view tail = text.substr(text.rfind('~') + 1); !tail.empty()) {
    if (tail.find('.') != std::string_view::npos) {
      return invalid("sd_jwt.key_binding", "a key-binding JWT follows the disclosures")
          .want("nothing after the last ~");
    }
    return invalid("sd_jwt.malformed", "the last disclosure is not closed by a tilde")
        .want("<jws>~<disclosure>~…~");
  }
  LEDGER_ASSIGN(SignedEvent parsed, parse_logged_jws(text.substr(0, first_tilde)));
  LEDGER_ASSIGN(parsed.disclosures, parse_disclosures(text.substr(first_tilde + 1)));
  LEDGER_TRY(check_digests(parsed.event, parsed.disclosures));
  LEDGER_TRY(check_pairwise(parsed.event, parsed.disclosures));
  return parsed;
}

std::string format_sd_jwt(const SignedEvent& event) {
  std::size_t bytes = event.jws.text.size() + 1;
  for (const Disclosure& disclosure : event.disclosures) bytes += disclosure.encoded.size() + 1;
  std::string text;
  text.reserve(bytes);
  text.append(event.jws.text).push_back('~');
  for (const Disclosure& disclosure : event.disclosures) text.append(disclosure.encoded).push_back('~');
  return text;
}

std::string build_payload(const EventDraft& draft, const std::vector<Disclosure>& disclosures) {
  JsonWriter json;
  json.reserve(kPayloadBytesUsual);
  json.begin_object();
  json.member("aud", draft.aud);
  json.member("id", format_event_id(draft.id));
  json.member("type", draft.type);
  json.member("v", static_cast<std::int64_t>(draft.version));
  json.member("stream", draft.stream.value);
  if (draft.expected_version) json.member("expected_version", draft.expected_version->value);
  json.member("occurred_at", draft.occurred_at);
  write_actor(json, draft.actor);
  if (draft.attested_by) {
    json.key("attested_by").begin_object();
    json.member("principal", draft.attested_by->principal.value).member("via", draft.attested_by->via);
    json.end_object();
  }
  json.member("purpose", draft.purpose);
  if (!draft.refs.empty()) {
    json.key("refs").begin_array();
    for (const std::string& ref : draft.refs) json.value(ref);
    json.end_array();
  }
  write_data(json, draft.public_data, disclosures);
  json.member("_sd_alg", "sha-256");
  json.end_object();
  return json.take();
}

std::string build_signing_input(SignatureAlgorithm algorithm, const KeyId& kid, std::string_view payload) {
  return encode_jws_header(algorithm, kid) + "." + to_base64url(payload);
}

Result<SignedEvent> assemble(std::string_view signing_input, ByteView signature,
                             std::span<const Disclosure> disclosures) {
  std::string text(signing_input);
  text.append(".").append(to_base64url(signature)).push_back('~');
  for (const Disclosure& disclosure : disclosures) text.append(disclosure.encoded).push_back('~');
  return parse_sd_jwt(text);
}

UnsignedEvent::UnsignedEvent(SignatureAlgorithm algorithm, KeyId kid, const EventDraft& draft,
                             std::vector<Disclosure> disclosures)
    : disclosures_(std::move(disclosures)) {
  jws_.payload = build_payload(draft, disclosures_);
  const std::string header = encode_jws_header(algorithm, kid);
  jws_.text.reserve(header.size() + jws_.payload.size() / 3 * 4 + kSignatureTextBytes + 6);
  jws_.text.append(header).append(".").append(to_base64url(jws_.payload));
  jws_.signing_input_bytes = jws_.text.size();
  jws_.algorithm = algorithm;
  jws_.kid = std::move(kid);
}

Result<SignedEvent> UnsignedEvent::complete(Bytes signature) && {
  LEDGER_TRY(check_jws_size(jws_.text.size() + 1 + kSignatureTextBytes));
  LEDGER_TRY(check_signature_size(signature));
  SignedEvent event;
  event.jws = std::move(jws_);
  event.jws.text.append(".").append(to_base64url(signature));
  event.jws.signature = std::move(signature);
  LEDGER_ASSIGN(event.event, parse_event(event.jws.payload));
  event.payload_digest = sha256(event.jws.payload);
  LEDGER_TRY(check_disclosure_count(disclosures_.size()));
  for (const Disclosure& disclosure : disclosures_) LEDGER_TRY(check_made(disclosure));
  LEDGER_TRY(check_digests(event.event, disclosures_));
  LEDGER_TRY(check_pairwise(event.event, disclosures_));
  event.disclosures = std::move(disclosures_);
  return event;
}

}  // namespace ledger
