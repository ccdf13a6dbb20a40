#include "security/signature.h"

#include <algorithm>
#include <array>
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/params.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <optional>

#include "ledger/base/check.h"
#include "ledger/base/json_writer.h"
#include "ledger/base/sha256.h"
#include "security/evp.h"

namespace security {
namespace {

using ledger::Bytes;
using ledger::ByteView;
using ledger::Result;
using ledger::Status;

constexpr std::size_t kScalarBytes = 32;
constexpr std::size_t kSignatureBytes = 64;
constexpr std::size_t kDerSignatureBytesMax = 72;
constexpr char kUncompressed = 0x04;
constexpr int kPassphraseRounds = 600'000;
constexpr int kPassphraseSaltBytes = 16;
// Ed25519's d and the y coordinates of its points of order 1, 2, 4 and 8, big-endian; x only adds a sign bit.
constexpr const char* kEdwardsD = "52036cee2b6ffe738cc740797779e89800700a4d4141d8ab75eb4dca135978a3";
constexpr std::array<const char*, 5> kSmallOrderY = {
    "0", "1", "7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffec",
    "05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826",
    "7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7"};

using SharedEvpKey = std::shared_ptr<evp_pkey_st>;
using SharedContext = std::shared_ptr<evp_md_ctx_st>;

SharedEvpKey share(EvpKey key) {
  return SharedEvpKey(key.release(), EVP_PKEY_free);
}

Status malformed(std::string message) {
  forget_openssl_errors();
  return ledger::invalid("key.malformed", std::move(message));
}

BigNumber number_from_hex(const char* hex) {
  BIGNUM* number = nullptr;
  LEDGER_CHECK(BN_hex2bn(&number, hex) > 0);
  return BigNumber(number);
}

// RFC 8032 §5.1.3 without recovering x: y is reduced, and x² = (y²-1)/(d·y²+1) has a root. OpenSSL itself
// would take an unreduced y and find a missing root only at the first verification.
bool is_ed25519_point(ByteView raw) {
  std::array<unsigned char, kScalarBytes> y_bytes;
  std::copy_n(ledger::u8(raw), kScalarBytes, y_bytes.begin());
  y_bytes.back() &= 0x7f;
  const BigNumber y(BN_lebin2bn(y_bytes.data(), static_cast<int>(y_bytes.size()), nullptr));
  const BigNumber p(BN_new()), square(BN_new()), u(BN_new()), v(BN_new());
  const BigNumberContext context(BN_CTX_new());
  if (!y || !p || !square || !u || !v || !context) return false;
  const bool computed =
      BN_set_bit(p.get(), 255) == 1 && BN_sub_word(p.get(), 19) == 1 &&
      BN_mod_sqr(square.get(), y.get(), p.get(), context.get()) == 1 &&
      BN_mod_sub(u.get(), square.get(), BN_value_one(), p.get(), context.get()) == 1 &&
      BN_mod_mul(v.get(), square.get(), number_from_hex(kEdwardsD).get(), p.get(), context.get()) == 1 &&
      BN_mod_add(v.get(), v.get(), BN_value_one(), p.get(), context.get()) == 1 &&
      BN_mod_mul(u.get(), u.get(), v.get(), p.get(), context.get()) == 1;
  if (!computed || BN_cmp(y.get(), p.get()) >= 0) return false;
  const bool small_order = std::any_of(kSmallOrderY.begin(), kSmallOrderY.end(), [&y](const char* hex) {
    return BN_cmp(y.get(), number_from_hex(hex).get()) == 0;
  });
  // u/v and u·v are squares together, since they differ by v².
  return !small_order && BN_kronecker(u.get(), p.get(), context.get()) == 1;
}

// `raw_private` empty makes a public key. OpenSSL checks that the point lies on the curve.
EvpKey make_p256_key(ByteView raw_public, ByteView raw_private) {
  char group[] = "P-256";
  Bytes point(raw_public);
  std::array<unsigned char, kScalarBytes> scalar{};
  std::array<OSSL_PARAM, 4> params;
  std::size_t used = 0;
  params[used++] = OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, group, 0);
  params[used++] = OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size());
  if (!raw_private.empty()) {
    const BigNumber number(BN_bin2bn(ledger::u8(raw_private), static_cast<int>(raw_private.size()), nullptr));
    if (!number || BN_bn2nativepad(number.get(), scalar.data(), static_cast<int>(scalar.size())) < 0)
      return nullptr;
    params[used++] = OSSL_PARAM_construct_BN(OSSL_PKEY_PARAM_PRIV_KEY, scalar.data(), scalar.size());
  }
  params[used] = OSSL_PARAM_construct_end();
  EVP_PKEY* key = nullptr;
  const EvpKeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr));
  const int selection = raw_private.empty() ? EVP_PKEY_PUBLIC_KEY : EVP_PKEY_KEYPAIR;
  if (context && EVP_PKEY_fromdata_init(context.get()) == 1) {
    EVP_PKEY_fromdata(context.get(), &key, selection, params.data());
  }
  OPENSSL_cleanse(scalar.data(), scalar.size());
  return EvpKey(key);
}

