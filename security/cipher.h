// AES-256-GCM (NIST SP 800-38D), the one cipher of the vault and of the file-mode keyring.
//
// Every sealing draws a fresh random 96-bit nonce, so one key may seal at most kSealingsPerKeyMax messages
// (SP 800-38D §8.3); data keys belong to one subject and stay far below. Pure but for the random generator;
// any thread.
#pragma once

#include <cstdint>

#include "ledger/base/bytes.h"
#include "ledger/base/status.h"
#include "security/secret.h"

namespace security {

inline constexpr std::size_t kAesKeyBytes = 32;
inline constexpr std::size_t kGcmNonceBytes = 12;
inline constexpr std::size_t kGcmTagBytes = 16;
inline constexpr std::size_t kGcmOverheadBytes = kGcmNonceBytes + kGcmTagBytes;
inline constexpr std::uint64_t kSealingsPerKeyMax = 1ULL << 32;

// `size` bytes that may be seen by anybody: nonces, names, ids; each is given once. Small draws come out of a
// reserve of the thread, which a copy of the process (fork) would give a second time: none of ours makes one.
// unavailable random.failed.
ledger::Result<ledger::Bytes> random_bytes(std::size_t size);

// nonce ‖ ciphertext ‖ tag. Preconditions: a key of kAesKeyBytes; less than 2 GiB each. unavailable
// random.failed | cipher.failed.
ledger::Result<ledger::Bytes> gcm_seal(ledger::ByteView key, ledger::ByteView associated,
                                       ledger::ByteView plaintext);

// Plaintext of what gcm_seal gave. data_loss cipher.mismatch: another key, another associated text, or
// changed bytes (which of them nobody can tell); nothing of the plaintext leaves then.
ledger::Result<Secret> gcm_open(ledger::ByteView key, ledger::ByteView associated, ledger::ByteView sealed);

}  // namespace security
