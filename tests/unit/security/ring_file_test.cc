// Goal: a ring gives back exactly the committed keys, drops only what no crash-free run could have used, and
// refuses everything else. Method: a small ring of two batches with every bit group flipped, every length
// cut, and records zeroed, moved, repeated and borrowed from another ring.
#include "security/ring_file.h"

#include <gtest/gtest.h>

#include "tests/support/seeded_random.h"

namespace security {
namespace {

using ledger::Bytes;
using ledger::ByteView;

constexpr std::size_t kRecord = kRingRecordBytes;

KeyName name_of(int number) {
  KeyName name;
  name.bytes.fill(static_cast<std::uint8_t>(number));
  return name;
}

// header | key key key commit | key tombstone commit; `seed` makes another ring with other bytes.
Bytes small_ring(char seed = 'r', std::string_view scope = "c40") {
  const Bytes id(kRingIdBytes, seed);
  Bytes out = encode_ring_header(scope, {KekGeneration(7), id, Bytes(44, 'c')});
  const Bytes first = encode_ring_keys(
      id, 1, {{name_of(1), Bytes(92, 'a')}, {name_of(2), Bytes(72, 'b')}, {name_of(3), Bytes(92, 'c')}});
  out += first + encode_ring_commit(id, 4, first);
  const Bytes second =
      encode_ring_keys(id, 5, {{name_of(4), Bytes(92, 'd')}}) + encode_tombstones(id, 6, {name_of(9)});
  out += second + encode_ring_commit(id, 7, second);
  return out;
}

void expect_corrupt(ByteView bytes, std::string_view scope = "c40") {
  auto ring = parse_ring(scope, bytes);
  ASSERT_FALSE(ring.ok());
  EXPECT_EQ(ring.status().reason(), "keyring.corrupt");
  EXPECT_EQ(ring.status().code(), ledger::StatusCode::kDataLoss);
}

TEST(RingFile, GivesBackWhatWasCommitted) {
  const Bytes bytes = small_ring();
  ASSERT_EQ(bytes.size(), 8 * kRecord);
  auto ring = parse_ring("c40", bytes);
  ASSERT_TRUE(ring.ok()) << ring.status().to_string();
  EXPECT_EQ(ring->header.generation, KekGeneration(7));
  EXPECT_EQ(ring->header.ring_id, Bytes(kRingIdBytes, 'r'));
  EXPECT_EQ(ring->header.check, Bytes(44, 'c'));
  ASSERT_EQ(ring->keys.size(), 4U);
  EXPECT_EQ(ring->keys[1].name, name_of(2));
  EXPECT_EQ(ring->keys[1].wrapped, Bytes(72, 'b'));
  EXPECT_EQ(ring->erased, std::vector<KeyName>{name_of(9)});
  EXPECT_EQ(ring->records, 8U);
  EXPECT_EQ(ring->dropped_bytes, 0U);
}

TEST(RingFile, EveryFlippedByteIsRefused) {
  const Bytes good = small_ring();
  for (std::size_t i = 0; i < good.size(); ++i) {
    for (const int mask : {0x01, 0x80, 0xff}) {
      Bytes bad = good;
      bad[i] = static_cast<char>(bad[i] ^ mask);
      SCOPED_TRACE("byte " + std::to_string(i) + " mask " + std::to_string(mask));
      expect_corrupt(bad);
    }
  }
}

TEST(RingFile, EveryCutGivesACommittedPrefixOrNothing) {
  const Bytes good = small_ring();
  for (std::size_t size = 0; size < good.size(); ++size) {
    SCOPED_TRACE("cut at " + std::to_string(size));
    auto ring = parse_ring("c40", ByteView(good).substr(0, size));
    if (size < kRecord) {
      EXPECT_FALSE(ring.ok());
      continue;
    }
    ASSERT_TRUE(ring.ok()) << ring.status().to_string();
    const bool first_batch = size >= 5 * kRecord;
    EXPECT_EQ(ring->keys.size(), first_batch ? 3U : 0U);
    EXPECT_TRUE(ring->erased.empty());
    EXPECT_EQ(ring->committed_bytes(), (first_batch ? 5 : 1) * kRecord);
    EXPECT_EQ(ring->dropped_bytes, size - ring->committed_bytes());
  }
}

TEST(RingFile, ZeroedRecords) {
  const Bytes good = small_ring();
  for (std::size_t record = 0; record < 8; ++record) {
    SCOPED_TRACE("record " + std::to_string(record));
    Bytes bytes = good;
    bytes.replace(record * kRecord, kRecord, kRecord, '\0');
    // The last commit alone may be missing: the crash came between the two syncs.
    if (record < 7) {
      expect_corrupt(bytes);
    } else {
      EXPECT_EQ(parse_ring("c40", bytes)->keys.size(), 3U);
    }
  }
}

TEST(RingFile, TornBatchesAreDropped) {
  const Bytes id(kRingIdBytes, 'r');
  const Bytes batch = encode_ring_keys(id, 8, {{name_of(11), Bytes(92, 'x')}, {name_of(12), Bytes(92, 'y')}});
  const Bytes zeros(kRecord, '\0');
  const Bytes tails[] = {batch,
                         batch.substr(0, kRecord),
                         batch.substr(0, kRecord + 5),
                         zeros + batch.substr(kRecord),
                         batch.substr(0, kRecord) + zeros,
                         zeros + zeros + zeros,
                         Bytes(3, '\0'),
                         batch + zeros.substr(0, 60)};
  for (const Bytes& tail : tails) {
    auto ring = parse_ring("c40", small_ring() + tail);
    ASSERT_TRUE(ring.ok()) << ring.status().to_string();
    EXPECT_EQ(ring->keys.size(), 4U);
    EXPECT_EQ(ring->records, 8U);
    EXPECT_EQ(ring->dropped_bytes, tail.size());
  }
}

TEST(RingFile, DamageBehindTheLastCommitIsRefused) {
  const Bytes id(kRingIdBytes, 'r');
  const Bytes batch = encode_ring_keys(id, 8, {{name_of(11), Bytes(92, 'x')}});
  for (std::size_t i = 0; i < batch.size(); ++i) {
    Bytes bad = batch;
    bad[i] = static_cast<char>(bad[i] ^ 4);
    expect_corrupt(small_ring() + bad);
  }
}

TEST(RingFile, RecordsOutOfPlaceAreRefused) {
  const Bytes good = small_ring();
  const auto record = [&](std::size_t i) { return good.substr(i * kRecord, kRecord); };
  Bytes swapped = good;
  swapped.replace(1 * kRecord, kRecord, record(2)).replace(2 * kRecord, kRecord, record(1));
  Bytes repeated = good;
  repeated.replace(2 * kRecord, kRecord, record(1));
  Bytes without = good;
  without.erase(2 * kRecord, kRecord);
  Bytes twice = good + good.substr(kRecord);
  Bytes foreign = good;
  foreign.replace(3 * kRecord, kRecord, small_ring('s').substr(3 * kRecord, kRecord));
  Bytes header_swap = small_ring('s').substr(0, kRecord) + good.substr(kRecord);
  for (const Bytes& bad : {swapped, repeated, without, twice, foreign, header_swap}) expect_corrupt(bad);
}

TEST(RingFile, ANameStandsOnce) {
  const Bytes id(kRingIdBytes, 'r');
  const Bytes again = encode_ring_keys(id, 8, {{name_of(2), Bytes(92, 'z')}});
  expect_corrupt(small_ring() + again + encode_ring_commit(id, 9, again));
  const Bytes risen = encode_ring_keys(id, 8, {{name_of(9), Bytes(92, 'z')}});
  expect_corrupt(small_ring() + risen + encode_ring_commit(id, 9, risen));
}

TEST(RingFile, CommitMustCoverItsBatch) {
  const Bytes id(kRingIdBytes, 'r');
  const Bytes batch = encode_ring_keys(id, 8, {{name_of(11), Bytes(92, 'x')}, {name_of(12), Bytes(92, 'y')}});
  const Bytes other = encode_ring_keys(id, 8, {{name_of(11), Bytes(92, 'x')}, {name_of(12), Bytes(92, 'z')}});
  expect_corrupt(small_ring() + batch + encode_ring_commit(id, 10, other));
  expect_corrupt(small_ring() + batch + encode_ring_commit(id, 10, batch.substr(0, kRecord)));
  EXPECT_TRUE(parse_ring("c40", small_ring() + batch + encode_ring_commit(id, 10, batch)).ok());
}

TEST(RingFile, NothingIsCommittedBehindAHole) {
  const Bytes id(kRingIdBytes, 'r');
  const Bytes batch = encode_ring_keys(id, 9, {{name_of(11), Bytes(92, 'x')}});
  expect_corrupt(small_ring() + Bytes(kRecord, '\0') + batch + encode_ring_commit(id, 10, batch));
}

TEST(RingFile, MovedRecordsBehindTheLastCommitAreRefused) {
  const Bytes id(kRingIdBytes, 'r');
  expect_corrupt(small_ring() + encode_ring_keys(id, 9, {{name_of(11), Bytes(92, 'x')}}));
  expect_corrupt(small_ring() + encode_tombstones(id, 7, {name_of(11)}));
}

TEST(RingFile, AnotherScopesRingIsRefused) {
  expect_corrupt(small_ring('r', "c40"), "c41");
  expect_corrupt(small_ring('r', "c40"), "");
}

TEST(RingFile, NoiseIsRefused) {
  tests::SeededRandom random(23);
  SCOPED_TRACE(random.trace());
  for (int i = 0; i < 200; ++i) expect_corrupt(random.bytes(random.below(2000)));
  expect_corrupt("");
  expect_corrupt(Bytes(1024, '\0'));
}

}  // namespace
}  // namespace security
