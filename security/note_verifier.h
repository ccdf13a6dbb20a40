// Ed25519NoteVerifier: checks signed-note signatures of one pinned key (C2SP signed-note type 0x01,
// tlog-cosignature type 0x04).
//
// Place in the flow: verifiers, mirrors and witnesses hand it to merkle::verify_note. Threads: immutable;
// any.
#pragma once

#include <cstdint>
#include <string_view>

#include "ledger/merkle/note.h"
#include "ledger/merkle/vkey.h"
#include "security/signature.h"

namespace security {

class Ed25519NoteVerifier final : public ledger::merkle::NoteVerifier {
 public:
  // invalid_argument vkey.key_type: a type without Ed25519 signatures; key.malformed: no usable public key;
  // vkey.key_id_mismatch: the id is not the key's.
  static ledger::Result<Ed25519NoteVerifier> make(ledger::merkle::VerifierKey key);
  // From "name+hex key id+base64"; and the reasons of parse_vkey.
  static ledger::Result<Ed25519NoteVerifier> parse(std::string_view vkey);

  std::string_view name() const override { return vkey_.name; }
  std::uint32_t key_id() const override { return vkey_.key_id; }
  // Type 0x01: `blob` is the signature over `text`. Type 0x04: u64 seconds since 1970 ‖ signature over
  // "cosignature/v1\ntime <seconds>\n" ‖ text.
  bool verify(ledger::ByteView text, ledger::ByteView blob) const override;

 private:
  Ed25519NoteVerifier(ledger::merkle::VerifierKey vkey, PublicKey key)
      : vkey_(std::move(vkey)), key_(std::move(key)) {}
  ledger::merkle::VerifierKey vkey_;
  PublicKey key_;
};

}  // namespace security