// The uncompressed point of scalar·G; nullopt unless the scalar is in 1..n-1.
std::optional<Bytes> p256_public_of(ByteView scalar_bytes) {
  const CurveGroup group(EC_GROUP_new_by_curve_name(NID_X9_62_prime256v1));
  const BigNumberContext context(BN_CTX_secure_new());
  const BigNumber scalar(BN_bin2bn(ledger::u8(scalar_bytes), static_cast<int>(scalar_bytes.size()), nullptr));
  if (!group || !context || !scalar) return std::nullopt;
  BN_set_flags(scalar.get(), BN_FLG_CONSTTIME);
  if (BN_is_zero(scalar.get()) || BN_cmp(scalar.get(), EC_GROUP_get0_order(group.get())) >= 0)
    return std::nullopt;
  const CurvePoint point(EC_POINT_new(group.get()));
  if (!point || EC_POINT_mul(group.get(), point.get(), scalar.get(), nullptr, nullptr, context.get()) != 1) {
    return std::nullopt;
  }
  std::array<unsigned char, 65> raw;
  const std::size_t written = EC_POINT_point2oct(group.get(), point.get(), POINT_CONVERSION_UNCOMPRESSED,
                                                 raw.data(), raw.size(), context.get());
  if (written != raw.size()) return std::nullopt;
  return Bytes(raw.begin(), raw.end());
}

// Asks for the coordinates, because the encoded point may come back compressed when the key file had it so.
std::optional<Bytes> raw_public_of(SignatureAlgorithm algorithm, EVP_PKEY* key) {
  if (algorithm == SignatureAlgorithm::kEd25519) {
    std::array<unsigned char, 32> raw;
    std::size_t size = raw.size();
    if (EVP_PKEY_get_raw_public_key(key, raw.data(), &size) != 1 || size != raw.size()) return std::nullopt;
    return Bytes(raw.begin(), raw.end());
  }
  BIGNUM* x = nullptr;
  BIGNUM* y = nullptr;
  const int got_x = EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_EC_PUB_X, &x);
  const BigNumber own_x(x);
  const int got_y = EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_EC_PUB_Y, &y);
  const BigNumber own_y(y);
  std::array<unsigned char, 64> xy;
  if (got_x != 1 || got_y != 1 || BN_bn2binpad(x, xy.data(), 32) != 32 ||
      BN_bn2binpad(y, xy.data() + 32, 32) != 32) {
    return std::nullopt;
  }
  Bytes raw(1, kUncompressed);
  raw.append(xy.begin(), xy.end());
  return raw;
}

