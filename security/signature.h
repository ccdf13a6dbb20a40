// Signatures: private and public keys of the two algorithms of the event profile, and the ledger's verifier.
//
// Place in the flow: OpenSslVerifier on the HTTP threads; PrivateKey in the attestor, the checkpoint signer
// and clients. Keys travel as raw bytes: 32 bytes (Ed25519, RFC 8032 §5.1.5) or the 65-byte uncompressed
// point 0x04‖X‖Y (P-256, SEC 1 §2.3.3). Signatures are always 64 raw bytes; DER never leaves this file.
// Threads: every object here is immutable once made, or locks inside; all calls from any thread.
#pragma once

#include <cstddef>
#include <list>
#include <memory>
#include <string>
#include <unordered_map>
#include <utility>

#include "ledger/base/bytes.h"
#include "ledger/base/mutex.h"
#include "ledger/base/status.h"
#include "ledger/event/jws.h"
#include "ledger/journal/signer.h"
#include "security/secret.h"

struct evp_md_ctx_st;  // OpenSSL's EVP_MD_CTX
struct evp_pkey_st;    // OpenSSL's EVP_PKEY

namespace security {

using ledger::SignatureAlgorithm;

// Bytes of a raw public key: 32 or 65.
std::size_t public_key_bytes(SignatureAlgorithm algorithm);

// RFC 7638 over {"crv":"Ed25519","kty":"OKP","x":…} (RFC 8037 §2) or {"crv":"P-256","kty":"EC","x":…,"y":…}.
// Hashes the bytes as they are; PublicKey::from_raw judges the key. invalid_argument key.malformed: wrong
// length.
ledger::Result<ledger::KeyId> jwk_thumbprint(SignatureAlgorithm algorithm, ledger::ByteView public_key);

class PublicKey {
 public:
  // Refuses a wrong length, a point off the curve, a coordinate that is not reduced (two texts of one key)
  // and, for Ed25519, the eight points of small order, under which one signature fits many messages. Points
  // with a small-order component beside the main one are accepted, as RFC 8032 does. invalid_argument
  // key.malformed.
  static ledger::Result<PublicKey> from_raw(SignatureAlgorithm algorithm, ledger::ByteView raw);

  SignatureAlgorithm algorithm() const { return algorithm_; }
  const ledger::Bytes& raw() const { return raw_; }
  // False for anything but a valid 64-byte signature: Ed25519 with S below the group order, ES256 with r and
  // s in 1..n-1. A high s is accepted (RFC 7518 §3.4 does not forbid it): never use signature bytes as an
  // identity.
  bool verify(ledger::ByteView message, ledger::ByteView signature) const;

 private:
  PublicKey(SignatureAlgorithm algorithm, ledger::ByteView raw, std::shared_ptr<evp_pkey_st> key)
      : algorithm_(algorithm), raw_(raw), key_(std::move(key)) {}
  SignatureAlgorithm algorithm_;
  ledger::Bytes raw_;
  std::shared_ptr<evp_pkey_st> key_;
  std::shared_ptr<const evp_md_ctx_st> ready_;  // Ed25519: never used itself, only copied; may be null
};

// Copies share one key object, which wipes its private number when the last copy goes.
class PrivateKey {
 public:
  // unavailable key.generation_failed: no random bytes.
  static ledger::Result<PrivateKey> generate(SignatureAlgorithm algorithm);
  // 32 bytes: the Ed25519 seed, or the big-endian P-256 scalar in 1..n-1. invalid_argument key.malformed.
  static ledger::Result<PrivateKey> from_raw(SignatureAlgorithm algorithm, ledger::ByteView raw);
  // PKCS#8 PEM, plain or encrypted (RFC 5958); null = no passphrase is at hand.
  // invalid_argument key.malformed | key.passphrase_missing | key.passphrase_wrong; another curve is
  // key.malformed.
  static ledger::Result<PrivateKey> from_pem(ledger::ByteView pem, const Secret* passphrase);
  // PKCS#8 PEM; with a passphrase (not empty): PBES2, AES-256-CBC, PBKDF2-HMAC-SHA-256 with 600,000 rounds.
  // invalid_argument key.passphrase_missing: empty passphrase; unavailable key.encoding_failed.
  ledger::Result<Secret> to_pem(const Secret* passphrase) const;

  SignatureAlgorithm algorithm() const { return algorithm_; }
  const ledger::Bytes& public_key() const { return public_key_; }
  const ledger::KeyId& kid() const { return kid_; }  // thumbprint of public_key()
  // 64 raw bytes. Ed25519 is deterministic; ES256 draws a fresh nonce. unavailable signer.failed.
  ledger::Result<ledger::Bytes> sign(ledger::ByteView message) const;

 private:
  PrivateKey(SignatureAlgorithm algorithm, std::shared_ptr<evp_pkey_st> key)
      : algorithm_(algorithm), key_(std::move(key)) {}
  static ledger::Result<PrivateKey> adopt(SignatureAlgorithm algorithm, std::shared_ptr<evp_pkey_st> key);
  SignatureAlgorithm algorithm_;
  std::shared_ptr<evp_pkey_st> key_;
  std::shared_ptr<const evp_md_ctx_st> ready_;  // Ed25519: never used itself, only copied; may be null
  ledger::Bytes public_key_;
  ledger::KeyId kid_;
};

// Verifies for the ledger. Parsing a key costs as much as verifying with it, and few keys sign most events,
// so parsed keys are kept, at most `keys_max` of them, the least recently used leaving first. Refused keys
// are not kept.
class OpenSslVerifier final : public ledger::SignatureVerifier {
 public:
  static constexpr std::size_t kKeysMaxDefault = 4096;
  explicit OpenSslVerifier(std::size_t keys_max = kKeysMaxDefault) : keys_max_(keys_max) {}

  bool verify(SignatureAlgorithm algorithm, ledger::ByteView public_key, ledger::ByteView message,
              ledger::ByteView signature) const override;
  std::size_t cached_keys() const LEDGER_EXCLUDES(mutex_);

 private:
  using SharedKey = std::shared_ptr<const PublicKey>;
  using Recency =
      std::list<std::pair<std::string, SharedKey>>;  // most recent first; key = algorithm byte ‖ raw key

  SharedKey find(const std::string& name) const LEDGER_EXCLUDES(mutex_);
  void keep(std::string name, SharedKey key) const LEDGER_EXCLUDES(mutex_);

  const std::size_t keys_max_;
  mutable ledger::Mutex mutex_;
  mutable Recency recency_ LEDGER_GUARDED_BY(mutex_);
  mutable std::unordered_map<std::string_view, Recency::iterator> keys_
      LEDGER_GUARDED_BY(mutex_);  // views of recency_
};

}  // namespace security
