#include "security/secret.h"

#include <algorithm>
#include <openssl/rand.h>
#include <utility>

#include "security/evp.h"

namespace security {

Secret::Secret(ledger::ByteView bytes)
    : data_(bytes.empty() ? nullptr : std::make_unique<char[]>(bytes.size())), size_(bytes.size()) {
  std::copy(bytes.begin(), bytes.end(), data_.get());
}

Secret::~Secret() {
  wipe();
}

Secret::Secret(Secret&& other) noexcept
    : data_(std::move(other.data_)), size_(std::exchange(other.size_, 0)) {}

Secret& Secret::operator=(Secret&& other) noexcept {
  if (this != &other) {
    wipe();
    data_ = std::move(other.data_);
    size_ = std::exchange(other.size_, 0);
  }
  return *this;
}

ledger::Result<Secret> Secret::random(std::size_t size) {
  Secret secret = zeros(size);
  if (size > 0 &&
      RAND_priv_bytes_ex(nullptr, reinterpret_cast<unsigned char*>(secret.data()), size, 0) != 1) {
    forget_openssl_errors();
    return ledger::unavailable("random.failed", "the random generator gave no bytes");
  }
  return secret;
}

Secret Secret::take(std::string&& source) {
  Secret secret(source);
  wipe_string(source);
  return secret;
}

Secret Secret::zeros(std::size_t size) {
  Secret secret;
  if (size > 0) secret.data_ = std::make_unique<char[]>(size);
  secret.size_ = size;
  return secret;
}

void Secret::wipe() {
  if (data_ != nullptr) OPENSSL_cleanse(data_.get(), size_);
  data_.reset();
  size_ = 0;
}

void wipe_string(std::string& text) {
  // Bytes behind size() may still hold an older, longer secret; resizing within the capacity moves nothing.
  text.resize(text.capacity());
  if (!text.empty()) OPENSSL_cleanse(text.data(), text.size());
  text.clear();
}

}  // namespace security
