// Goal: the cipher is AES-256-GCM and gives nothing back for anything but its own untouched output. Method: a
// vector of the GCM specification, round trips, and every byte of a sealed text flipped, cut or put under
// another key.
#include "security/cipher.h"

#include <array>
#include <gtest/gtest.h>
#include <set>
#include <thread>
#include <vector>

#include "tests/support/seeded_random.h"

namespace security {
namespace {

using ledger::Bytes;

Bytes hex(std::string_view text) {
  return ledger::from_hex(text).value();
}

// McGrew and Viega, "The Galois/Counter Mode of Operation", test case 16.
TEST(Cipher, OpensTheSpecificationsVector) {
  const Bytes key = hex("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308");
  const Bytes nonce = hex("cafebabefacedbaddecaf888");
  const Bytes associated = hex("feedfacedeadbeeffeedfacedeadbeefabaddad2");
  const Bytes plain =
      hex("d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
          "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39");
  const Bytes text =
      hex("522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
          "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662");
  const Bytes tag = hex("76fc6ece0f4e1768cddf8853bb2d551b");
  auto opened = gcm_open(key, associated, nonce + text + tag);
  ASSERT_TRUE(opened.ok()) << opened.status().to_string();
  EXPECT_EQ(opened->view(), plain);
}

TEST(Cipher, RoundTripsEveryLength) {
  tests::SeededRandom random(11);
  SCOPED_TRACE(random.trace());
  const Bytes key = random.bytes(kAesKeyBytes);
  for (std::size_t size = 0; size < 70; ++size) {
    const Bytes plain = random.bytes(size);
    auto sealed = gcm_seal(key, "place", plain);
    ASSERT_TRUE(sealed.ok());
    EXPECT_EQ(sealed->size(), size + kGcmOverheadBytes);
    auto opened = gcm_open(key, "place", *sealed);
    ASSERT_TRUE(opened.ok());
    EXPECT_EQ(opened->view(), plain);
  }
}

TEST(Cipher, NoncesDiffer) {
  const Bytes key(kAesKeyBytes, 'k');
  std::set<Bytes> nonces;
  for (int i = 0; i < 1000; ++i) {
    auto sealed = gcm_seal(key, "place", "same text");
    ASSERT_TRUE(sealed.ok());
    EXPECT_TRUE(nonces.insert(sealed->substr(0, kGcmNonceBytes)).second);
  }
}

TEST(Cipher, RefusesEveryChange) {
  const Bytes key(kAesKeyBytes, 'k');
  auto sealed = gcm_seal(key, "place", "a confidential field");
  ASSERT_TRUE(sealed.ok());
  const auto expect_refused = [&](const Bytes& with, std::string_view place, const Bytes& bytes) {
    auto opened = gcm_open(with, place, bytes);
    ASSERT_FALSE(opened.ok());
    EXPECT_EQ(opened.status().reason(), "cipher.mismatch");
    EXPECT_EQ(opened.status().code(), ledger::StatusCode::kDataLoss);
  };
  for (std::size_t i = 0; i < sealed->size(); ++i) {
    Bytes changed = *sealed;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    expect_refused(key, "place", changed);
    expect_refused(key, "place", sealed->substr(0, i));
  }
  expect_refused(key, "place", *sealed + '\0');
  expect_refused(key, "Place", *sealed);
  expect_refused(key, "", *sealed);
  for (std::size_t i = 0; i < key.size(); ++i) {
    Bytes other = key;
    other[i] = static_cast<char>(other[i] ^ 0x80);
    expect_refused(other, "place", *sealed);
  }
}

TEST(Cipher, RandomBytesHaveTheirSize) {
  for (const std::size_t size : {std::size_t{0}, std::size_t{1}, std::size_t{16}, std::size_t{4096}}) {
    auto bytes = random_bytes(size);
    ASSERT_TRUE(bytes.ok());
    EXPECT_EQ(bytes->size(), size);
  }
  EXPECT_NE(*random_bytes(16), *random_bytes(16));
}

// Small draws share a reserve: none may come twice, neither within it, nor at its end, nor on two threads.
TEST(Cipher, NoSmallDrawComesTwice) {
  constexpr std::size_t kDraws = 2'000;
  std::array<std::vector<Bytes>, 3> drawn;
  std::vector<std::thread> threads;
  for (std::vector<Bytes>& own : drawn) {
    threads.emplace_back([&own] {
      for (std::size_t i = 0; i < kDraws; ++i) {
        const auto bytes = random_bytes(10 + i % 23);  // 32 bytes at most, so every draw is a small one
        own.push_back(bytes.ok() ? bytes->substr(0, 10) : Bytes());
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  std::set<Bytes> distinct;
  for (const std::vector<Bytes>& own : drawn) distinct.insert(own.begin(), own.end());
  EXPECT_EQ(distinct.size(), drawn.size() * kDraws);
}

TEST(CipherDeathTest, ShortKeyIsOurBug) {
  EXPECT_DEATH((void)gcm_seal("short", "", ""), "check_failed");
  EXPECT_DEATH((void)gcm_open("short", "", ""), "check_failed");
}

}  // namespace
}  // namespace security
