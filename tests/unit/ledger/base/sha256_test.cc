// Goal: the digest is SHA-256 (FIPS 180-4), whatever the pieces and however often an object is used again.
// Method: published vectors, every split of one message, and digests of several threads at once.
#include "ledger/base/sha256.h"

#include <gtest/gtest.h>
#include <string>
#include <thread>
#include <vector>

namespace ledger {
namespace {

struct Vector {
  std::string message;
  const char* digest;
};

std::vector<Vector> vectors() {
  return {
      {"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
      {"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
      {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
       "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
      {"abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopq"
       "rst"
       "nopqrstu",
       "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"},
      {std::string(1'000'000, 'a'), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"},
      {std::string(1, '\0'), "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"},
  };
}

TEST(Sha256, GivesThePublishedDigests) {
  for (const auto& row : vectors()) {
    SCOPED_TRACE(row.digest);
    EXPECT_EQ(to_hex(view_of(sha256(row.message))), row.digest);
    EXPECT_EQ(to_hex(view_of(Sha256().update(row.message).finish())), row.digest);
  }
}

TEST(Sha256, DoesNotDependOnHowTheMessageIsCut) {
  std::string message;
  for (int i = 0; i < 150; ++i) message += static_cast<char>(i);
  const Hash32 whole = sha256(message);
  for (std::size_t cut = 0; cut <= message.size(); ++cut) {
    const ByteView front = ByteView(message).substr(0, cut);
    const ByteView back = ByteView(message).substr(cut);
    ASSERT_EQ(sha256(front, back), whole) << cut;
    ASSERT_EQ(sha256(front, {}, back), whole) << cut;
    ASSERT_EQ(Sha256().update(front).update(back).finish(), whole) << cut;
  }
}

TEST(Sha256, FinishLeavesTheObjectReadyForTheNextMessage) {
  Sha256 hasher;
  for (int round = 0; round < 3; ++round) {
    for (const auto& row : vectors())
      EXPECT_EQ(to_hex(view_of(hasher.update(row.message).finish())), row.digest);
    EXPECT_EQ(hasher.finish(), sha256(""));
  }
}

TEST(Sha256, MessagesThatDifferInOneBitHaveOtherDigests) {
  const std::string message(64, 'x');
  const Hash32 digest = sha256(message);
  for (std::size_t bit = 0; bit < message.size() * 8; ++bit) {
    std::string other = message;
    other[bit / 8] = static_cast<char>(other[bit / 8] ^ (1 << (bit % 8)));
    ASSERT_NE(sha256(other), digest) << bit;
  }
  EXPECT_NE(sha256(message + std::string(1, '\0')), digest);
}

TEST(Sha256, ThreadsDoNotDisturbEachOther) {
  std::vector<std::string> digests(4);
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < digests.size(); ++i) {
    threads.emplace_back([&digests, i] {
      Hash32 chained{};
      for (int round = 0; round < 2'000; ++round) chained = sha256(view_of(chained), "x");
      digests[i] = to_hex(view_of(chained));
    });
  }
  for (auto& thread : threads) thread.join();
  Hash32 expected{};
  for (int round = 0; round < 2'000; ++round)
    expected = Sha256().update(view_of(expected)).update("x").finish();
  for (const auto& digest : digests) EXPECT_EQ(digest, to_hex(view_of(expected)));
}

}  // namespace
}  // namespace ledger
