// Disclosure: one confidential field as RFC 9901 §4.2 writes it: base64url of the JSON array [salt, name,
// value].
//
// The log holds the digest only; the encoded text travels beside the event, is sealed into the vault verbatim
// and can be withheld or destroyed without touching the signature. Pure values; any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "ledger/base/bytes.h"
#include "ledger/base/json_value.h"
#include "ledger/base/status.h"

namespace ledger {

struct Disclosure {
  std::string encoded;  // base64url text, exactly as received or built
  Hash32 digest{};      // SHA-256 over the ASCII of `encoded` (RFC 9901 §4.2.3)
  Bytes salt;           // decoded; at least kSaltBytesMin bytes
  std::string name;
  JsonValue value;
};

// Member names that RFC 9901 gives a meaning of its own: `_sd`, `_sd_alg`, `...`.
bool is_sd_member(std::string_view name);
// Pointer of the first such member anywhere inside `tree`; nullopt when there is none.
std::optional<std::string> find_sd_member(const JsonValue& tree);

// What parse_disclosure refuses and make_disclosure lets pass: an empty name, an SD-JWT member as the name or
// inside the value, a size above kDisclosureBytesMax. invalid_argument as parse_disclosure.
Status check_made(const Disclosure& disclosure);

// Builds the text for one object-member disclosure. Precondition: salt.size() >= kSaltBytesMin.
Disclosure make_disclosure(ByteView salt, std::string_view name, const JsonValue& value);

// Strict parse: canonical base64url, exactly three elements, string salt of >= 16 decoded bytes, non-empty
// name, no SD-JWT member as the name or inside the value (one level of hiding only), size <=
// kDisclosureBytesMax. invalid_argument: disclosure.malformed | disclosure.salt_short |
// disclosure.reserved_name | disclosure.too_large | json.*; pointers are relative to the array.
Result<Disclosure> parse_disclosure(std::string_view encoded);

}  // namespace ledger
