#include "ledger/merkle/vkey.h"

#include <utility>

#include "ledger/base/sha256.h"
#include "ledger/merkle/text.h"

namespace ledger::merkle {
namespace {

constexpr std::string_view kForm = "<name>+<8 hex digits>+<base64 of type byte and public key>";

std::size_t key_bytes(KeyType type) {
  return type == KeyType::kMlDsa44Cosignature ? 1312 : 32;
}

bool is_known(std::uint8_t type) {
  return type == 0x01 || type == 0x04 || type == 0x06;
}

Bytes typed_key(KeyType type, ByteView public_key) {
  Bytes bytes(1, static_cast<char>(type));
  bytes.append(public_key);
  return bytes;
}

std::string hex_id(std::uint32_t key_id) {
  Bytes bytes;
  put_u32(bytes, key_id);
  return to_hex(bytes);
}

Status malformed(std::string message) {
  return invalid("vkey.malformed", std::move(message)).want(std::string(kForm));
}

}  // namespace

std::uint32_t compute_key_id(std::string_view name, KeyType type, ByteView public_key) {
  const Hash32 digest = sha256(name, "\n", typed_key(type, public_key));
  return *ByteReader(view_of(digest)).take_u32();
}

Result<VerifierKey> make_vkey(std::string name, KeyType type, Bytes public_key) {
  if (!is_key_name(name)) {
    return invalid("vkey.name",
                   "the key name is empty, not UTF-8, or holds white space, control characters or '+'");
  }
  if (public_key.size() != key_bytes(type)) {
    return invalid("vkey.key_length", "a public key of " + std::to_string(public_key.size()) + " bytes")
        .want(std::to_string(key_bytes(type)) + " bytes for this signature type");
  }
  const std::uint32_t key_id = compute_key_id(name, type, public_key);
  return VerifierKey{std::move(name), key_id, type, std::move(public_key)};
}

std::string format_vkey(const VerifierKey& key) {
  return key.name + "+" + hex_id(key.key_id) + "+" + to_base64(typed_key(key.type, key.public_key));
}

Result<VerifierKey> parse_vkey(std::string_view text) {
  // Neither name nor id holds a plus sign; the base64 may.
  const std::size_t first = text.find('+');
  const std::size_t second = first == std::string_view::npos ? first : text.find('+', first + 1);
  if (second == std::string_view::npos) return malformed("a verifier key has three parts joined by '+'");
  const std::string_view id_text = text.substr(first + 1, second - first - 1);
  if (id_text.size() != 8 || !from_hex(id_text))
    return malformed("the key id is not eight lower-case hex digits");
  const auto typed = from_base64(text.substr(second + 1));
  if (!typed || typed->empty()) return malformed("the key is not canonical base64");
  if (!is_known(u8(*typed)[0])) {
    return invalid("vkey.key_type", "signature type " + to_hex(typed->substr(0, 1)) + " is not supported")
        .want("01, 04 or 06");
  }
  LEDGER_ASSIGN(VerifierKey key, make_vkey(std::string(text.substr(0, first)),
                                           static_cast<KeyType>(u8(*typed)[0]), typed->substr(1)));
  if (hex_id(key.key_id) != id_text) {
    return invalid("vkey.key_id_mismatch", "the key id does not belong to this name and key")
        .want(hex_id(key.key_id));
  }
  return key;
}

}  // namespace ledger::merkle
