// Owning types for OpenSSL objects. Private to security/*.cc: no other header includes it, so that OpenSSL's
// names stay behind this folder's door.
//
// Ownership: each type frees what it holds, private numbers are wiped first. Threads: as the wrapped object.
#pragma once

#include <memory>
#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/crypto.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/x509.h>

namespace security {

template <auto kFree>
struct EvpDeleter {
  template <typename T>
  void operator()(T* object) const {
    kFree(object);
  }
};

using EvpKey = std::unique_ptr<EVP_PKEY, EvpDeleter<EVP_PKEY_free>>;
using EvpKeyContext = std::unique_ptr<EVP_PKEY_CTX, EvpDeleter<EVP_PKEY_CTX_free>>;
using EvpDigestContext = std::unique_ptr<EVP_MD_CTX, EvpDeleter<EVP_MD_CTX_free>>;
using EvpCipherContext = std::unique_ptr<EVP_CIPHER_CTX, EvpDeleter<EVP_CIPHER_CTX_free>>;
using EvpMac = std::unique_ptr<EVP_MAC, EvpDeleter<EVP_MAC_free>>;
using EvpMacContext = std::unique_ptr<EVP_MAC_CTX, EvpDeleter<EVP_MAC_CTX_free>>;
using EvpKdf = std::unique_ptr<EVP_KDF, EvpDeleter<EVP_KDF_free>>;
using EvpKdfContext = std::unique_ptr<EVP_KDF_CTX, EvpDeleter<EVP_KDF_CTX_free>>;
using Bio = std::unique_ptr<BIO, EvpDeleter<BIO_free_all>>;
// Also for private numbers: cleared before the memory is given back.
using BigNumber = std::unique_ptr<BIGNUM, EvpDeleter<BN_clear_free>>;
using BigNumberContext = std::unique_ptr<BN_CTX, EvpDeleter<BN_CTX_free>>;
using CurveGroup = std::unique_ptr<EC_GROUP, EvpDeleter<EC_GROUP_free>>;
using CurvePoint = std::unique_ptr<EC_POINT, EvpDeleter<EC_POINT_free>>;
using EcdsaSignature = std::unique_ptr<ECDSA_SIG, EvpDeleter<ECDSA_SIG_free>>;
using Pkcs8Info = std::unique_ptr<PKCS8_PRIV_KEY_INFO, EvpDeleter<PKCS8_PRIV_KEY_INFO_free>>;
using EncryptedPkcs8 = std::unique_ptr<X509_SIG, EvpDeleter<X509_SIG_free>>;
using AlgorithmId = std::unique_ptr<X509_ALGOR, EvpDeleter<X509_ALGOR_free>>;

// OpenSSL queues errors per thread; whoever turns a failure into a Status empties the queue, so that it can't
// grow or be blamed on the next caller.
inline void forget_openssl_errors() {
  ERR_clear_error();
}

}  // namespace security