std::optional<SignatureAlgorithm> algorithm_of(EVP_PKEY* key) {
  if (EVP_PKEY_is_a(key, "ED25519") == 1) return SignatureAlgorithm::kEd25519;
  std::array<char, 32> group{};
  std::size_t size = 0;
  if (EVP_PKEY_is_a(key, "EC") == 1 && EVP_PKEY_get_group_name(key, group.data(), group.size(), &size) == 1 &&
      ByteView(group.data(), size) == SN_X9_62_prime256v1) {
    return SignatureAlgorithm::kEs256;
  }
  return std::nullopt;
}

// DER INTEGER of an unsigned 32-byte number (X.690 §8.3): shortest form, a zero in front when the high bit is
// set.
unsigned char* put_der_integer(unsigned char* out, const std::uint8_t* number) {
  std::size_t skip = 0;
  while (skip < kScalarBytes - 1 && number[skip] == 0) ++skip;
  const bool padded = (number[skip] & 0x80) != 0;
  *out++ = 0x02;
  *out++ = static_cast<unsigned char>(kScalarBytes - skip + (padded ? 1 : 0));
  if (padded) *out++ = 0;
  return std::copy(number + skip, number + kScalarBytes, out);
}

struct DerSignature {
  std::array<unsigned char, kDerSignatureBytesMax> bytes;
  std::size_t size = 0;
};

DerSignature der_of(ByteView signature) {
  DerSignature der;
  unsigned char* out = put_der_integer(der.bytes.data() + 2, ledger::u8(signature));
  out = put_der_integer(out, ledger::u8(signature) + kScalarBytes);
  der.size = static_cast<std::size_t>(out - der.bytes.data());
  der.bytes[0] = 0x30;
  der.bytes[1] = static_cast<unsigned char>(der.size - 2);
  return der;
}

// How an operation with a key begins: looks its algorithms up by name, sixteen times the cost of a copy.
using Begin = bool (*)(EVP_MD_CTX*, EVP_PKEY*);

bool begin_verification(EVP_MD_CTX* context, EVP_PKEY* key) {
  return EVP_DigestVerifyInit_ex(context, nullptr, nullptr, nullptr, nullptr, key, nullptr) == 1;
}
bool begin_ed25519_signature(EVP_MD_CTX* context, EVP_PKEY* key) {
  return EVP_DigestSignInit_ex(context, nullptr, nullptr, nullptr, nullptr, key, nullptr) == 1;
}
// The digest by name, which OpenSSL wants for ES256 and not for Ed25519, which hashes by itself.
bool begin_es256_signature(EVP_MD_CTX* context, EVP_PKEY* key) {
  return EVP_DigestSignInit_ex(context, nullptr, "SHA256", nullptr, nullptr, key, nullptr) == 1;
}

// A context that has begun, to be copied; null: OpenSSL gives none, and each operation begins its own.
SharedContext ready_context(Begin begin, EVP_PKEY* key) {
  EvpDigestContext context(EVP_MD_CTX_new());
  if (!context || !begin(context.get(), key)) return nullptr;
  return SharedContext(context.release(), EVP_MD_CTX_free);
}

// Null: the operation can't begin.
EvpDigestContext begun(const EVP_MD_CTX* ready, Begin begin, EVP_PKEY* key) {
  EvpDigestContext context(EVP_MD_CTX_new());
  const bool copied = context && ready != nullptr && EVP_MD_CTX_copy_ex(context.get(), ready) == 1;
  if (copied || (context && begin(context.get(), key))) return context;
  return nullptr;
}

bool verify_ed25519(EVP_PKEY* key, const EVP_MD_CTX* ready, ByteView message, ByteView signature) {
  const EvpDigestContext context = begun(ready, begin_verification, key);
  return context && EVP_DigestVerify(context.get(), ledger::u8(signature), signature.size(),
                                     ledger::u8(message), message.size()) == 1;
}

// Over a digest of our own: EVP_DigestVerify looks the digest up by name for every signature.
bool verify_es256(EVP_PKEY* key, ByteView message, ByteView signature) {
  const ledger::Hash32 digest = ledger::sha256(message);
  const DerSignature der = der_of(signature);
  const EvpKeyContext context(EVP_PKEY_CTX_new_from_pkey(nullptr, key, nullptr));
  return context && EVP_PKEY_verify_init(context.get()) == 1 &&
         EVP_PKEY_verify(context.get(), der.bytes.data(), der.size, digest.data(), digest.size()) == 1;
}

