#include "security/kdf.h"

#include <array>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include "ledger/base/check.h"
#include "security/evp.h"

namespace security {
namespace {

using ledger::ByteView;
using ledger::Result;

// OSSL_PARAM takes pointers to non-const memory that it only reads when setting.
OSSL_PARAM octets(const char* name, ByteView bytes) {
  static constexpr char kEmpty = '\0';
  const char* data = bytes.empty() ? &kEmpty : bytes.data();
  return OSSL_PARAM_construct_octet_string(name, const_cast<char*>(data), bytes.size());  // NOLINT: see above
}

Result<Secret> derive(const char* algorithm, const OSSL_PARAM* params, std::size_t size) {
  Secret out = Secret::zeros(size);
  const EvpKdf kdf(EVP_KDF_fetch(nullptr, algorithm, nullptr));
  const EvpKdfContext context(kdf == nullptr ? nullptr : EVP_KDF_CTX_new(kdf.get()));
  if (context == nullptr ||
      EVP_KDF_derive(context.get(), reinterpret_cast<unsigned char*>(out.data()), out.size(), params) != 1) {
    forget_openssl_errors();
    return ledger::unavailable("kdf.failed", std::string(algorithm) + " gave no key");
  }
  return out;
}

EvpMacContext make_hmac_sha256() {
  const EvpMac mac(EVP_MAC_fetch(nullptr, "HMAC", nullptr));
  EvpMacContext context(mac == nullptr ? nullptr : EVP_MAC_CTX_new(mac.get()));
  char digest[] = "SHA256";
  const std::array<OSSL_PARAM, 2> params = {
      OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest, 0), OSSL_PARAM_construct_end()};
  if (context != nullptr && EVP_MAC_CTX_set_params(context.get(), params.data()) != 1) context.reset();
  return context;
}

}  // namespace

ledger::Hash32 hmac_sha256(ByteView key, ByteView message) {
  LEDGER_CHECK(!key.empty());
  // Looking MAC and digest up by their names costs twice what the digest does.
  thread_local const EvpMacContext context = make_hmac_sha256();
  LEDGER_CHECK(context != nullptr);
  ledger::Hash32 out{};
  std::size_t size = 0;
  const bool made = EVP_MAC_init(context.get(), ledger::u8(key), key.size(), nullptr) == 1 &&
                    EVP_MAC_update(context.get(), ledger::u8(message), message.size()) == 1 &&
                    EVP_MAC_final(context.get(), out.data(), &size, out.size()) == 1;
  LEDGER_CHECK(made && size == out.size());
  // The key leaves with the call: it may be one that an order to erase destroys next.
  static constexpr std::array<std::uint8_t, 32> kNoKey{};
  LEDGER_CHECK(EVP_MAC_init(context.get(), kNoKey.data(), kNoKey.size(), nullptr) == 1);
  return out;
}

Result<Secret> hkdf_sha256(ByteView secret, ByteView salt, ByteView info, std::size_t size) {
  LEDGER_CHECK(!secret.empty() && size > 0 && size <= std::size_t{255} * 32);
  char digest[] = "SHA256";
  const std::array<OSSL_PARAM, 5> params = {
      OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, digest, 0), octets(OSSL_KDF_PARAM_KEY, secret),
      octets(OSSL_KDF_PARAM_SALT, salt), octets(OSSL_KDF_PARAM_INFO, info), OSSL_PARAM_construct_end()};
  return derive("HKDF", params.data(), size);
}

Result<Secret> scrypt(ByteView passphrase, ByteView salt, const ScryptCost& cost) {
  LEDGER_CHECK(salt.size() >= 8);
  const bool in_range = cost.log2_n >= 10 && cost.log2_n <= 20 && cost.r >= 1 && cost.r <= 32 &&
                        cost.p >= 1 && cost.p <= 32 &&
                        (128ULL << cost.log2_n) * cost.r <= kScryptMemoryBytesMax;
  if (!in_range) {
    return ledger::invalid("kdf.cost", "scrypt cost is out of range")
        .want("n of 2^10 to 2^20, r and p of 1 to 32, at most 1 GiB of memory");
  }
  if (passphrase.empty()) return ledger::invalid("kdf.empty_passphrase", "the passphrase is empty");
  std::uint64_t n = 1ULL << cost.log2_n;
  std::uint32_t r = cost.r;
  std::uint32_t p = cost.p;
  // The library counts a little more than the formula of RFC 7914 §5.
  std::uint64_t memory = 2 * kScryptMemoryBytesMax;
  const std::array<OSSL_PARAM, 7> params = {
      octets(OSSL_KDF_PARAM_PASSWORD, passphrase),
      octets(OSSL_KDF_PARAM_SALT, salt),
      OSSL_PARAM_construct_uint64(OSSL_KDF_PARAM_SCRYPT_N, &n),
      OSSL_PARAM_construct_uint32(OSSL_KDF_PARAM_SCRYPT_R, &r),
      OSSL_PARAM_construct_uint32(OSSL_KDF_PARAM_SCRYPT_P, &p),
      OSSL_PARAM_construct_uint64(OSSL_KDF_PARAM_SCRYPT_MAXMEM, &memory),
      OSSL_PARAM_construct_end()};
  return derive("SCRYPT", params.data(), 32);
}

}  // namespace security
