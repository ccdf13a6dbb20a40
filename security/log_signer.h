// LogSigner: the log's own Ed25519 key, in memory.
//
// Place in the flow: the writer signs one checkpoint per group with it. The seed comes from a key file or a
// systemd credential; a hardware module implements the same interface over PKCS#11. Threads: any.
#pragma once

#include <string>
#include <string_view>

#include "ledger/journal/signer.h"
#include "ledger/merkle/vkey.h"
#include "security/signature.h"

namespace security {

class LogSigner final : public ledger::CheckpointSigner {
 public:
  // `name` is the ledger's origin. invalid_argument signer.name: no key name of signed notes; key.malformed:
  // not an Ed25519 key.
  static ledger::Result<LogSigner> make(std::string name, PrivateKey key);
  // From a seed of 32 bytes (RFC 8032 §5.1.5).
  static ledger::Result<LogSigner> from_seed(std::string name, const Secret& seed);

  const std::string& name() const override { return vkey_.name; }
  ledger::ByteView public_key() const override { return vkey_.public_key; }
  ledger::Result<ledger::Bytes> sign(std::string_view note_text) const override;

  // What verifiers pin.
  const ledger::merkle::VerifierKey& vkey() const { return vkey_; }

 private:
  LogSigner(ledger::merkle::VerifierKey vkey, PrivateKey key)
      : vkey_(std::move(vkey)), key_(std::move(key)) {}
  ledger::merkle::VerifierKey vkey_;
  PrivateKey key_;
};

}  // namespace security
