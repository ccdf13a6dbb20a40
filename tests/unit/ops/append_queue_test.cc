// Goal: an append that holds no thread is told exactly once, means what a waited-for one means, and counts
// against a bound until the writer has answered, whoever has given up. Method: a real journal whose signer
// the test shuts, so that "before" and "after" are known points and nothing waits for time.
#include "ops/append_queue.h"

#include <atomic>
#include <future>
#include <gtest/gtest.h>

#include "tests/support/ledger_fixture.h"
#include "tests/unit/ledger/journal/faulty_parts.h"

namespace ops {
namespace {

using ledger::VerifiedEvent;
using Later = api::Later<AppendQueue::Receipts>;

constexpr std::int64_t kTimeoutMicros = 30'000'000;

class AppendQueueTest : public testing::Test {
 protected:
  void SetUp() override {
    fixture_.release_writer();
    auto opened = ledger::Journal::open({fixture_.kv(), fixture_.log(), fixture_.anchor(), signer_,
                                         fixture_.clock(), metrics_, [](const ledger::Status&) {}});
    ASSERT_TRUE(opened.ok()) << opened.status().to_string();
    journal_ = std::move(opened).value();
  }
  void TearDown() override {
    signer_.open();
    journal_.reset();
  }
  std::vector<VerifiedEvent> next() { return {fixture_.signed_event(fixture_.policy(value_++))}; }
  std::optional<Later> begin(AppendQueue& queue) {
    std::vector<VerifiedEvent> events = next();
    return queue.begin(events);
  }
  // Returns when the writer stands in the middle of a commit.
  Later begin_and_hold(AppendQueue& queue) {
    signer_.shut();
    auto begun = begin(queue);
    signer_.wait_until_asked();
    return *begun;
  }
  static void wait(const Later& later) {
    std::promise<void> told;
    later.waiting->notify([&told] { told.set_value(); });
    told.get_future().wait();
  }

  tests::LedgerFixture fixture_;
  ledger::SwitchedSigner signer_{fixture_.signer()};
  ledger::Metrics metrics_;
  std::unique_ptr<ledger::Journal> journal_;
  std::int64_t value_ = 1;
};

TEST_F(AppendQueueTest, ToldWhenDurable) {
  AppendQueue queue(*journal_, fixture_.clock(), 4, kTimeoutMicros);
  const std::uint64_t before = journal_->view()->head.size.value;
  const Later later = begin_and_hold(queue);
  std::atomic<int> told{0};
  std::promise<void> happened;
  later.waiting->notify([&] {
    if (++told == 1) happened.set_value();
  });
  EXPECT_EQ(told, 0);
  EXPECT_EQ(later.waiting->due_micros(), fixture_.clock().monotonic_micros() + kTimeoutMicros);
  signer_.open();
  happened.get_future().wait();
  const auto receipts = later.finish();
  ASSERT_TRUE(receipts.ok()) << receipts.status().to_string();
  ASSERT_EQ(receipts->size(), 1U);
  EXPECT_EQ(receipts->front().position.value, before);
  EXPECT_EQ(fixture_.receipt_fault(receipts->front()), "");
  journal_->stop();
  EXPECT_EQ(told, 1);
}

TEST_F(AppendQueueTest, WhoAsksAfterwardsIsToldAtOnce) {
  AppendQueue queue(*journal_, fixture_.clock(), 4, kTimeoutMicros);
  const auto later = begin(queue);
  ASSERT_TRUE(later);
  journal_->stop();
  int told = 0;
  later->waiting->notify([&] { ++told; });
  EXPECT_EQ(told, 1);
  EXPECT_TRUE(later->finish().ok());
}

TEST_F(AppendQueueTest, ARefusalOfTheWriterAndOneOfTheQueueAreTold) {
  AppendQueue queue(*journal_, fixture_.clock(), 4, kTimeoutMicros);
  std::vector<VerifiedEvent> twice = next();
  twice.push_back(twice.front());
  const auto refused = queue.begin(twice);
  ASSERT_TRUE(refused);
  wait(*refused);
  EXPECT_EQ(refused->finish().status().reason(), "batch.duplicate_id");
  journal_->stop();
  const auto closed = begin(queue);
  ASSERT_TRUE(closed);
  wait(*closed);
  EXPECT_EQ(closed->finish().status().reason(), "journal.closed");
}

// A place is held until the writer has answered, also by who has given up; then it is free again.
TEST_F(AppendQueueTest, PlacesBoundWhatTheWriterOwes) {
  AppendQueue queue(*journal_, fixture_.clock(), 2, kTimeoutMicros);
  const Later first = begin_and_hold(queue);
  EXPECT_EQ(first.finish().status().reason(), "append.unknown");
  const auto second = begin(queue);
  ASSERT_TRUE(second);
  std::vector<VerifiedEvent> third = next();
  EXPECT_FALSE(queue.begin(third));
  EXPECT_EQ(third.size(), 1U) << "untouched";
  signer_.open();
  wait(*second);
  EXPECT_TRUE(second->finish().ok());
  const auto again = queue.begin(third);
  ASSERT_TRUE(again);
  wait(*again);
  EXPECT_TRUE(again->finish().ok());
}

// What is begun may outlive the queue, and what nobody waits for harms nobody.
TEST_F(AppendQueueTest, ForgottenAppendsAreStoredAllTheSame) {
  const std::uint64_t before = journal_->view()->head.size.value;
  {
    AppendQueue queue(*journal_, fixture_.clock(), 4, kTimeoutMicros);
    begin_and_hold(queue);
    begin(queue);
  }
  signer_.open();
  journal_->stop();
  EXPECT_EQ(journal_->view()->head.size.value, before + 2);
}

}  // namespace
}  // namespace ops
