// VerifierKey: a public key in the text form of signed notes, "name+hex key id+base64" (C2SP signed-note).
//
// Holds bytes only; who checks signatures with it lives in security/. Pure values; any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "ledger/base/bytes.h"
#include "ledger/base/status.h"

namespace ledger::merkle {

// Signature types that a key may be for (the byte in front of the public key).
enum class KeyType : std::uint8_t {
  kEd25519 = 0x01,             // 32-byte RFC 8032 key, signs the note text
  kEd25519Cosignature = 0x04,  // 32-byte RFC 8032 key, timestamped cosignature (tlog-cosignature)
  kMlDsa44Cosignature = 0x06,  // 1,312-byte key; read and written, but no verifier exists in this build
};

struct VerifierKey {
  std::string name;
  std::uint32_t key_id = 0;
  KeyType type = KeyType::kEd25519;
  Bytes public_key;
  bool operator==(const VerifierKey&) const = default;
};

// First 4 bytes of SHA-256(name ‖ 0x0A ‖ type ‖ public key), big-endian.
std::uint32_t compute_key_id(std::string_view name, KeyType type, ByteView public_key);

// Builds a key with its id. invalid_argument: vkey.name, vkey.key_length.
Result<VerifierKey> make_vkey(std::string name, KeyType type, Bytes public_key);

// "example.com/foo+530d903a+AekyeRrm…". Precondition: a key from make_vkey or parse_vkey.
std::string format_vkey(const VerifierKey& key);

// Strict: key id of eight lower-case hex digits that equals the computed one, canonical padded base64.
// invalid_argument: vkey.malformed, vkey.name, vkey.key_type, vkey.key_length, vkey.key_id_mismatch.
Result<VerifierKey> parse_vkey(std::string_view text);

}  // namespace ledger::merkle
