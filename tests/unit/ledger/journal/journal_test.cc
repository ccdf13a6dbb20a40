// Goal: the queue to the one writer is bounded, answers everybody exactly once, and closes for ever after a
// failed write while reads go on. Method: a signer that the test shuts holds the writer inside a commit, so
// that queue, deadline, stop and closing are seen at known points without any waiting for time.
#include "ledger/journal/journal.h"

#include <algorithm>
#include <future>
#include <gtest/gtest.h>
#include <set>
#include <thread>

#include "ledger/base/limits.h"
#include "tests/support/ledger_fixture.h"
#include "tests/unit/ledger/journal/faulty_parts.h"

namespace ledger {
namespace {

using tests::LedgerFixture;

// No passing test waits this long.
constexpr std::int64_t kForeverMicros = 60'000'000;

class JournalTest : public testing::Test {
 protected:
  void SetUp() override {
    fixture_.release_writer();
    auto opened =
        Journal::open({fixture_.kv(), fixture_.log(), fixture_.anchor(), signer_, fixture_.clock(), metrics_,
                       [this](const Status& why) { closed_with_.push_back(why.reason()); }});
    ASSERT_TRUE(opened.ok()) << opened.status().to_string();
    journal_ = std::move(opened).value();
    base_ = journal_->view()->head.size.value;
  }
  void TearDown() override {
    signer_.open();
    journal_.reset();
  }
  VerifiedEvent next() { return fixture_.signed_event(fixture_.policy(value_++)); }
  Result<std::vector<Receipt>> submit(VerifiedEvent event, std::int64_t timeout_micros = kForeverMicros) {
    return journal_->submit({std::move(event)}, timeout_micros);
  }
  // A submission in a thread of its own that stands in the middle of its commit when this returns.
  std::future<Result<std::vector<Receipt>>> submit_and_hold() {
    signer_.shut();
    auto waiting = std::async(std::launch::async, [this, event = next()] { return submit(event); });
    signer_.wait_until_asked();
    return waiting;
  }
  // Queued, without waiting for the answer.
  void enqueue(VerifiedEvent event) {
    EXPECT_EQ(submit(std::move(event), 0).status().reason(), "append.unknown");
  }
  std::uint64_t size() const { return journal_->view()->head.size.value; }
  double metric(const std::string& name) const {
    const std::string text = metrics_.render();
    const std::size_t at = text.find("\n" + name + " ");
    return at == std::string::npos ? -1 : std::stod(text.substr(at + name.size() + 2));
  }

