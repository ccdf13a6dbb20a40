// Goal: wrapped data keys open only as what they were wrapped for. Method: wrap under a real file-mode KEK
// and change scope, generation, name and bytes one at a time.
#include "security/data_keys.h"

#include <gtest/gtest.h>

#include "tests/unit/security/keyring_fixture.h"

namespace security {
namespace {

using ledger::Bytes;

constexpr KekGeneration kFirst{1};

TEST(DataKeys, WrapAndUnwrap) {
  KeyringFixture fixture(false);
  ASSERT_TRUE(fixture.open().ok());
  KeyEncryptor& encryptor = fixture.encryptor();
  ASSERT_TRUE(encryptor.create_kek("c40", kFirst).ok());
  auto keys = random_data_keys();
  ASSERT_TRUE(keys.ok());
  EXPECT_EQ(keys->data.size(), 32U);
  EXPECT_EQ(keys->salt.size(), 32U);
  EXPECT_FALSE(keys->data.equals(keys->salt.view()));
  const KeyName name = *random_key_name();
  const Bytes wrapped = *wrap_data_keys(encryptor, "c40", kFirst, name, *keys);
  EXPECT_LE(wrapped.size(), kWrappedKeysBytesMax);
  auto opened = unwrap_data_keys(encryptor, "c40", kFirst, {name, wrapped});
  ASSERT_TRUE(opened.ok()) << opened.status().to_string();
  EXPECT_TRUE(opened->data.equals(keys->data.view()));
  EXPECT_TRUE(opened->salt.equals(keys->salt.view()));

  KeyName other = name;
  other.bytes[0] ^= 1;
  EXPECT_EQ(unwrap_data_keys(encryptor, "c40", kFirst, {other, wrapped}).status().reason(),
            "keyring.corrupt");
  EXPECT_EQ(unwrap_data_keys(encryptor, "c4", kFirst, {name, wrapped}).status().reason(),
            "keyring.kek_missing");
  EXPECT_EQ(unwrap_data_keys(encryptor, "c40", KekGeneration(2), {name, wrapped}).status().reason(),
            "keyring.kek_missing");
  for (std::size_t i = 0; i < wrapped.size(); ++i) {
    Bytes bad = wrapped;
    bad[i] = static_cast<char>(bad[i] ^ 2);
    EXPECT_EQ(unwrap_data_keys(encryptor, "c40", kFirst, {name, bad}).status().reason(), "keyring.corrupt");
  }
}

TEST(DataKeys, AWrappedTextOfAnotherLengthIsRefused) {
  KeyringFixture fixture(false);
  ASSERT_TRUE(fixture.open().ok());
  KeyEncryptor& encryptor = fixture.encryptor();
  ASSERT_TRUE(encryptor.create_kek("c40", kFirst).ok());
  Bytes place = "daicho data keys";
  ledger::put_u64(place, 1);
  const KeyName name{};
  place += view_of(name);
  place += "c40";
  const Bytes wrapped = *encryptor.wrap("c40", kFirst, place, Bytes(63, 'k'));
  EXPECT_EQ(unwrap_data_keys(encryptor, "c40", kFirst, {name, wrapped}).status().reason(), "keyring.corrupt");
}

TEST(DataKeys, TheHeaderTellsItsKek) {
  KeyringFixture fixture(false);
  ASSERT_TRUE(fixture.open().ok());
  KeyEncryptor& encryptor = fixture.encryptor();
  ASSERT_TRUE(encryptor.create_kek("c40", kFirst).ok());
  ASSERT_TRUE(encryptor.create_kek("c41", kFirst).ok());
  const RingHeader header = *make_ring_header(encryptor, "c40", kFirst);
  EXPECT_TRUE(check_ring_header(encryptor, "c40", header).ok());
  EXPECT_EQ(check_ring_header(encryptor, "c41", header).reason(), "keyring.corrupt");
  RingHeader other_id = header;
  other_id.ring_id[0] = static_cast<char>(other_id.ring_id[0] ^ 1);
  EXPECT_EQ(check_ring_header(encryptor, "c40", other_id).reason(), "keyring.corrupt");
  RingHeader later = header;
  later.generation = KekGeneration(2);
  EXPECT_EQ(check_ring_header(encryptor, "c40", later).reason(), "keyring.kek_missing");
  EXPECT_NE(make_ring_header(encryptor, "c40", kFirst)->ring_id, header.ring_id);
}

}  // namespace
}  // namespace security