std::optional<Bytes> raw_of_der(const unsigned char* der, std::size_t size) {
  const EcdsaSignature parsed(d2i_ECDSA_SIG(nullptr, &der, static_cast<long>(size)));
  std::array<unsigned char, kSignatureBytes> raw;
  if (!parsed || BN_bn2binpad(ECDSA_SIG_get0_r(parsed.get()), raw.data(), 32) != 32 ||
      BN_bn2binpad(ECDSA_SIG_get0_s(parsed.get()), raw.data() + 32, 32) != 32) {
    return std::nullopt;
  }
  return Bytes(raw.begin(), raw.end());
}

Bio bio_of(ByteView text) {
  return Bio(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

Result<Pkcs8Info> decrypt_pkcs8(ByteView pem, const Secret* passphrase) {
  if (passphrase == nullptr || passphrase->empty()) {
    return ledger::invalid("key.passphrase_missing",
                           "the private key is encrypted and no passphrase is at hand");
  }
  const Bio bio = bio_of(pem);
  const EncryptedPkcs8 sealed(bio ? PEM_read_bio_PKCS8(bio.get(), nullptr, nullptr, nullptr) : nullptr);
  if (!sealed) return malformed("the encrypted private key cannot be read");
  Pkcs8Info info(
      PKCS8_decrypt(sealed.get(), passphrase->view().data(), static_cast<int>(passphrase->size())));
  if (!info) {
    forget_openssl_errors();
    return ledger::invalid("key.passphrase_wrong", "the passphrase does not open the private key");
  }
  return info;
}

Result<Pkcs8Info> read_pkcs8(ByteView pem, const Secret* passphrase) {
  constexpr std::size_t kPemBytesMax = 64 << 10;
  if (pem.size() > kPemBytesMax) return malformed("the private key text is too long");
  if (pem.starts_with("-----BEGIN ENCRYPTED PRIVATE KEY-----")) return decrypt_pkcs8(pem, passphrase);
  if (!pem.starts_with("-----BEGIN PRIVATE KEY-----")) {
    return malformed("the text is not a private key in PKCS#8 PEM")
        .want("-----BEGIN [ENCRYPTED ]PRIVATE KEY-----");
  }
  const Bio bio = bio_of(pem);
  Pkcs8Info info(bio ? PEM_read_bio_PKCS8_PRIV_KEY_INFO(bio.get(), nullptr, nullptr, nullptr) : nullptr);
  if (!info) return malformed("the private key cannot be read");
  return info;
}

bool write_encrypted(BIO* bio, PKCS8_PRIV_KEY_INFO* info, const Secret& passphrase) {
  AlgorithmId scheme(PKCS5_pbe2_set_iv(EVP_aes_256_cbc(), kPassphraseRounds, nullptr, kPassphraseSaltBytes,
                                       nullptr, NID_hmacWithSHA256));
  if (!scheme) return false;
  const EncryptedPkcs8 sealed(
      PKCS8_set0_pbe(passphrase.view().data(), static_cast<int>(passphrase.size()), info, scheme.get()));
  if (!sealed) return false;
  static_cast<void>(scheme.release());  // now part of `sealed`
  return PEM_write_bio_PKCS8(bio, sealed.get()) == 1;
}

}  // namespace

std::size_t public_key_bytes(SignatureAlgorithm algorithm) {
  return algorithm == SignatureAlgorithm::kEd25519 ? 32 : 65;
}

Result<ledger::KeyId> jwk_thumbprint(SignatureAlgorithm algorithm, ByteView public_key) {
  if (public_key.size() != public_key_bytes(algorithm))
    return malformed("the public key has the wrong length");
  ledger::JsonWriter json;
  json.begin_object();
  if (algorithm == SignatureAlgorithm::kEd25519) {
    json.member("crv", "Ed25519").member("kty", "OKP").member("x", ledger::to_base64url(public_key));
  } else {
    json.member("crv", "P-256").member("kty", "EC");
    json.member("x", ledger::to_base64url(public_key.substr(1, kScalarBytes)));
    json.member("y", ledger::to_base64url(public_key.substr(1 + kScalarBytes)));
  }
  json.end_object();
  return ledger::KeyId(ledger::to_base64url(ledger::view_of(ledger::sha256(json.take()))));
}

Result<PublicKey> PublicKey::from_raw(SignatureAlgorithm algorithm, ByteView raw) {
  if (raw.size() != public_key_bytes(algorithm)) return malformed("the public key has the wrong length");
  EvpKey key;
  if (algorithm == SignatureAlgorithm::kEd25519) {
    if (!is_ed25519_point(raw))
      return malformed("the public key is not a point of Ed25519, or one of small order");
    key.reset(EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, ledger::u8(raw), raw.size()));
  } else if (raw.front() == kUncompressed) {
    key = make_p256_key(raw, {});
  }
  if (!key) return malformed("the public key is not an uncompressed point of its curve");
  PublicKey made(algorithm, raw, share(std::move(key)));
  if (algorithm == SignatureAlgorithm::kEd25519)
    made.ready_ = ready_context(begin_verification, made.key_.get());
  return made;
}

