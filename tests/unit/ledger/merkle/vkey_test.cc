// Goal: verifier keys read and write as in C2SP signed-note, and a key id can't be claimed. Method: the
// specification's example, round trips of each type, refusals of make_vkey; parse refusals are golden
// vectors.
#include "ledger/merkle/vkey.h"

#include <gtest/gtest.h>

namespace ledger::merkle {
namespace {

constexpr std::string_view kSpecKey = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";

TEST(Vkey, TheSpecificationsExample) {
  const auto key = parse_vkey(kSpecKey);
  ASSERT_TRUE(key.ok()) << key.status().to_string();
  EXPECT_EQ(key->name, "example.com/foo");
  EXPECT_EQ(key->key_id, 0x530d903aU);
  EXPECT_EQ(key->type, KeyType::kEd25519);
  EXPECT_EQ(key->public_key.size(), 32U);
  EXPECT_EQ(compute_key_id(key->name, key->type, key->public_key), 0x530d903aU);
  EXPECT_EQ(format_vkey(*key), kSpecKey);
}

TEST(Vkey, RoundTripOfEachType) {
  for (const auto& [type, bytes] :
       {std::pair(KeyType::kEd25519, 32), std::pair(KeyType::kEd25519Cosignature, 32),
        std::pair(KeyType::kMlDsa44Cosignature, 1312)}) {
    const auto key = make_vkey("w.example/x", type, Bytes(static_cast<std::size_t>(bytes), '\x9A'));
    ASSERT_TRUE(key.ok());
    const auto parsed = parse_vkey(format_vkey(*key));
    ASSERT_TRUE(parsed.ok()) << parsed.status().to_string();
    EXPECT_EQ(*parsed, *key);
  }
}

TEST(Vkey, TheIdDependsOnNameTypeAndKey) {
  const Bytes key(32, 'k');
  const std::uint32_t id = compute_key_id("a", KeyType::kEd25519, key);
  EXPECT_NE(compute_key_id("b", KeyType::kEd25519, key), id);
  EXPECT_NE(compute_key_id("a", KeyType::kEd25519Cosignature, key), id);
  EXPECT_NE(compute_key_id("a", KeyType::kEd25519, Bytes(32, 'l')), id);
}

TEST(Vkey, MakeRefuses) {
  struct Row {
    std::string name;
    KeyType type;
    std::size_t bytes;
    std::string_view reason;
  };
  for (const Row& row :
       std::initializer_list<Row>{{"", KeyType::kEd25519, 32, "vkey.name"},
                                  {"a b", KeyType::kEd25519, 32, "vkey.name"},
                                  {"a+b", KeyType::kEd25519, 32, "vkey.name"},
                                  {"a\n", KeyType::kEd25519, 32, "vkey.name"},
                                  {"\xFF", KeyType::kEd25519, 32, "vkey.name"},
                                  {"a", KeyType::kEd25519, 0, "vkey.key_length"},
                                  {"a", KeyType::kEd25519, 31, "vkey.key_length"},
                                  {"a", KeyType::kEd25519, 33, "vkey.key_length"},
                                  {"a", KeyType::kEd25519Cosignature, 64, "vkey.key_length"},
                                  {"a", KeyType::kMlDsa44Cosignature, 32, "vkey.key_length"}}) {
    EXPECT_EQ(make_vkey(row.name, row.type, Bytes(row.bytes, 'k')).status().reason(), row.reason) << row.name;
  }
}

TEST(Vkey, EveryChangedCharacterIsRefusedOrAnotherKeyNever) {
  // The id binds name and key: no single-character change of a valid text may stay valid.
  for (std::size_t i = 0; i < kSpecKey.size(); ++i) {
    std::string text(kSpecKey);
    text[i] = text[i] == 'x' ? 'y' : 'x';
    EXPECT_FALSE(parse_vkey(text).ok()) << text;
  }
}

}  // namespace
}  // namespace ledger::merkle
