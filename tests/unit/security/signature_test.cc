// Goal: signatures and thumbprints are those of the standards, and nothing that merely resembles one
// verifies. Method: vectors of RFC 8032, 6979, 7515 and 8037, all recomputed with the Python integers of
// tests/vectors/event/demo_keys.py (thumbprint() there gave the thumbprints), then bit flips, other
// encodings, out-of-range numbers and points that are none.
#include "security/signature.h"

#include <gtest/gtest.h>
#include <thread>

#include "tests/unit/ledger/event/vector_file.h"

namespace security {
namespace {

using ledger::Bytes;
using ledger::from_base64url;
using ledger::from_hex;
using ledger::Result;
using ledger::to_hex;

constexpr auto kEd25519 = SignatureAlgorithm::kEd25519;
constexpr auto kEs256 = SignatureAlgorithm::kEs256;
// RFC 6979 §A.2.5: the P-256 key of all examples there.
constexpr const char* kP256Scalar = "c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721";
constexpr const char* kP256Public =
    "0460fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6"
    "7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299";
constexpr const char* kP256Order = "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551";
constexpr const char* kEdSeed = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";
constexpr const char* kEdPublic = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";

Bytes hex(std::string_view text) {
  return from_hex(text).value();
}

PublicKey public_key(SignatureAlgorithm algorithm, const char* raw_hex) {
  Result<PublicKey> key = PublicKey::from_raw(algorithm, hex(raw_hex));
  EXPECT_TRUE(key.ok()) << key.status().to_string();
  return *std::move(key);
}

PrivateKey private_key(SignatureAlgorithm algorithm, const char* raw_hex) {
  Result<PrivateKey> key = PrivateKey::from_raw(algorithm, hex(raw_hex));
  EXPECT_TRUE(key.ok()) << key.status().to_string();
  return *std::move(key);
}

TEST(Ed25519, Rfc8032Vectors) {
  const struct {
    const char* seed;
    const char* public_key;
    const char* message;
    const char* signature;
  } kRows[] = {
      {kEdSeed, kEdPublic, "",
       "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf"
       "5f0595b"
       "be24655141438e7a100b"},
      {"4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
       "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
       "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2"
       "eaeb430"
       "2aeeb00d291612bb0c00"},
      {"c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
       "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
       "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c1"
       "5e9716e"
       "d28dc027beceea1ec40a"},
      {"833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42",
       "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
       "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4"
       "423643c"
       "e80e2a9ac94fa54ca49f",
       "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e0303dca1"
       "79c138a"
       "c17ad9bef1177331a704"},
  };
  for (const auto& row : kRows) {
    SCOPED_TRACE(row.seed);
    const PrivateKey key = private_key(kEd25519, row.seed);
    EXPECT_EQ(to_hex(key.public_key()), row.public_key);
    const Result<Bytes> signature = key.sign(hex(row.message));
    ASSERT_TRUE(signature.ok());
    EXPECT_EQ(to_hex(*signature), row.signature);
    EXPECT_TRUE(public_key(kEd25519, row.public_key).verify(hex(row.message), *signature));
  }
}

// The rows below the two of RFC 6979 exercise the DER that is built inside: leading zeros and high bits of r
// and s.
TEST(Es256, VerifiesDeterministicVectors) {
  const struct {
    const char* message;
    const char* signature;
  } kRows[] = {
      {"sample",
       "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716f7cb1c942d657c41d436c7a1b6e29f65f3e90"
       "0dbb9af"
       "f4064dc4ab2f843acda8"},
      {"test",
       "f1abb023518351cd71d881567b1ea663ed3efcf6c5132b354f28d3b0b7d38367019f4113742a2b14bd25926b49c649155f267"
       "e60d381"
       "4b4c0cc84250e46f0083"},
      {"message 3",
       "0016a4d9251f63f2a54f9390af8f679d4a08ba3d389670acf5671094b9d4d4fb42a5b6be86af275cafc5e888e48c600b097b2"
       "c4389e0"
       "45cbaec5ce88d5e79540"},
      {"message 46",
       "7931b2eb971118c6f56d1031786ae9c86299743ccdad35730ac4139c2a08cc0c006862a34f7a75cad52b199f09789fab3fdb4"
       "5b2e7dc"
       "7c1452008e46b1bcbe9e"},
      {"message 4",
       "33804adc6834be910e4543a9ee833decf6add020c77b2ae89e6c2575659626353ade8da41221a8f41a2b5cb56a43a258ed789"
       "61eb4ae"
       "9683899ea35f1887cc05"},
      {"message 2",
       "dc1136d9cd53a2aa215798b5b5ae5e747802422c6560cce6fad37725da8602caf6967c3cf5ca38e9bdba6c9de88ab6a059672"
       "87d357f"
       "55a9bffb63cb727f38fc"},
  };
  const PublicKey key = public_key(kEs256, kP256Public);
  for (const auto& row : kRows) {
    EXPECT_TRUE(key.verify(row.message, hex(row.signature))) << row.message;
    EXPECT_FALSE(key.verify(std::string(row.message) + " ", hex(row.signature))) << row.message;
  }
}

TEST(Es256, VerifiesTheExampleOfRfc7515) {
  const Bytes key = "\x04" + from_base64url("f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU").value() +
                    from_base64url("x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0").value();
  const Result<PublicKey> parsed = PublicKey::from_raw(kEs256, key);
  ASSERT_TRUE(parsed.ok());
  EXPECT_TRUE(parsed->verify(
      "eyJhbGciOiJFUzI1NiJ9."
      "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0"
      "cnVlfQ",
      from_base64url("DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q")
          .value()));
}

TEST(Thumbprints, Table) {
  const struct {
    SignatureAlgorithm algorithm;
    const char* raw;
    const char* kid;
  } kRows[] = {
      {kEd25519, kEdPublic, "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"},  // RFC 8037 §A.3
      {kEd25519, "03a107bff3ce10be1d70dd18e74bc09967e4d6309ba50d5f1ddc8664125531b8",
       "1IG2tMH7J2wbJZnOf8LJzQitKf7LMvoAElsuDMVM54Y"},
      {kEs256, kP256Public, "DOvxvJiAdIqVWIkFt5hDtCunXLF0BV4-JGv4f-ALSm0"},
      {kEs256,
       "04515c3d6eb9e396b904d3feca7f54fdcd0cc1e997bf375dca515ad0a6c3b4035f4536be3a50f318fbf9a5475902a221502be"
       "f0d57e08"
       "c53b2cc0a56f17d9f9354",
       "6UoWwDCkLjV0J-pQG8c0THxbVhBcpR0AZDift1Yl5DM"},
  };
  for (const auto& row : kRows) {
    const Result<ledger::KeyId> kid = jwk_thumbprint(row.algorithm, hex(row.raw));
    ASSERT_TRUE(kid.ok());
    EXPECT_EQ(kid->value, row.kid);
  }
  EXPECT_EQ(jwk_thumbprint(kEd25519, hex(kP256Public)).status().reason(), "key.malformed");
  EXPECT_EQ(jwk_thumbprint(kEs256, hex(kEdPublic)).status().reason(), "key.malformed");
  EXPECT_EQ(jwk_thumbprint(kEd25519, "").status().reason(), "key.malformed");
  EXPECT_EQ(private_key(kEd25519, kEdSeed).kid().value, kRows[0].kid);
  EXPECT_EQ(private_key(kEs256, kP256Scalar).kid().value, kRows[2].kid);
}

TEST(Signatures, EveryFlippedBitIsRefused) {
  for (const SignatureAlgorithm algorithm : {kEd25519, kEs256}) {
    const PrivateKey key = private_key(algorithm, algorithm == kEd25519 ? kEdSeed : kP256Scalar);
    const PublicKey reader = PublicKey::from_raw(algorithm, key.public_key()).value();
    const std::string message = "eyJh.eyJi";
    const Bytes signature = *key.sign(message);
    ASSERT_TRUE(reader.verify(message, signature));
    for (std::size_t bit = 0; bit < signature.size() * 8; ++bit) {
      Bytes flipped = signature;
      flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << (bit % 8)));
      EXPECT_FALSE(reader.verify(message, flipped)) << algorithm_name(algorithm) << " bit " << bit;
    }
    for (std::size_t bit = 0; bit < message.size() * 8; ++bit) {
      std::string flipped = message;
      flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << (bit % 8)));
      EXPECT_FALSE(reader.verify(flipped, signature)) << algorithm_name(algorithm) << " bit " << bit;
    }
  }
}

