#include "ledger/base/sha256.h"

#include <openssl/evp.h>

#include "ledger/base/check.h"

namespace ledger {
namespace {

// Fetching once matters: an implicit fetch on every message costs more than hashing a tree node.
const EVP_MD* fetched_digest() {
  static EVP_MD* const digest = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  LEDGER_CHECK(digest != nullptr);
  return digest;
}

}  // namespace

struct Sha256::Context {
  EVP_MD_CTX* evp = EVP_MD_CTX_new();
  bool started = false;
  Context() = default;
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;
  ~Context() { EVP_MD_CTX_free(evp); }
};

Sha256::Sha256() : context_(std::make_unique<Context>()) {
  LEDGER_CHECK(context_->evp != nullptr);
}
Sha256::~Sha256() = default;

Sha256& Sha256::update(ByteView bytes) {
  if (!context_->started) {
    LEDGER_CHECK(EVP_DigestInit_ex2(context_->evp, fetched_digest(), nullptr) == 1);
    context_->started = true;
  }
  LEDGER_CHECK(EVP_DigestUpdate(context_->evp, bytes.data(), bytes.size()) == 1);
  return *this;
}

Hash32 Sha256::finish() {
  if (!context_->started) update({});
  Hash32 hash;
  LEDGER_CHECK(EVP_DigestFinal_ex(context_->evp, hash.data(), nullptr) == 1);
  context_->started = false;
  return hash;
}

Hash32 sha256(ByteView bytes) {
  thread_local Sha256 hasher;
  return hasher.update(bytes).finish();
}

Hash32 sha256(ByteView a, ByteView b, ByteView c) {
  thread_local Sha256 hasher;
  return hasher.update(a).update(b).update(c).finish();
}

}  // namespace ledger
