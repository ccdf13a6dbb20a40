#include "security/cipher.h"

#include <limits>
#include <openssl/rand.h>

#include "ledger/base/check.h"
#include "security/evp.h"

namespace security {
namespace {

using ledger::Bytes;
using ledger::ByteView;
using ledger::Result;
using ledger::Status;

constexpr std::size_t kSmallDrawBytes = 32;
constexpr std::size_t kReserveBytes = 1024;

using Cipher = std::unique_ptr<EVP_CIPHER, EvpDeleter<EVP_CIPHER_free>>;

// Fetched once: a fetch per message takes a lock inside the library that all threads share.
const EVP_CIPHER* aes_256_gcm() {
  static const Cipher cipher(EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr));
  LEDGER_CHECK(cipher != nullptr);
  return cipher.get();
}

unsigned char* raw(char* bytes) {
  return reinterpret_cast<unsigned char*>(bytes);
}

bool fits(ByteView bytes) {
  return bytes.size() <= static_cast<std::size_t>(std::numeric_limits<int>::max());
}
int length(ByteView bytes) {
  return static_cast<int>(bytes.size());
}

Status cipher_failed() {
  forget_openssl_errors();
  return ledger::unavailable("cipher.failed", "the cipher could not be set up");
}

Result<Bytes> draw(std::size_t size) {
  Bytes out(size, '\0');
  if (RAND_bytes_ex(nullptr, raw(out.data()), size, 0) != 1) {
    forget_openssl_errors();
    return ledger::unavailable("random.failed", "the random generator gave no bytes");
  }
  return out;
}

Status mismatch() {
  forget_openssl_errors();
  return ledger::data_loss("cipher.mismatch", "the sealed bytes do not fit the key and their place");
}

}  // namespace

Result<Bytes> random_bytes(std::size_t size) {
  // Whatever its length, a draw costs a system call and as much as hashing an event: one serves many.
  thread_local Bytes reserve;
  if (size > kSmallDrawBytes) return draw(size);
  if (reserve.size() < size) {
    LEDGER_ASSIGN(reserve, draw(kReserveBytes));
  }
  Bytes out = reserve.substr(reserve.size() - size);
  reserve.resize(reserve.size() - size);
  return out;
}

Result<Bytes> gcm_seal(ByteView key, ByteView associated, ByteView plaintext) {
  LEDGER_CHECK(key.size() == kAesKeyBytes && fits(associated) && fits(plaintext));
  LEDGER_ASSIGN(Bytes out, random_bytes(kGcmNonceBytes));
  out.resize(kGcmOverheadBytes + plaintext.size());
  unsigned char* nonce = raw(out.data());
  unsigned char* text = nonce + kGcmNonceBytes;
  unsigned char* tag = text + plaintext.size();
  const EvpCipherContext context(EVP_CIPHER_CTX_new());
  int moved = 0;
  const bool sealed =
      context != nullptr &&
      EVP_EncryptInit_ex2(context.get(), aes_256_gcm(), ledger::u8(key), nonce, nullptr) == 1 &&
      EVP_EncryptUpdate(context.get(), nullptr, &moved, ledger::u8(associated), length(associated)) == 1 &&
      EVP_EncryptUpdate(context.get(), text, &moved, ledger::u8(plaintext), length(plaintext)) == 1 &&
      EVP_EncryptFinal_ex(context.get(), tag, &moved) == 1 &&
      EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_GET_TAG, static_cast<int>(kGcmTagBytes), tag) == 1;
  if (!sealed) return cipher_failed();
  return out;
}

Result<Secret> gcm_open(ByteView key, ByteView associated, ByteView sealed) {
  LEDGER_CHECK(key.size() == kAesKeyBytes && fits(associated));
  if (sealed.size() < kGcmOverheadBytes || !fits(sealed)) return mismatch();
  const ByteView nonce = sealed.substr(0, kGcmNonceBytes);
  const ByteView text = sealed.substr(kGcmNonceBytes, sealed.size() - kGcmOverheadBytes);
  Bytes tag(sealed.substr(sealed.size() - kGcmTagBytes));
  Secret plain = Secret::zeros(text.size());
  unsigned char none = 0;
  unsigned char* out = plain.empty() ? &none : raw(plain.data());
  const EvpCipherContext context(EVP_CIPHER_CTX_new());
  int moved = 0;
  const bool ready =
      context != nullptr &&
      EVP_DecryptInit_ex2(context.get(), aes_256_gcm(), ledger::u8(key), ledger::u8(nonce), nullptr) == 1 &&
      EVP_DecryptUpdate(context.get(), nullptr, &moved, ledger::u8(associated), length(associated)) == 1 &&
      EVP_DecryptUpdate(context.get(), out, &moved, ledger::u8(text), length(text)) == 1 &&
      EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_SET_TAG, static_cast<int>(kGcmTagBytes),
                          raw(tag.data())) == 1;
  if (!ready) return cipher_failed();
  if (EVP_DecryptFinal_ex(context.get(), &none, &moved) != 1) return mismatch();
  return plain;
}

}  // namespace security
