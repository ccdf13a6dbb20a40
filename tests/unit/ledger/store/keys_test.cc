// Goal: keys sort as their numbers do, never collide across kinds, and are frozen as bytes. Method: literal
// vectors, order tables at carries, and death tests for text that would make two ids share a key.
#include "ledger/store/keys.h"

#include <gtest/gtest.h>
#include <limits>

namespace ledger {
namespace {

constexpr std::uint64_t kMax = std::numeric_limits<std::uint64_t>::max();

EventId sample_id() {
  EventId id;
  for (std::size_t i = 0; i < id.bytes.size(); ++i) id.bytes[i] = static_cast<std::uint8_t>(i + 0xA0);
  return id;
}

Hash32 sample_hash() {
  Hash32 hash;
  hash.fill(0x5C);
  return hash;
}

TEST(Keys, AreFrozenAsBytes) {
  const std::string id = "a0a1a2a3a4a5a6a7a8a9aaabacadaeaf";
  EXPECT_EQ(to_hex(entry_key(Position(0x0102))), "010000000000000102");
  EXPECT_EQ(to_hex(tile_prefix(2, 3)), "01020000000000000003");
  EXPECT_EQ(to_hex(tile_key(2, 3, 255)), "01020000000000000003ff");
  EXPECT_EQ(to_hex(checkpoint_key(TreeSize(7))), "010000000000000007");
  EXPECT_EQ(to_hex(dedup_key(sample_id())), "01" + id);
  EXPECT_EQ(to_hex(stream_head_key(StreamId("a/b"))), "01612f6200");
  EXPECT_EQ(to_hex(stream_version_key(StreamId("a/b"), StreamVersion(9))), "02612f62000000000000000009");
  EXPECT_EQ(to_hex(state_key("x")), "0178");
  EXPECT_EQ(to_hex(vault_key(sample_id(), sample_hash())), "01" + id + to_hex(view_of(sample_hash())));
  EXPECT_EQ(to_hex(vault_prefix(sample_id())), "01" + id);
  EXPECT_EQ(to_hex(vault_assignment_key("s", "hq")), "0273006871");
  EXPECT_EQ(to_hex(meta_key("epoch")), "0165706f6368");
}

TEST(Keys, ByteOrderIsNumberOrder) {
  const std::uint64_t ascending[] = {0, 1, 127, 128, 255, 256, 65535, 65536, 1ULL << 32, kMax - 1, kMax};
  for (std::size_t i = 1; i < std::size(ascending); ++i) {
    EXPECT_LT(entry_key(Position(ascending[i - 1])), entry_key(Position(ascending[i])));
    EXPECT_LT(checkpoint_key(TreeSize(ascending[i - 1])), checkpoint_key(TreeSize(ascending[i])));
    EXPECT_LT(tile_key(0, ascending[i - 1], 255), tile_key(0, ascending[i], 0));
    const StreamId stream("case/1");
    EXPECT_LT(stream_version_key(stream, StreamVersion(ascending[i - 1])),
              stream_version_key(stream, StreamVersion(ascending[i])));
  }
  EXPECT_LT(tile_key(0, kMax, 255), tile_key(1, 0, 0));
}

TEST(Keys, EntryPositionComesBack) {
  for (const std::uint64_t position : {std::uint64_t{0}, std::uint64_t{255}, std::uint64_t{256}, kMax}) {
    EXPECT_EQ(entry_key_position(entry_key(Position(position))), Position(position));
  }
  EXPECT_DEATH(entry_key_position(kHeadKey), "key.size");
  EXPECT_DEATH(entry_key_position(checkpoint_key(TreeSize(1)) + "x"), "key.size");
}

TEST(Keys, NoKeyBeginsWithTheHeadKey) {
  const Bytes keys[] = {entry_key(Position(0)),       tile_key(0, 0, 0),
                        checkpoint_key(TreeSize(0)),  dedup_key(EventId{}),
                        stream_head_key(StreamId()),  stream_version_key(StreamId(), StreamVersion(0)),
                        state_key(Bytes("\0", 1)),    vault_key(EventId{}, Hash32{}),
                        vault_assignment_key("", ""), meta_key("")};
  for (const Bytes& key : keys) {
    EXPECT_FALSE(key.starts_with(kHeadKey)) << to_hex(key);
    EXPECT_GT(key, kHeadKey);
  }
}

TEST(Keys, OneStreamIsNotAPrefixOfAnother) {
  EXPECT_FALSE(stream_head_key(StreamId("case/12")).starts_with(stream_head_key(StreamId("case/1"))));
  EXPECT_NE(vault_assignment_key("ab", "c"), vault_assignment_key("a", "bc"));
  EXPECT_DEATH(stream_head_key(StreamId(std::string("a\0b", 3))), "text.find");
  EXPECT_DEATH(stream_version_key(StreamId(std::string("\0", 1)), StreamVersion(1)), "text.find");
  EXPECT_DEATH(vault_assignment_key(std::string_view("a\0b", 3), "c"), "text.find");
  EXPECT_DEATH(tile_key(0, 0, 256), "offset");
  EXPECT_DEATH(tile_prefix(256, 0), "level");
}

TEST(HeadRow, RoundTripsAndRefusesEveryOtherLength) {
  const Bytes value = encode_head(TreeSize(0x0A0B), sample_hash());
  EXPECT_EQ(to_hex(value), "0000000000000a0b" + to_hex(view_of(sample_hash())));
  const auto row = decode_head(value);
  ASSERT_TRUE(row.ok());
  EXPECT_EQ(*row, (HeadRow{TreeSize(0x0A0B), sample_hash()}));
  for (std::size_t bytes = 0; bytes < 64; ++bytes) {
    if (bytes == 40) continue;
    const auto refused = decode_head(Bytes(bytes, 'x'));
    ASSERT_FALSE(refused.ok()) << bytes;
    EXPECT_EQ(refused.status().reason(), "store.row_malformed");
    EXPECT_EQ(refused.status().code(), StatusCode::kDataLoss);
  }
}

TEST(Families, AreNamedInFamilyOrder) {
  ASSERT_EQ(ledger_family_names().size(), kLedgerFamilyCount);
  EXPECT_EQ(ledger_family_names()[kEntries.value], "entries");
  EXPECT_EQ(ledger_family_names()[kTiles.value], "tiles");
  EXPECT_EQ(ledger_family_names()[kCheckpoints.value], "checkpoints");
  EXPECT_EQ(ledger_family_names()[kDedup.value], "dedup");
  EXPECT_EQ(ledger_family_names()[kStreams.value], "streams");
  EXPECT_EQ(ledger_family_names()[kState.value], "state");
  EXPECT_EQ(ledger_family_names()[kVault.value], "vault");
  EXPECT_EQ(ledger_family_names()[kMeta.value], "meta");
}

}  // namespace
}  // namespace ledger