TEST(Signatures, WrongLengthsAreRefused) {
  for (const SignatureAlgorithm algorithm : {kEd25519, kEs256}) {
    const PrivateKey key = private_key(algorithm, algorithm == kEd25519 ? kEdSeed : kP256Scalar);
    const PublicKey reader = PublicKey::from_raw(algorithm, key.public_key()).value();
    const Bytes signature = *key.sign("m");
    for (const std::size_t size : {0U, 1U, 32U, 63U})
      EXPECT_FALSE(reader.verify("m", signature.substr(0, size)));
    EXPECT_FALSE(reader.verify("m", signature + '\0'));
    EXPECT_FALSE(reader.verify("m", '\0' + signature));
    EXPECT_FALSE(reader.verify("m", signature + signature));
  }
}

// A verifier that guessed the encoding would give one signature two texts.
TEST(Es256, DerIsNoSignature) {
  const Bytes raw =
      hex("33804adc6834be910e4543a9ee833decf6add020c77b2ae89e6c2575659626353ade8da41221a8f41a2b5cb56a43a258ed"
          "78961eb4ae9683"
          "899ea35f1887cc05");
  const PublicKey key = public_key(kEs256, kP256Public);
  ASSERT_TRUE(key.verify("message 4", raw));
  const Bytes der = hex("30440220") + raw.substr(0, 32) + hex("0220") + raw.substr(32);
  EXPECT_EQ(der.size(), 70U);
  EXPECT_FALSE(key.verify("message 4", der));
  EXPECT_FALSE(key.verify("message 4", der.substr(0, 64)));
  EXPECT_FALSE(key.verify("message 4", der.substr(6)));
  EXPECT_FALSE(key.verify("message 4", raw.substr(32) + raw.substr(0, 32))) << "s and r exchanged";
}

