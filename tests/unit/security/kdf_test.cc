// Goal: the keyed digests and derivations are those of their RFCs, and costs outside the bounds are refused
// before memory is taken. Method: vectors of RFC 4231, 5869 and 7914, and a table of bad parameters.
#include "security/kdf.h"

#include <gtest/gtest.h>

namespace security {
namespace {

using ledger::Bytes;

Bytes hex(std::string_view text) {
  return ledger::from_hex(text).value();
}
std::string mac_hex(ledger::ByteView key, ledger::ByteView message) {
  const ledger::Hash32 mac = hmac_sha256(key, message);
  return ledger::to_hex(ledger::view_of(mac));
}

TEST(Hmac, Rfc4231) {
  EXPECT_EQ(mac_hex(Bytes(20, '\x0b'), "Hi There"),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  EXPECT_EQ(mac_hex("Jefe", "what do ya want for nothing?"),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  EXPECT_EQ(mac_hex(Bytes(20, '\xaa'), Bytes(50, '\xdd')),
            "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe");
  EXPECT_EQ(mac_hex(Bytes(131, '\xaa'), "Test Using Larger Than Block-Size Key - Hash Key First"),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

TEST(Hmac, DependsOnKeyAndMessage) {
  EXPECT_NE(mac_hex("key", "text"), mac_hex("Key", "text"));
  EXPECT_NE(mac_hex("key", "text"), mac_hex("key", "Text"));
  EXPECT_NE(mac_hex("key", ""), mac_hex("key", Bytes(1, '\0')));
}

TEST(Hkdf, Rfc5869) {
  const Bytes secret(22, '\x0b');
  auto first = hkdf_sha256(secret, hex("000102030405060708090a0b0c"), hex("f0f1f2f3f4f5f6f7f8f9"), 42);
  ASSERT_TRUE(first.ok()) << first.status().to_string();
  EXPECT_EQ(ledger::to_hex(first->view()),
            "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865");
  auto third = hkdf_sha256(secret, "", "", 42);
  ASSERT_TRUE(third.ok()) << third.status().to_string();
  EXPECT_EQ(ledger::to_hex(third->view()),
            "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8");
}

TEST(Hkdf, InfoSeparates) {
  auto a = hkdf_sha256("secret", "salt", "one", 32);
  auto b = hkdf_sha256("secret", "salt", "two", 32);
  ASSERT_TRUE(a.ok() && b.ok());
  EXPECT_FALSE(a->equals(b->view()));
}

TEST(Scrypt, Rfc7914) {
  // §12, third vector: the first half, which is what 32 bytes ask for.
  auto key = scrypt("pleaseletmein", "SodiumChloride", {14, 8, 1});
  ASSERT_TRUE(key.ok()) << key.status().to_string();
  EXPECT_EQ(ledger::to_hex(key->view()), "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2");
}

TEST(Scrypt, RefusesCostsAndEmptyPassphrase) {
  const ScryptCost bad[] = {{0, 8, 1},   {9, 8, 1},  {21, 8, 1},  {255, 8, 1}, {14, 0, 1},
                            {14, 33, 1}, {14, 8, 0}, {14, 8, 33}, {20, 32, 1}, {20, 9, 1}};
  for (const ScryptCost& cost : bad) {
    auto key = scrypt("passphrase", "sixteen byte salt", cost);
    ASSERT_FALSE(key.ok()) << int{cost.log2_n} << ' ' << int{cost.r} << ' ' << int{cost.p};
    EXPECT_EQ(key.status().reason(), "kdf.cost");
  }
  auto empty = scrypt("", "sixteen byte salt", {10, 1, 1});
  ASSERT_FALSE(empty.ok());
  EXPECT_EQ(empty.status().reason(), "kdf.empty_passphrase");
}

TEST(Scrypt, DependsOnSaltPassphraseAndCost) {
  const ScryptCost cost{10, 1, 1};
  auto base = scrypt("passphrase", "sixteen byte salt", cost);
  ASSERT_TRUE(base.ok());
  EXPECT_FALSE(scrypt("passphrasE", "sixteen byte salt", cost)->equals(base->view()));
  EXPECT_FALSE(scrypt("passphrase", "sixteen byte Salt", cost)->equals(base->view()));
  EXPECT_FALSE(scrypt("passphrase", "sixteen byte salt", {11, 1, 1})->equals(base->view()));
}

}  // namespace
}  // namespace security
