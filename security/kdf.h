// Keyed digests and key derivation: HMAC-SHA-256 (RFC 2104), HKDF-SHA-256 (RFC 5869), scrypt (RFC 7914).
//
// Pure; any thread. HMAC failing is our own bug and aborts; derivations answer a Status, because scrypt may
// run out of memory.
#pragma once

#include <cstdint>

#include "ledger/base/bytes.h"
#include "ledger/base/status.h"
#include "security/secret.h"

namespace security {

// Precondition: a key of at least one byte.
ledger::Hash32 hmac_sha256(ledger::ByteView key, ledger::ByteView message);

// `size` bytes, at most 255 * 32. unavailable kdf.failed.
ledger::Result<Secret> hkdf_sha256(ledger::ByteView secret, ledger::ByteView salt, ledger::ByteView info,
                                   std::size_t size);

// Memory is 128 * 2^log2_n * r bytes: 128 MiB for the default, which takes about half a second.
struct ScryptCost {
  std::uint8_t log2_n = 17;
  std::uint8_t r = 8;
  std::uint8_t p = 1;
  bool operator==(const ScryptCost&) const = default;
};
inline constexpr std::uint64_t kScryptMemoryBytesMax = 1ULL << 30;

// 32 bytes. Precondition: salt of at least 8 bytes (RFC 8018 §4.1). invalid_argument kdf.cost: outside
// 2^10..2^20, r and p 1..32 or above kScryptMemoryBytesMax; kdf.empty_passphrase; unavailable kdf.failed.
ledger::Result<Secret> scrypt(ledger::ByteView passphrase, ledger::ByteView salt, const ScryptCost& cost);

}  // namespace security