TEST(Es256, NumbersOutOfRangeAreRefused) {
  const PublicKey key = public_key(kEs256, kP256Public);
  const Bytes r = hex("efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716");
  const Bytes s = hex("f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8");
  const Bytes zero(32, '\0');
  const Bytes order = hex(kP256Order);
  const Bytes ones(32, '\xff');
  ASSERT_TRUE(key.verify("sample", r + s));
  for (const Bytes& bad : {zero, order, ones}) {
    EXPECT_FALSE(key.verify("sample", bad + s));
    EXPECT_FALSE(key.verify("sample", r + bad));
    EXPECT_FALSE(key.verify("sample", bad + bad));
  }
  // The twin n - s is a valid signature too: the reason why signature bytes identify nothing.
  EXPECT_TRUE(
      key.verify("sample", r + hex("0834e36ad29a83bf2bc9385e491d6099c8fdf9d1ed67aa7ea5f51f93782857a9")));
}

TEST(Ed25519, SecondFormOfSIsRefused) {
  const Bytes signature =
      hex("e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd2"
          "5bf5f0595bbe24"
          "655141438e7a100b");
  const Bytes order =
      hex("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");  // little-endian
  Bytes shifted = signature;
  unsigned carry = 0;
  for (std::size_t i = 0; i < 32; ++i) {
    carry += unsigned{ledger::u8(signature)[32 + i]} + unsigned{ledger::u8(order)[i]};
    shifted[32 + i] = static_cast<char>(carry & 0xff);
    carry >>= 8;
  }
  const PublicKey key = public_key(kEd25519, kEdPublic);
  ASSERT_TRUE(key.verify("", signature));
  EXPECT_FALSE(key.verify("", shifted));
}

