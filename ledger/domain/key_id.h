// Key ids: the RFC 7638 thumbprint of a public key, so that nobody can choose a key's name.
//
// Place in the flow: a rule holds every enrolment against it; security/ names its keys with it. Pure; any
// thread.
#pragma once

#include <optional>

#include "ledger/base/bytes.h"
#include "ledger/base/types.h"
#include "ledger/event/jws.h"

namespace ledger {

// base64url SHA-256 of the JWK's required members in lexicographic order (RFC 7638 §3, RFC 8037 §2).
// `public_key`: 32 raw bytes (Ed25519) or the 65-byte uncompressed point (P-256); nullopt for any other
// shape.
std::optional<KeyId> key_thumbprint(SignatureAlgorithm algorithm, ByteView public_key);

}  // namespace ledger
