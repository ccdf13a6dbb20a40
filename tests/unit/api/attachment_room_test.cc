// Goal: the bounds of what waits are exact, however uploads overlap, also when the outcome of one is not
// known. Method: room taken and given back in every order over a ledger that stores some of the uploads.
#include "api/attachment_room.h"

#include <gtest/gtest.h>
#include <list>
#include <thread>

#include "tests/unit/api/attachment_story.h"

namespace tests {
namespace {

using Taken = api::AttachmentRoom::Taken;

class AttachmentRoomTest : public ::testing::Test, protected AttachmentStory {
 protected:
  static ledger::EventId id(std::uint8_t number) {
    ledger::EventId id;
    id.bytes[0] = number;
    return id;
  }
  ledger::Result<Taken> take(std::uint8_t number, std::string_view person = "p-staff") {
    return room.take(limits, id(number), person);
  }
  static ledger::Status unknown() { return ledger::deadline_exceeded("append.unknown", "for the test"); }

  api::AttachmentLimits limits{.unreferred_max = 4, .unreferred_per_person_max = 2};
  api::AttachmentRoom room{fixture.cell};
};

TEST_F(AttachmentRoomTest, WhatIsOnItsWayCountsUntilItIsGivenBack) {
  {
    const auto one = take(1), two = take(2);
    ASSERT_TRUE(one.ok() && two.ok());
    EXPECT_EQ(take(3).status().reason(), "attachment.too_many_unreferred");
    const auto other = take(3, "p-other"), another = take(4, "p-other");
    ASSERT_TRUE(other.ok() && another.ok());
    EXPECT_EQ(take(5, "p-third").status().reason(), "attachment.too_many_unreferred") << "four in all";
  }
  EXPECT_TRUE(take(3).ok()) << "nothing was stored";
}

TEST_F(AttachmentRoomTest, WhatIsStoredCountsOnceWhileItsRoomIsHeld) {
  const ledger::JsonValue stored_one = stored();
  const auto held = room.take(limits, id_of(stored_one), "p-staff");
  ASSERT_TRUE(held.ok());
  const auto second = take(2);
  EXPECT_TRUE(second.ok()) << "one stored, one on its way";
  EXPECT_EQ(take(3).status().reason(), "attachment.too_many_unreferred");
}

TEST_F(AttachmentRoomTest, AnUnknownOutcomeKeepsItsRoomUntilALaterUploadIsStored) {
  {
    auto lost = take(1);
    lost->ended(unknown());
  }
  {
    const auto second = take(2);
    EXPECT_TRUE(second.ok());
    EXPECT_FALSE(take(3).ok()) << "the first may yet be stored";
  }
  {
    // Refused before it came to the writer: says nothing about what stands in the queue.
    auto refused = take(2);
    refused->ended(ledger::exhausted("journal.queue_full", "for the test"));
  }
  const auto early = take(2);
  ASSERT_TRUE(early.ok());
  EXPECT_FALSE(take(3).ok());
  {
    auto later = take(4, "p-other");
    ASSERT_TRUE(later.ok());
    later->ended(ledger::Status());
  }
  EXPECT_TRUE(take(3).ok()) << "the writer has decided the lost one before it";
}

TEST_F(AttachmentRoomTest, AnUploadBegunBeforeAnOutcomeWasLostDecidesNothing) {
  auto early = take(1, "p-other");
  {
    auto lost = take(2);
    lost->ended(unknown());
  }
  early->ended(ledger::Status());
  { const Taken given_back = std::move(*early); }
  const auto second = take(3);
  ASSERT_TRUE(second.ok());
  EXPECT_FALSE(take(4).ok()) << "the lost one may stand behind it in the queue";
}

TEST_F(AttachmentRoomTest, ManyThreadsNeverHoldMoreThanTheBound) {
  limits = {.unreferred_max = 5, .unreferred_per_person_max = 3};
  std::atomic<int> held_now = 0, most = 0, taken_in_all = 0;
  std::vector<std::thread> threads;
  for (std::uint8_t number = 0; number < 8; ++number) {
    threads.emplace_back([&, number] {
      const std::string person = "p-" + std::to_string(number);
      for (int round = 0; round < 200; ++round) {
        const auto taken = room.take(limits, id(number), person);
        if (!taken.ok()) continue;
        ++taken_in_all;
        const int now = ++held_now;
        int seen = most;
        while (seen < now && !most.compare_exchange_weak(seen, now)) {
        }
        --held_now;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_LE(most, 5);
  EXPECT_GT(taken_in_all, 0);
}

}  // namespace
}  // namespace tests
