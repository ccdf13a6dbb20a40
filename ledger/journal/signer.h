// Interfaces to keys: who signs checkpoints, who verifies event signatures. Implemented one floor up, in
// security/.
//
// Place in the flow: verification on the HTTP threads, checkpoint signing on the writer. Implementations must
// be callable from any thread and must not block on the network.
#pragma once

#include <string>

#include "ledger/base/bytes.h"
#include "ledger/base/status.h"
#include "ledger/event/jws.h"

namespace ledger {

class SignatureVerifier {
 public:
  virtual ~SignatureVerifier() = default;
  // `public_key`: 32 raw bytes (Ed25519) or the 65-byte uncompressed point (P-256); `signature`: 64 raw
  // bytes.
  virtual bool verify(SignatureAlgorithm algorithm, ByteView public_key, ByteView message,
                      ByteView signature) const = 0;
};

// The log's own key (C2SP signed note, type 0x01, Ed25519). Its name is the ledger's origin.
class CheckpointSigner {
 public:
  virtual ~CheckpointSigner() = default;
  virtual const std::string& name() const = 0;
  virtual ByteView public_key() const = 0;  // 32 bytes
  // 64-byte Ed25519 signature over the note text; unavailable signer.failed.
  virtual Result<Bytes> sign(std::string_view note_text) const = 0;
};

// Signs attested events. kid() is the thumbprint of its public key.
class AttestorSigner {
 public:
  virtual ~AttestorSigner() = default;
  virtual const KeyId& kid() const = 0;
  virtual SignatureAlgorithm algorithm() const = 0;
  virtual Result<Bytes> sign(ByteView signing_input) const = 0;
};

}  // namespace ledger
