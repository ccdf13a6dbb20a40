// Goal: a note signature counts exactly when the pinned key made it over this text. Method: signatures and
// cosignatures made here, and each of their parts changed.
#include "security/note_verifier.h"

#include <gtest/gtest.h>

namespace security {
namespace {

using ledger::Bytes;
using ledger::merkle::KeyType;

PrivateKey key_of(char seed) {
  return *PrivateKey::from_raw(SignatureAlgorithm::kEd25519, Bytes(32, seed));
}
Ed25519NoteVerifier verifier_of(const PrivateKey& key, KeyType type) {
  auto made =
      Ed25519NoteVerifier::make(*ledger::merkle::make_vkey("example.com/foo", type, key.public_key()));
  EXPECT_TRUE(made.ok()) << made.status().to_string();
  return *std::move(made);
}
Bytes cosignature(const PrivateKey& key, std::uint64_t seconds, std::string_view text) {
  Bytes blob;
  ledger::put_u64(blob, seconds);
  const std::string message = "cosignature/v1\ntime " + std::to_string(seconds) + "\n" + std::string(text);
  return blob + *key.sign(message);
}

TEST(NoteVerifier, SignatureOverTheText) {
  const PrivateKey key = key_of('a');
  const Ed25519NoteVerifier verifier = verifier_of(key, KeyType::kEd25519);
  EXPECT_EQ(verifier.name(), "example.com/foo");
  EXPECT_EQ(verifier.key_id(),
            ledger::merkle::compute_key_id("example.com/foo", KeyType::kEd25519, key.public_key()));
  const Bytes good = *key.sign("text\n");
  EXPECT_TRUE(verifier.verify("text\n", good));
  EXPECT_FALSE(verifier.verify("text", good));
  EXPECT_FALSE(verifier.verify("", good));
  EXPECT_FALSE(verifier.verify("text\n", ""));
  EXPECT_FALSE(verifier.verify("text\n", good + '\0'));
  EXPECT_FALSE(verifier.verify("text\n", *key_of('b').sign("text\n")));
  EXPECT_FALSE(verifier.verify("text\n", cosignature(key, 1, "text\n")));
  for (std::size_t i = 0; i < good.size(); ++i) {
    Bytes bad = good;
    bad[i] = static_cast<char>(bad[i] ^ 1);
    EXPECT_FALSE(verifier.verify("text\n", bad));
    EXPECT_FALSE(verifier.verify("text\n", good.substr(0, i)));
  }
}

TEST(NoteVerifier, CosignatureCoversItsTime) {
  const PrivateKey key = key_of('a');
  const Ed25519NoteVerifier verifier = verifier_of(key, KeyType::kEd25519Cosignature);
  for (const std::uint64_t seconds : {std::uint64_t{0}, std::uint64_t{1'679'315'147}, ~std::uint64_t{0}}) {
    EXPECT_TRUE(verifier.verify("text\n", cosignature(key, seconds, "text\n")));
  }
  const Bytes good = cosignature(key, 1'679'315'147, "text\n");
  EXPECT_FALSE(verifier.verify("Text\n", good));
  EXPECT_FALSE(verifier.verify("text\n", *key.sign("text\n")));
  EXPECT_FALSE(verifier.verify("text\n", good + '\0'));
  for (std::size_t i = 0; i < good.size(); ++i) {
    Bytes bad = good;
    bad[i] = static_cast<char>(bad[i] ^ 1);
    EXPECT_FALSE(verifier.verify("text\n", bad)) << i;
    EXPECT_FALSE(verifier.verify("text\n", good.substr(0, i)));
  }
}

TEST(NoteVerifier, RefusesOtherKeys) {
  const PrivateKey key = key_of('a');
  auto ml_dsa = ledger::merkle::make_vkey("w", KeyType::kMlDsa44Cosignature, Bytes(1312, 'k'));
  ASSERT_TRUE(ml_dsa.ok());
  EXPECT_EQ(Ed25519NoteVerifier::make(*ml_dsa).status().reason(), "vkey.key_type");
  auto wrong_id = *ledger::merkle::make_vkey("w", KeyType::kEd25519, key.public_key());
  wrong_id.key_id ^= 1;
  EXPECT_EQ(Ed25519NoteVerifier::make(wrong_id).status().reason(), "vkey.key_id_mismatch");
  auto small_order = ledger::merkle::make_vkey("w", KeyType::kEd25519, Bytes(32, '\0'));
  ASSERT_TRUE(small_order.ok());
  EXPECT_EQ(Ed25519NoteVerifier::make(*small_order).status().reason(), "key.malformed");
  for (const char* text : {"", "w", "w+00000000+AA==", "w+zz+AQ=="}) {
    EXPECT_FALSE(Ed25519NoteVerifier::parse(text).ok()) << text;
  }
}

}  // namespace
}  // namespace security