bool PublicKey::verify(ByteView message, ByteView signature) const {
  if (signature.size() != kSignatureBytes) return false;
  const bool valid = algorithm_ == SignatureAlgorithm::kEs256
                         ? verify_es256(key_.get(), message, signature)
                         : verify_ed25519(key_.get(), ready_.get(), message, signature);
  if (!valid) forget_openssl_errors();
  return valid;
}

Result<PrivateKey> PrivateKey::adopt(SignatureAlgorithm algorithm, SharedEvpKey key) {
  std::optional<Bytes> raw = key ? raw_public_of(algorithm, key.get()) : std::nullopt;
  if (!raw) return malformed("the private key has no usable public part");
  PrivateKey adopted(algorithm, std::move(key));
  if (algorithm == SignatureAlgorithm::kEd25519) {
    adopted.ready_ = ready_context(begin_ed25519_signature, adopted.key_.get());
  }
  LEDGER_ASSIGN(adopted.kid_, jwk_thumbprint(algorithm, *raw));
  adopted.public_key_ = std::move(*raw);
  return adopted;
}

Result<PrivateKey> PrivateKey::generate(SignatureAlgorithm algorithm) {
  EvpKey key(algorithm == SignatureAlgorithm::kEd25519 ? EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519")
                                                       : EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256"));
  if (!key) {
    forget_openssl_errors();
    return ledger::unavailable("key.generation_failed", "no key could be generated");
  }
  return adopt(algorithm, share(std::move(key)));
}

Result<PrivateKey> PrivateKey::from_raw(SignatureAlgorithm algorithm, ByteView raw) {
  if (raw.size() != kScalarBytes) return malformed("the private key has the wrong length").want("32 bytes");
  if (algorithm == SignatureAlgorithm::kEd25519) {
    EvpKey key(EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, ledger::u8(raw), raw.size()));
    return adopt(algorithm, share(std::move(key)));
  }
  const std::optional<Bytes> point = p256_public_of(raw);
  if (!point) return malformed("the private key is out of range").want("1 to the group order minus 1");
  return adopt(algorithm, share(make_p256_key(*point, raw)));
}

