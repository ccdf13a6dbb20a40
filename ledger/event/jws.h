// Jws: an RFC 7515 compact signature in the project's narrow header profile.
//
// Header members are exactly `alg` (Ed25519, EdDSA, ES256), `typ` (daicho-event+sd-jwt) and `kid`; anything
// else, any `crit`, any other `alg` is refused, and so is non-canonical base64url: one signature has one
// text. Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "ledger/base/bytes.h"
#include "ledger/base/status.h"

namespace ledger {

enum class SignatureAlgorithm : std::uint8_t { kEd25519 = 1, kEs256 = 2 };

// RFC 9864 / RFC 7518 name that we write: "Ed25519" or "ES256".
std::string_view algorithm_name(SignatureAlgorithm algorithm);
// Accepts the written names only (not "EdDSA"); used for catalogue fields.
std::optional<SignatureAlgorithm> parse_algorithm(std::string_view name);

inline constexpr std::string_view kEventTyp = "daicho-event+sd-jwt";

struct Jws {
  std::string text;  // header.payload.signature as received
  SignatureAlgorithm algorithm = SignatureAlgorithm::kEd25519;
  KeyId kid;
  Bytes payload;    // decoded payload bytes
  Bytes signature;  // 64 raw bytes: RFC 8032, or r ‖ s of P-256 (RFC 7518 §3.4)
  std::size_t signing_input_bytes = 0;
  // What the signature covers (RFC 7515 §5.1).
  std::string_view signing_input() const { return std::string_view(text).substr(0, signing_input_bytes); }
};

// `kid` must have the shape of an RFC 7638 thumbprint: canonical base64url of 32 bytes. Header pointers are
// relative to the header. invalid_argument: jws.malformed | jws.header | jws.alg | jws.typ | jws.kid |
// jws.signature_length | jws.too_large | json.*.
Result<Jws> parse_jws(std::string_view text);

// The parts of parse_jws that judge the header, as base64url, and lengths: of the whole text, of a raw
// signature.
Status check_jws_header(std::string_view encoded);
Status check_jws_size(std::size_t text_bytes);
Status check_signature_size(ByteView signature);

// base64url(header) for the profile, members in the order alg, typ, kid.
std::string encode_jws_header(SignatureAlgorithm algorithm, const KeyId& kid);

}  // namespace ledger
