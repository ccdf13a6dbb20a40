#include "ledger/event/jws.h"

#include <array>
#include <functional>
#include <utility>

#include "ledger/base/json_reader.h"
#include "ledger/base/json_writer.h"
#include "ledger/base/limits.h"

namespace ledger {
namespace {

constexpr std::size_t kSignatureBytes = 64;
constexpr std::size_t kThumbprintBytes = 32;

struct Header {
  SignatureAlgorithm algorithm = SignatureAlgorithm::kEd25519;
  KeyId kid;
};

// Few keys sign most events, and one key's events have one header text: what was read from a text stands for
// every equal text. Accepted headers only, each in the one slot of its hash, so a thread holds kSlots at
// most.
class HeaderCache {
 public:
  // nullptr: not held; valid until the next keep.
  const Header* find(std::string_view encoded) const {
    const Slot& slot = slots_[slot_of(encoded)];
    return slot.encoded == encoded && !encoded.empty() ? &slot.header : nullptr;
  }
  void keep(std::string_view encoded, const Header& header) {
    if (encoded.size() > kEncodedBytesMax) return;
    Slot& slot = slots_[slot_of(encoded)];
    slot.encoded.assign(encoded);
    slot.header = header;
  }

 private:
  static constexpr std::size_t kSlots = 256;
  static constexpr std::size_t kEncodedBytesMax = 256;
  struct Slot {
    std::string encoded;
    Header header;
  };
  static std::size_t slot_of(std::string_view encoded) {
    return std::hash<std::string_view>()(encoded) % kSlots;
  }
  std::array<Slot, kSlots> slots_;
};

Status wrong_alg() {
  return invalid("jws.alg", "the signature algorithm is not one of the profile")
      .at("/alg")
      .want("Ed25519 or ES256");
}

// RFC 9864 deprecates "EdDSA", which leaves the curve open; the key and the length of 64 bytes settle it
// here.
std::optional<SignatureAlgorithm> accepted_algorithm(std::string_view name) {
  if (name == "EdDSA") return SignatureAlgorithm::kEd25519;
  return parse_algorithm(name);
}

Result<Header> read_header(std::string_view encoded) {
  const std::optional<Bytes> json = from_base64url(encoded);
  if (!json || json->empty()) return invalid("jws.malformed", "the header is not canonical base64url");
  LEDGER_ASSIGN(JsonValue tree, read_json(*json));
  if (!tree.is_object()) return invalid("jws.header", "the header is not a JSON object");
  const JsonValue* alg = nullptr;
  const JsonValue* typ = nullptr;
  JsonValue* kid = nullptr;
  for (auto& [name, value] : tree.as_object()) {
    if (name == "alg") {
      alg = &value;
    } else if (name == "typ") {
      typ = &value;
    } else if (name == "kid") {
      kid = &value;
    } else {
      return invalid("jws.header", "the header has a member outside the profile")
          .at("/" + pointer_token(name))
          .want("exactly alg, typ and kid");
    }
  }
  if (alg == nullptr || !alg->is_string()) return wrong_alg();
  const std::optional<SignatureAlgorithm> algorithm = accepted_algorithm(alg->as_string());
  if (!algorithm) return wrong_alg();
  if (typ == nullptr || !typ->is_string() || typ->as_string() != kEventTyp) {
    return invalid("jws.typ", "the token is not a signed event").at("/typ").want(std::string(kEventTyp));
  }
  const std::optional<Bytes> thumbprint =
      kid != nullptr && kid->is_string() ? from_base64url(kid->as_string()) : std::nullopt;
  if (!thumbprint || thumbprint->size() != kThumbprintBytes) {
    return invalid("jws.kid", "the key id is not a key thumbprint")
        .at("/kid")
        .want("the RFC 7638 SHA-256 thumbprint, 43 characters of base64url");
  }
  return Header{*algorithm, KeyId(std::move(kid->as_string()))};
}

HeaderCache& header_cache() {
  thread_local HeaderCache cache;
  return cache;
}

Result<Header> parse_header(std::string_view encoded) {
  HeaderCache& cache = header_cache();
  if (const Header* known = cache.find(encoded); known != nullptr) return *known;
  LEDGER_ASSIGN(Header header, read_header(encoded));
  cache.keep(encoded, header);
  return header;
}

}  // namespace

std::string_view algorithm_name(SignatureAlgorithm algorithm) {
  return algorithm == SignatureAlgorithm::kEd25519 ? "Ed25519" : "ES256";
}

std::optional<SignatureAlgorithm> parse_algorithm(std::string_view name) {
  if (name == "Ed25519") return SignatureAlgorithm::kEd25519;
  if (name == "ES256") return SignatureAlgorithm::kEs256;
  return std::nullopt;
}

Status check_jws_header(std::string_view encoded) {
  return header_cache().find(encoded) != nullptr ? Status() : parse_header(encoded).status();
}

Status check_jws_size(std::size_t text_bytes) {
  if (text_bytes <= kJwsBytesMax) return {};
  return invalid("jws.too_large", "the signed event is larger than an entry can hold")
      .want("at most " + std::to_string(kJwsBytesMax) + " bytes");
}

Status check_signature_size(ByteView signature) {
  if (signature.size() == kSignatureBytes) return {};
  return invalid("jws.signature_length", "the signature has the wrong length")
      .want("64 bytes: RFC 8032, or r and s of P-256 side by side, never DER");
}

Result<Jws> parse_jws(std::string_view text) {
  LEDGER_TRY(check_jws_size(text.size()));
  const std::size_t first = text.find('.');
  const std::size_t second = first == std::string_view::npos ? first : text.find('.', first + 1);
  if (second == std::string_view::npos || text.find('.', second + 1) != std::string_view::npos) {
    return invalid("jws.malformed", "the signed event does not have three parts")
        .want("header.payload.signature");
  }
  LEDGER_ASSIGN(Header header, parse_header(text.substr(0, first)));
  std::optional<Bytes> payload = from_base64url(text.substr(first + 1, second - first - 1));
  if (!payload || payload->empty()) return invalid("jws.malformed", "the payload is not canonical base64url");
  std::optional<Bytes> signature = from_base64url(text.substr(second + 1));
  if (!signature) return invalid("jws.malformed", "the signature is not canonical base64url");
  LEDGER_TRY(check_signature_size(*signature));
  Jws jws;
  jws.text = std::string(text);
  jws.algorithm = header.algorithm;
  jws.kid = std::move(header.kid);
  jws.payload = std::move(*payload);
  jws.signature = std::move(*signature);
  jws.signing_input_bytes = second;
  return jws;
}

std::string encode_jws_header(SignatureAlgorithm algorithm, const KeyId& kid) {
  JsonWriter json;
  json.begin_object();
  json.member("alg", algorithm_name(algorithm)).member("typ", kEventTyp).member("kid", kid.value);
  json.end_object();
  return to_base64url(json.take());
}

}  // namespace ledger