Result<PrivateKey> PrivateKey::from_pem(ByteView pem, const Secret* passphrase) {
  LEDGER_ASSIGN(const Pkcs8Info info, read_pkcs8(pem, passphrase));
  EvpKey key(EVP_PKCS82PKEY(info.get()));
  const std::optional<SignatureAlgorithm> algorithm = key ? algorithm_of(key.get()) : std::nullopt;
  if (!algorithm) return malformed("the private key is of another kind").want("Ed25519 or P-256");
  LEDGER_ASSIGN(PrivateKey adopted, adopt(*algorithm, share(std::move(key))));
  // A file may carry a public part that belongs to another key; one signature shows it.
  constexpr std::string_view kProbe = "daicho key file";
  LEDGER_ASSIGN(const PublicKey public_key, PublicKey::from_raw(*algorithm, adopted.public_key()));
  LEDGER_ASSIGN(const Bytes signature, adopted.sign(kProbe));
  if (!public_key.verify(kProbe, signature))
    return malformed("private and public part do not belong together");
  return adopted;
}

Result<Secret> PrivateKey::to_pem(const Secret* passphrase) const {
  if (passphrase != nullptr && passphrase->empty()) {
    return ledger::invalid("key.passphrase_missing", "an empty passphrase protects nothing");
  }
  const Pkcs8Info info(EVP_PKEY2PKCS8(key_.get()));
  const Bio bio(BIO_new(BIO_s_secmem()));
  bool written = info && bio;
  if (written) {
    written = passphrase != nullptr ? write_encrypted(bio.get(), info.get(), *passphrase)
                                    : PEM_write_bio_PKCS8_PRIV_KEY_INFO(bio.get(), info.get()) == 1;
  }
  char* text = nullptr;
  const long size = written ? BIO_ctrl(bio.get(), BIO_CTRL_INFO, 0, &text) : 0;
  if (size <= 0) {
    forget_openssl_errors();
    return ledger::unavailable("key.encoding_failed", "the private key could not be written as PEM");
  }
  return Secret(ByteView(text, static_cast<std::size_t>(size)));
}

Result<Bytes> PrivateKey::sign(ByteView message) const {
  std::array<unsigned char, kDerSignatureBytesMax> out;
  std::size_t size = out.size();
  const bool es256 = algorithm_ == SignatureAlgorithm::kEs256;
  const EvpDigestContext context =
      begun(ready_.get(), es256 ? begin_es256_signature : begin_ed25519_signature, key_.get());
  std::optional<Bytes> signature;
  if (context && EVP_DigestSign(context.get(), out.data(), &size, ledger::u8(message), message.size()) == 1) {
    signature =
        es256 ? raw_of_der(out.data(), size) : std::optional<Bytes>(Bytes(out.data(), out.data() + size));
  }
  if (!signature || signature->size() != kSignatureBytes) {
    forget_openssl_errors();
    return ledger::unavailable("signer.failed", "the key could not sign");
  }
  return std::move(*signature);
}

bool OpenSslVerifier::verify(SignatureAlgorithm algorithm, ByteView public_key, ByteView message,
                             ByteView signature) const {
  std::string name(1, static_cast<char>(algorithm));
  name.append(public_key);
  SharedKey key = find(name);
  if (!key) {
    Result<PublicKey> parsed = PublicKey::from_raw(algorithm, public_key);
    if (!parsed.ok()) return false;
    key = std::make_shared<const PublicKey>(std::move(*parsed));
    keep(std::move(name), key);
  }
  return key->verify(message, signature);
}

std::size_t OpenSslVerifier::cached_keys() const {
  const ledger::MutexLock lock(mutex_);
  return keys_.size();
}

OpenSslVerifier::SharedKey OpenSslVerifier::find(const std::string& name) const {
  const ledger::MutexLock lock(mutex_);
  const auto found = keys_.find(name);
  if (found == keys_.end()) return nullptr;
  recency_.splice(recency_.begin(), recency_, found->second);
  return found->second->second;
}

void OpenSslVerifier::keep(std::string name, SharedKey key) const {
  const ledger::MutexLock lock(mutex_);
  if (keys_.contains(name)) return;  // another thread parsed the same key meanwhile
  recency_.emplace_front(std::move(name), std::move(key));
  keys_.emplace(recency_.front().first, recency_.begin());
  while (keys_.size() > keys_max_) {
    keys_.erase(recency_.back().first);
    recency_.pop_back();
  }
}

}  // namespace security