TEST(PublicKeys, RefusedTable) {
  const struct {
    SignatureAlgorithm algorithm;
    const char* what;
    Bytes raw;
  } kRows[] = {
      {kEd25519, "empty", ""},
      {kEd25519, "31 bytes", hex(kEdPublic).substr(1)},
      {kEd25519, "33 bytes", hex(kEdPublic) + '\0'},
      {kEd25519, "P-256 point", hex(kP256Public)},
      {kEd25519, "order 1", hex("01") + Bytes(31, '\0')},
      {kEd25519, "order 1, sign set", hex("01") + Bytes(30, '\0') + '\x80'},
      {kEd25519, "order 2", hex("ec") + Bytes(30, '\xff') + '\x7f'},
      {kEd25519, "order 2, sign set", hex("ec") + Bytes(31, '\xff')},
      {kEd25519, "order 4", Bytes(32, '\0')},
      {kEd25519, "order 4, sign set", Bytes(31, '\0') + '\x80'},
      {kEd25519, "order 8", hex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05")},
      {kEd25519, "order 8, sign set",
       hex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85")},
      {kEd25519, "order 8, other y", hex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a")},
      {kEd25519, "order 8, other y, sign",
       hex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa")},
      {kEd25519, "y = p", hex("ed") + Bytes(30, '\xff') + '\x7f'},
      {kEd25519, "y = p + 1", hex("ee") + Bytes(30, '\xff') + '\x7f'},
      {kEd25519, "y = p + 3, a point if reduced", hex("f0") + Bytes(30, '\xff') + '\x7f'},
      {kEd25519, "y = 2^255 - 1", Bytes(31, '\xff') + '\x7f'},
      {kEd25519, "y = 2, no point", hex("02") + Bytes(31, '\0')},
      {kEd25519, "y = 7, no point", hex("07") + Bytes(31, '\0')},
      {kEs256, "empty", ""},
      {kEs256, "64 bytes", hex(kP256Public).substr(1)},
      {kEs256, "66 bytes", hex(kP256Public) + '\0'},
      {kEs256, "compressed", hex("02") + hex(kP256Public).substr(1, 32)},
      {kEs256, "hybrid form", hex("07") + hex(kP256Public).substr(1)},
      {kEs256, "tag 0", hex("00") + hex(kP256Public).substr(1)},
      {kEs256, "tag 5", hex("05") + hex(kP256Public).substr(1)},
      {kEs256, "off the curve", hex(kP256Public).substr(0, 64) + '\x98'},
      {kEs256, "zero", hex("04") + Bytes(64, '\0')},
      {kEs256, "x = p",
       hex("04ffffffff00000001000000000000000000000000ffffffffffffffffffffffff") + Bytes(32, '\1')},
      {kEs256, "all ones", hex("04") + Bytes(64, '\xff')},
  };
  for (const auto& row : kRows) {
    const Result<PublicKey> key = PublicKey::from_raw(row.algorithm, row.raw);
    ASSERT_FALSE(key.ok()) << row.what;
    EXPECT_EQ(key.status().reason(), "key.malformed") << row.what;
    EXPECT_FALSE(OpenSslVerifier().verify(row.algorithm, row.raw, "m", Bytes(64, '\1'))) << row.what;
  }
  // y = 3 is a point: the neighbours above are refused for what they are, not for being small numbers.
  EXPECT_TRUE(PublicKey::from_raw(kEd25519, hex("03") + Bytes(31, '\0')).ok());
}

TEST(PrivateKeys, ScalarBounds) {
  const struct {
    const char* what;
    const char* scalar;
    const char* public_key;  // null: refused
  } kRows[] = {
      {"one", "0000000000000000000000000000000000000000000000000000000000000001",
       "046b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c2964fe342e2fe1a7f9b8ee7eb4a7c0f9e162bc"
       "e33576b315e"
       "cecbb6406837bf51f5"},
      {"order - 1", "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632550",
       "046b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296b01cbd1c01e58065711814b583f061e9d43"
       "1cca994cea1"
       "313449bf97c840ae0a"},
      {"43, y with a leading zero", "000000000000000000000000000000000000000000000000000000000000002b",
       "04986ae2506f1ff104d04230861d8f4b498f4bc4c6d009b30f7544dc129b82d28d003cccc0a6460e0ae328a4d97d3c7b61d86"
       "fc6289c189f"
       "2525110c441bb07e97"},
      {"379, x with a leading zero", "000000000000000000000000000000000000000000000000000000000000017b",
       "04005543894af3d00ed7d740abdbd75c96b06877b787db5f70eea78b90a8d7c00abb4c85a3d8ea29efaafa24406912dd84d5b"
       "14dc32bf656"
       "ef6c6bd58a5d943f92"},
      {"zero", "0000000000000000000000000000000000000000000000000000000000000000", nullptr},
      {"order", kP256Order, nullptr},
      {"order + 1", "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632552", nullptr},
      {"all ones", "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff", nullptr},
  };
  for (const auto& row : kRows) {
    SCOPED_TRACE(row.what);
    const Result<PrivateKey> key = PrivateKey::from_raw(kEs256, hex(row.scalar));
    ASSERT_EQ(key.ok(), row.public_key != nullptr);
    if (!key.ok()) {
      EXPECT_EQ(key.status().reason(), "key.malformed");
      continue;
    }
    EXPECT_EQ(to_hex(key->public_key()), row.public_key);
    const Result<PublicKey> reader = PublicKey::from_raw(kEs256, key->public_key());
    ASSERT_TRUE(reader.ok());
    EXPECT_TRUE(reader->verify("m", *key->sign("m")));
  }
  for (const SignatureAlgorithm algorithm : {kEd25519, kEs256}) {
    for (const std::size_t size : {0U, 31U, 33U, 64U}) {
      EXPECT_EQ(PrivateKey::from_raw(algorithm, Bytes(size, '\1')).status().reason(), "key.malformed")
          << size;
    }
  }
}

TEST(PrivateKeys, GeneratedOnesSignUnderTheirOwnKeyOnly) {
  for (const SignatureAlgorithm algorithm : {kEd25519, kEs256}) {
    const PrivateKey key = PrivateKey::generate(algorithm).value();
    const PrivateKey other = PrivateKey::generate(algorithm).value();
    EXPECT_EQ(key.algorithm(), algorithm);
    EXPECT_EQ(key.public_key().size(), public_key_bytes(algorithm));
    EXPECT_NE(key.kid(), other.kid());
    const PublicKey reader = PublicKey::from_raw(algorithm, key.public_key()).value();
    // Many messages, so that short and long r and s go through the conversion of ES256.
    for (int i = 0; i < 200; ++i) {
      const std::string message = "message " + std::to_string(i);
      const Bytes signature = *key.sign(message);
      ASSERT_EQ(signature.size(), 64U);
      ASSERT_TRUE(reader.verify(message, signature)) << to_hex(signature);
    }
    EXPECT_FALSE(reader.verify("m", *other.sign("m")));
    EXPECT_TRUE(reader.verify("", *key.sign("")));
  }
}

TEST(OpenSslVerifier, GoldenEventsVerify) {
  const OpenSslVerifier verifier;
  std::size_t verified = 0;
  for (const ledger::JsonValue& row : ledger::read_vectors("sd_jwt.ndjson")) {
    if (ledger::is_refusal(row)) continue;
    SCOPED_TRACE(row.text("name"));
    const std::string_view text = row.text("text");
    const Result<ledger::Jws> jws = ledger::parse_jws(text.substr(0, text.find('~')));
    ASSERT_TRUE(jws.ok()) << jws.status().to_string();
    const Bytes key = hex(row.text("public_key"));
    EXPECT_EQ(jwk_thumbprint(jws->algorithm, key).value(), jws->kid);
    EXPECT_TRUE(verifier.verify(jws->algorithm, key, jws->signing_input(), jws->signature));
    EXPECT_FALSE(verifier.verify(jws->algorithm, key, jws->payload, jws->signature));
    ++verified;
  }
  EXPECT_EQ(verified, 6U);
  EXPECT_EQ(verifier.cached_keys(), 2U);
}

TEST(OpenSslVerifier, CacheIsBoundedAndNeverDecides) {
  const OpenSslVerifier verifier(2);
  std::vector<PrivateKey> keys;
  for (char i = 1; i <= 5; ++i) keys.push_back(PrivateKey::from_raw(kEd25519, Bytes(32, i)).value());
  for (int round = 0; round < 3; ++round) {
    for (const PrivateKey& key : keys) {
      EXPECT_TRUE(verifier.verify(kEd25519, key.public_key(), "m", *key.sign("m")));
      EXPECT_FALSE(verifier.verify(kEd25519, key.public_key(), "n", *key.sign("m")));
      EXPECT_LE(verifier.cached_keys(), 2U);
    }
  }
  const OpenSslVerifier none(0);
  EXPECT_TRUE(none.verify(kEd25519, keys[0].public_key(), "m", *keys[0].sign("m")));
  EXPECT_EQ(none.cached_keys(), 0U);
  EXPECT_FALSE(none.verify(kEs256, keys[0].public_key(), "m", *keys[0].sign("m")))
      << "a key belongs to one algorithm";
}

TEST(OpenSslVerifier, ManyThreadsShareKeysAndVerifier) {
  const OpenSslVerifier verifier(3);  // smaller than the number of keys: threads evict under each other
  std::vector<PrivateKey> keys;
  for (char i = 1; i <= 4; ++i) {
    keys.push_back(PrivateKey::from_raw(i % 2 == 0 ? kEd25519 : kEs256, Bytes(32, i)).value());
  }
  std::vector<int> failures(4, 0);
  std::vector<std::thread> threads;
  for (std::size_t t = 0; t < failures.size(); ++t) {
    threads.emplace_back([&, t] {
      for (std::size_t i = 0; i < 100; ++i) {
        const PrivateKey& key = keys[(i + t) % keys.size()];
        const std::string message = std::to_string(t) + "/" + std::to_string(i);
        const Result<Bytes> signature = key.sign(message);
        if (!signature.ok() || !verifier.verify(key.algorithm(), key.public_key(), message, *signature) ||
            verifier.verify(key.algorithm(), key.public_key(), message + "x", *signature)) {
          ++failures[t];
        }
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(failures, std::vector<int>(4, 0));
  EXPECT_LE(verifier.cached_keys(), 3U);
}

}  // namespace
}  // namespace security
