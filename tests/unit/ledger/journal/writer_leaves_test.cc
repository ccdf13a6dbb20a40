// Goal: a conformance ledger takes opaque leaves exactly as they are, through the same group commit, and
// stands after a restart; no other ledger takes one, and it takes no event. Method: real ledgers in memory,
// audited at the end; forged ones for what must not open.
#include <gtest/gtest.h>

#include "ledger/base/limits.h"
#include "ledger/journal/reader.h"
#include "ledger/merkle/tile.h"
#include "tests/support/ledger_fixture.h"

namespace ledger {
namespace {

using tests::LedgerFixture;

constexpr auto kConformance = LedgerFixture::Start::kConformance;

std::string refusal(const Writer::Outcome& outcome, std::size_t i = 0) {
  return outcome.answers[i].ok() ? "" : outcome.answers[i].status().reason();
}

TEST(WriterLeaves, StandInTheBundleAsTheyCame) {
  LedgerFixture fixture(kConformance);
  const std::vector<std::string> leaves = {"a", std::string("\0\xff", 2), "a",
                                           std::string(kEntryBytesMax, 'x')};
  const Writer::Outcome outcome = fixture.writer().commit_leaves(leaves);
  ASSERT_TRUE(outcome.fatal.ok());
  EXPECT_EQ(outcome.appended_events, leaves.size());
  for (std::size_t i = 0; i < leaves.size(); ++i) {
    ASSERT_TRUE(outcome.answers[i].ok());
    EXPECT_EQ(outcome.answers[i]->events.front().position, Position(1 + i));
  }
  EXPECT_EQ(fixture.size(), 5U);
  const auto bundle = entry_bundle(*fixture.view(), 0, 5);
  ASSERT_TRUE(bundle.ok());
  const auto texts = merkle::parse_entry_bundle(*bundle, 5);
  ASSERT_TRUE(texts.ok());
  for (std::size_t i = 0; i < leaves.size(); ++i) EXPECT_EQ((*texts)[1 + i], leaves[i]);
}

TEST(WriterLeaves, ARefusedLeafDoesNotFailItsNeighbours) {
  LedgerFixture fixture(kConformance);
  const std::string entry_like = *read_entry(fixture.kv(), Position(0));
  const Writer::Outcome outcome =
      fixture.writer().commit_leaves({"a", "", entry_like, std::string(kEntryBytesMax + 1, 'x'), "b"});
  EXPECT_EQ(refusal(outcome, 0), "");
  EXPECT_EQ(refusal(outcome, 1), "leaf.empty");
  EXPECT_EQ(refusal(outcome, 2), "leaf.like_entry");
  EXPECT_EQ(refusal(outcome, 3), "leaf.too_large");
  EXPECT_EQ(outcome.answers[4]->events.front().position, Position(2));
  EXPECT_EQ(fixture.size(), 3U);
}

TEST(WriterLeaves, NoOtherLedgerTakesOne) {
  for (const auto start : {LedgerFixture::Start::kEmpty, LedgerFixture::Start::kEnrolled}) {
    LedgerFixture fixture(start);
    const std::uint64_t size = fixture.size();
    const Writer::Outcome outcome = fixture.writer().commit_leaves({"a", "b"});
    EXPECT_TRUE(outcome.fatal.ok());
    EXPECT_EQ(refusal(outcome, 0), "ledger.no_leaves");
    EXPECT_EQ(refusal(outcome, 1), "ledger.no_leaves");
    EXPECT_EQ(outcome.view, nullptr);
    EXPECT_EQ(fixture.size(), size);
  }
}

TEST(WriterLeaves, NoEventStandsBesideThem) {
  LedgerFixture fixture(kConformance);
  fixture.must_append_leaves({"a"});
  EXPECT_EQ(fixture.append(fixture.signed_event(fixture.policy(1))).status().reason(), "ledger.leaves_only");
  EXPECT_EQ(fixture.size(), 2U);
}

TEST(WriterLeaves, AreThereAfterARestartHoweverMany) {
  LedgerFixture fixture(kConformance);
  const UnixMicros founded = fixture.view()->last_recorded_at;
  fixture.clock().advance(3'600'000'000);
  std::vector<std::string> leaves;
  for (int i = 0; i < 300; ++i) leaves.push_back("leaf " + std::to_string(i));
  for (const std::size_t count : {1UL, 299UL}) {
    fixture.must_append_leaves({leaves.begin(), leaves.begin() + static_cast<std::ptrdiff_t>(count)});
    ASSERT_TRUE(fixture.reopen().ok());
    EXPECT_EQ(fixture.view()->last_recorded_at, founded);
  }
  EXPECT_EQ(fixture.size(), 301U);
  fixture.must_append_leaves({"behind the restart"});
  EXPECT_EQ(read_entry(fixture.kv(), Position(301)).value(), "behind the restart");
}

TEST(WriterLeaves, JournalAnswersWithTheIndex) {
  LedgerFixture fixture(kConformance);
  Metrics metrics;
  fixture.release_writer();
  {
    auto journal = Journal::open(
        {fixture.kv(), fixture.log(), fixture.anchor(), fixture.signer(), fixture.clock(), metrics, {}});
    ASSERT_TRUE(journal.ok());
    const auto first = (*journal)->submit_leaf("a", 60'000'000);
    ASSERT_TRUE(first.ok());
    EXPECT_EQ(*first, Position(1));
    EXPECT_EQ((*journal)->submit_leaf("", 60'000'000).status().reason(), "leaf.empty");
    EXPECT_EQ((*journal)->submit({fixture.signed_event(fixture.policy(1))}, 60'000'000).status().reason(),
              "ledger.leaves_only");
    EXPECT_EQ(*(*journal)->submit_leaf("b", 60'000'000), Position(2));
    (*journal)->stop();
    EXPECT_EQ((*journal)->submit_leaf("c", 60'000'000).status().reason(), "journal.closed");
  }
  EXPECT_EQ(fixture.size(), 3U);
}

TEST(ConformanceGenesis, IsReadFromTheEntry) {
  LedgerFixture ordinary;
  EXPECT_FALSE(conformance_genesis(ordinary.kv())->has_value());
  LedgerFixture opaque(kConformance);
  const auto genesis = conformance_genesis(opaque.kv());
  ASSERT_TRUE(genesis.ok() && *genesis);
  EXPECT_EQ((*genesis)->recorded_at, opaque.view()->last_recorded_at);
  LedgerFixture empty(LedgerFixture::Start::kEmpty);
  EXPECT_EQ(conformance_genesis(empty.kv()).status().code(), StatusCode::kDataLoss);
}

}  // namespace
}  // namespace ledger
