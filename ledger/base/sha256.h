// SHA-256: the one digest of the tree, the disclosures and the idempotency table. Door to OpenSSL for
// hashing.
//
// Threads: any; each Sha256 object belongs to one thread. Failure of the digest itself is a bug and aborts.
#pragma once

#include <memory>

#include "ledger/base/bytes.h"

namespace ledger {

// Incremental digest. Reusable: finish() leaves the object ready for the next message.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(const Sha256&) = delete;
  Sha256& operator=(const Sha256&) = delete;
  Sha256& update(ByteView bytes);
  Hash32 finish();

 private:
  struct Context;
  std::unique_ptr<Context> context_;
};

// One-shot digest on a context that is kept per thread.
Hash32 sha256(ByteView bytes);
// Digest of a ‖ b ‖ c without concatenating them.
Hash32 sha256(ByteView a, ByteView b, ByteView c = {});

}  // namespace ledger