  LedgerFixture fixture_;
  SwitchedSigner signer_{fixture_.signer()};
  Metrics metrics_;
  std::vector<std::string> closed_with_;
  std::unique_ptr<Journal> journal_;
  std::uint64_t base_ = 0;
  std::int64_t value_ = 1;
};

TEST_F(JournalTest, AnswersWithVerifiableReceipts) {
  const auto receipts = journal_->submit({next(), next()}, kForeverMicros);
  ASSERT_TRUE(receipts.ok()) << receipts.status().to_string();
  ASSERT_EQ(receipts->size(), 2U);
  for (const Receipt& receipt : *receipts) EXPECT_EQ(fixture_.receipt_fault(receipt), "");
  EXPECT_EQ(receipts->back().position, Position(base_ + 1));
  EXPECT_EQ(size(), base_ + 2) << "published before the answer";
  EXPECT_TRUE(journal_->is_open());
  EXPECT_EQ(metric("daicho_events_appended_total"), 2);
  EXPECT_EQ(metric("daicho_groups_total"), 1);
}

TEST_F(JournalTest, PassesRefusalsOn) {
  const auto refused =
      journal_->submit({next(), fixture_.attested_event(fixture_.person("p-bureau"))}, kForeverMicros);
  ASSERT_FALSE(refused.ok());
  EXPECT_TRUE(refused.status().pointer().starts_with("/1/"));
  EXPECT_EQ(size(), base_);
  EXPECT_EQ(metric("daicho_batches_refused_total"), 1);
  EXPECT_TRUE(journal_->is_open());
}

TEST_F(JournalTest, RefusesBatchesOfTheWrongLength) {
  EXPECT_EQ(journal_->submit({}, kForeverMicros).status().reason(), "batch.empty");
  const VerifiedEvent event = next();
  const std::vector<VerifiedEvent> many(kBatchEventsMax + 1, event);
  const Status status = journal_->submit(many, kForeverMicros).status();
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(status.reason(), "batch.too_long");
  EXPECT_EQ(status.code(), StatusCode::kResourceExhausted);
  EXPECT_EQ(size(), base_);
}

TEST_F(JournalTest, ADeadlineLeavesTheOutcomeOpenAndARetryLearnsIt) {
  auto held = submit_and_hold();
  const VerifiedEvent event = next();
  const Status status = submit(event, 0).status();
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(status.code(), StatusCode::kDeadlineExceeded);
  EXPECT_EQ(status.reason(), "append.unknown");
  signer_.open();
  EXPECT_TRUE(held.get().ok());
  const auto retry = submit(event);
  ASSERT_TRUE(retry.ok()) << retry.status().to_string();
  EXPECT_TRUE(retry->front().stored_before);
  EXPECT_EQ(retry->front().position, Position(base_ + 1));
}

TEST_F(JournalTest, AFullQueueRefusesAndStoresNothing) {
  auto held = submit_and_hold();
  const VerifiedEvent event =
      next();  // the same event again and again: one is stored, the others are retries
  for (std::size_t i = 0; i < kQueueSubmissionsMax; ++i) enqueue(event);
  EXPECT_EQ(journal_->queue_depth(), kQueueSubmissionsMax);
  const VerifiedEvent late = next();
  const Status status = submit(late, kForeverMicros).status();
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(status.reason(), "journal.queue_full");
  EXPECT_EQ(status.code(), StatusCode::kResourceExhausted);
  signer_.open();
  EXPECT_TRUE(held.get().ok());
  journal_->stop();
  EXPECT_EQ(size(), base_ + 2) << "the refused event is not among them";
}

TEST_F(JournalTest, WhatIsHandedOverIsToldOnceAndNotBeforeItIsDurable) {
  auto held = submit_and_hold();
  std::vector<std::string> told;  // on the writer thread; read when it has ended
  const auto note = [&](Writer::Answer answer) {
    EXPECT_GE(size(), base_ + 2) << "published before it is told";
    told.push_back(answer.ok() ? fixture_.receipt_fault(make_receipts(*std::move(answer))->front())
                               : answer.status().reason());
  };
  const VerifiedEvent event = next();
  ASSERT_TRUE(journal_->hand_over({event}, note).ok());
  ASSERT_TRUE(journal_->hand_over({event, event}, note).ok());
  ASSERT_TRUE(journal_->hand_over({event}, note).ok());
  EXPECT_EQ(journal_->queue_depth(), 3U);
  signer_.open();
  EXPECT_TRUE(held.get().ok());
  journal_->stop();
  EXPECT_EQ(told, (std::vector<std::string>{"", "batch.duplicate_id", ""}));
  EXPECT_EQ(size(), base_ + 2);
}

TEST_F(JournalTest, WhatCannotBeHandedOverIsNeverTold) {
  const auto never = [](const Writer::Answer&) { ADD_FAILURE() << "told"; };
  EXPECT_EQ(journal_->hand_over({}, never).reason(), "batch.empty");
  const std::vector<VerifiedEvent> many(kBatchEventsMax + 1, next());
  EXPECT_EQ(journal_->hand_over(many, never).reason(), "batch.too_long");
  journal_->stop();
  EXPECT_EQ(journal_->hand_over({next()}, never).reason(), "journal.closed");
}

TEST_F(JournalTest, StopWritesWhatIsQueued) {
  auto held = submit_and_hold();
  for (int i = 0; i < 5; ++i) enqueue(next());
  signer_.open();
  journal_->stop();
  EXPECT_TRUE(held.get().ok());
  EXPECT_EQ(size(), base_ + 6);
  EXPECT_FALSE(journal_->is_open());
  EXPECT_TRUE(journal_->cell().closed());
  EXPECT_TRUE(closed_with_.empty()) << "stopping is no failure";
  const Status status = submit(next()).status();
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(status.reason(), "journal.closed");
  EXPECT_EQ(status.code(), StatusCode::kUnavailable);
  journal_->stop();
}

TEST_F(JournalTest, WhoComesWhileItStopsIsToldThatItIsClosed) {
  auto held = submit_and_hold();
  auto stopping = std::async(std::launch::async, [this] { journal_->stop(); });
  Status last;
  do {
    last = journal_->submit({next()}, 1000).status();
  } while (last.reason() == "append.unknown");
  EXPECT_EQ(last.reason(), "journal.closed") << "the writer still works on what came before";
  signer_.open();
  EXPECT_TRUE(held.get().ok());
  stopping.get();
}

TEST_F(JournalTest, GroupsAreCutByTheNumberOfEvents) {
  auto held = submit_and_hold();
  for (int i = 0; i < 3; ++i) {
    std::vector<VerifiedEvent> batch;
    for (std::size_t k = 0; k < 800; ++k) batch.push_back(next());
    EXPECT_EQ(journal_->submit(std::move(batch), 0).status().reason(), "append.unknown");
  }
  signer_.open();
  EXPECT_TRUE(held.get().ok());
  journal_->stop();
  EXPECT_EQ(size(), base_ + 2401);
  EXPECT_EQ(metric("daicho_groups_total"), 3) << "1, then 800 + 800, then 800";
}

TEST_F(JournalTest, AFailedWriteClosesTheJournalForEver) {
  for (const WriteFault fault : {WriteFault::kFailsNothingStored, WriteFault::kFailsButStored}) {
    auto held = submit_and_hold();
    const auto before = journal_->view();
    auto queued = std::async(std::launch::async, [this, event = next()] { return submit(event); });
    while (journal_->queue_depth() == 0) std::this_thread::yield();
    fixture_.kv().inject(fault);
    signer_.open();
    const Status broken = held.get().status();
    ASSERT_FALSE(broken.ok());
    EXPECT_EQ(broken.reason(), "append.unknown");
    EXPECT_EQ(broken.code(), StatusCode::kUnavailable);
    const Status waiting = queued.get().status();
    ASSERT_FALSE(waiting.ok()) << "what waited was not written";
    EXPECT_EQ(waiting.reason(), "journal.closed");
    EXPECT_FALSE(journal_->is_open());
    EXPECT_EQ(submit(next()).status().reason(), "journal.closed");
    EXPECT_EQ(journal_->view(), before) << "reads go on from the last published view";
    journal_->stop();
    EXPECT_EQ(closed_with_, std::vector<std::string>{"append.unknown"}) << "told once";

    closed_with_.clear();
    journal_.reset();
    ASSERT_TRUE(fixture_.reopen().ok());
    const std::uint64_t stored = fault == WriteFault::kFailsButStored ? 1 : 0;
    EXPECT_EQ(fixture_.size(), base_ + stored);
    SetUp();
  }
}

TEST_F(JournalTest, ManySendersGetDensePositions) {
  constexpr int kThreads = 4;
  constexpr int kEach = 12;
  std::vector<std::vector<VerifiedEvent>> events(kThreads);
  for (auto& mine : events) {
    for (int i = 0; i < kEach; ++i) mine.push_back(next());
  }
  std::vector<std::future<std::vector<Position>>> senders;
  for (int t = 0; t < kThreads; ++t) {
    senders.push_back(std::async(std::launch::async, [this, &events, t] {
      std::vector<Position> positions;
      for (const VerifiedEvent& event : events[static_cast<std::size_t>(t)]) {
        const auto receipts = submit(event);
        if (receipts.ok()) positions.push_back(receipts->front().position);
      }
      return positions;
    }));
  }
  std::set<Position> all;
  for (auto& sender : senders) {
    const std::vector<Position> positions = sender.get();
    EXPECT_EQ(positions.size(), static_cast<std::size_t>(kEach));
    EXPECT_TRUE(std::is_sorted(positions.begin(), positions.end())) << "a sender's events keep their order";
    all.insert(positions.begin(), positions.end());
  }
  EXPECT_EQ(all.size(), static_cast<std::size_t>(kThreads * kEach));
  EXPECT_EQ(all.begin()->value, base_);
  EXPECT_EQ(all.rbegin()->value, base_ + kThreads * kEach - 1);
}

TEST(JournalOpen, RefusesWhatRecoveryRefuses) {
  LedgerFixture fixture;
  fixture.expect_damage();
  WriteBatch batch;
  batch.erase(kCheckpoints, checkpoint_key(fixture.view()->head.size));
  fixture.release_writer();
  ASSERT_TRUE(fixture.kv().write(batch, Durability::kSynced).ok());
  Metrics metrics;
  const auto opened = Journal::open(
      {fixture.kv(), fixture.log(), fixture.anchor(), fixture.signer(), fixture.clock(), metrics, nullptr});
  ASSERT_FALSE(opened.ok());
  EXPECT_EQ(opened.status().reason(), "recovery.checkpoint");
}

}  // namespace
}  // namespace ledger
