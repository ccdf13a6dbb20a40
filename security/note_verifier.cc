#include "security/note_verifier.h"

#include <string>
#include <utility>

namespace security {

using ledger::ByteView;
using ledger::Result;
using ledger::merkle::KeyType;
using ledger::merkle::VerifierKey;

Result<Ed25519NoteVerifier> Ed25519NoteVerifier::make(VerifierKey key) {
  if (key.type != KeyType::kEd25519 && key.type != KeyType::kEd25519Cosignature) {
    return ledger::invalid("vkey.key_type", "no Ed25519 key: " + key.name).want("a key of type 01 or 04");
  }
  if (key.key_id != ledger::merkle::compute_key_id(key.name, key.type, key.public_key)) {
    return ledger::invalid("vkey.key_id_mismatch", "the key id is not that of the key: " + key.name);
  }
  LEDGER_ASSIGN(PublicKey public_key, PublicKey::from_raw(SignatureAlgorithm::kEd25519, key.public_key));
  return Ed25519NoteVerifier(std::move(key), std::move(public_key));
}

Result<Ed25519NoteVerifier> Ed25519NoteVerifier::parse(std::string_view vkey) {
  LEDGER_ASSIGN(VerifierKey key, ledger::merkle::parse_vkey(vkey));
  return make(std::move(key));
}

bool Ed25519NoteVerifier::verify(ByteView text, ByteView blob) const {
  if (vkey_.type == KeyType::kEd25519) return key_.verify(text, blob);
  ledger::ByteReader reader(blob);
  const auto seconds = reader.take_u64();
  if (!seconds.has_value()) return false;
  std::string message = "cosignature/v1\ntime " + std::to_string(*seconds) + "\n";
  message += text;
  return key_.verify(message, reader.rest());
}

}  // namespace security
