#include "security/log_signer.h"

#include <utility>

namespace security {

using ledger::Result;

Result<LogSigner> LogSigner::make(std::string name, PrivateKey key) {
  if (key.algorithm() != SignatureAlgorithm::kEd25519) {
    return ledger::invalid("key.malformed", "the log key is of another algorithm").want("an Ed25519 key");
  }
  auto vkey = ledger::merkle::make_vkey(std::move(name), ledger::merkle::KeyType::kEd25519, key.public_key());
  if (!vkey.ok()) {
    return ledger::invalid("signer.name",
                           "the origin is no key name of signed notes: " + vkey.status().message())
        .want("text without white space, plus sign or control characters");
  }
  return LogSigner(std::move(vkey).value(), std::move(key));
}

Result<LogSigner> LogSigner::from_seed(std::string name, const Secret& seed) {
  LEDGER_ASSIGN(PrivateKey key, PrivateKey::from_raw(SignatureAlgorithm::kEd25519, seed.view()));
  return make(std::move(name), std::move(key));
}

Result<ledger::Bytes> LogSigner::sign(std::string_view note_text) const {
  return key_.sign(note_text);
}

}  // namespace security
