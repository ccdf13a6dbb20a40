// Attestor: the service's key under events that arrive as plain fields from an authenticated principal.
//
// Place in the flow: admission signs each attested event with it. Its key is enrolled with purpose
// `attestor`, which fits no other use. Threads: any.
#pragma once

#include <utility>

#include "ledger/journal/signer.h"
#include "security/signature.h"

namespace security {

class Attestor final : public ledger::AttestorSigner {
 public:
  explicit Attestor(PrivateKey key) : key_(std::move(key)) {}

  const ledger::KeyId& kid() const override { return key_.kid(); }
  ledger::SignatureAlgorithm algorithm() const override { return key_.algorithm(); }
  ledger::Result<ledger::Bytes> sign(ledger::ByteView signing_input) const override;

 private:
  PrivateKey key_;
};

}  // namespace security
