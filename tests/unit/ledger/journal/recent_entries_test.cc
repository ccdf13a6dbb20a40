// Goal: a follower gets what comes next for it, once, in order and without a gap, or nothing; what is held
// stays within its bound; and what the writer hands over is what stands in the log. Method: random groups and
// takes beside the plain list of all positions (seed printed); groups of a real ledger against its entries.
#include "ledger/journal/recent_entries.h"

#include <gtest/gtest.h>
#include <random>

#include "ledger/event/sd_jwt.h"
#include "ledger/journal/reader.h"
#include "ledger/merkle/hash.h"
#include "tests/support/ledger_fixture.h"

namespace ledger {
namespace {

using tests::LedgerFixture;

constexpr std::size_t kTextBytes = 100;

std::vector<DecodedEntry> group_of(std::uint64_t begin, std::uint64_t end) {
  std::vector<DecodedEntry> group;
  for (std::uint64_t position = begin; position < end; ++position) {
    DecodedEntry one;
    one.position = Position(position);
    one.entry.jws = std::string(kTextBytes, 'x');
    one.event.type = "type." + std::to_string(position);
    group.push_back(std::move(one));
  }
  return group;
}

std::vector<std::uint64_t> positions_of(const std::vector<DecodedEntry>& entries) {
  std::vector<std::uint64_t> positions;
  for (const DecodedEntry& one : entries) {
    positions.push_back(one.position.value);
    EXPECT_EQ(one.event.type, "type." + std::to_string(one.position.value));
  }
  return positions;
}

TEST(RecentEntries, GivesWhatIsHeldFromAPositionOnOnce) {
  RecentEntries recent;
  recent.add(group_of(5, 8));
  recent.add(group_of(8, 10));
  struct Row {
    std::uint64_t from, to;
    std::size_t count;
    std::vector<std::uint64_t> given;
  };
  const Row rows[] = {
      {4, 10, 9, {}},      // the first is not held
      {5, 7, 9, {5, 6}},   // a view that shows less
      {5, 10, 9, {}},      // given before
      {7, 10, 2, {7, 8}},  // over the end of a group
      {9, 9, 9, {}},       // nothing is asked for
      {9, 12, 9, {9}},     // more than there is
      {10, 12, 9, {}},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(positions_of(recent.take(Position(row.from), TreeSize(row.to), row.count)), row.given)
        << row.from << " " << row.to;
  }
}

TEST(RecentEntries, ForgetsTheOldestGroupsBeyondItsBound) {
  RecentEntries recent(10 * kTextBytes);
  recent.add(group_of(0, 6));
  recent.add(group_of(6, 10));
  recent.add(group_of(10, 11));
  EXPECT_TRUE(recent.take(Position(0), TreeSize(11), 100).empty());
  EXPECT_EQ(positions_of(recent.take(Position(6), TreeSize(11), 100)),
            (std::vector<std::uint64_t>{6, 7, 8, 9, 10}));
  recent.add(group_of(11, 22));  // alone beyond the bound
  EXPECT_TRUE(recent.take(Position(11), TreeSize(22), 100).empty());
}

TEST(RecentEntries, RandomGroupsAndTakesAreWithoutGapAndRepetition) {
  const std::uint32_t seed = std::random_device()();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  RecentEntries recent(40 * kTextBytes);
  std::uint64_t size = 0;
  std::uint64_t followed = 0;
  std::size_t given = 0;
  std::size_t read = 0;
  for (int step = 0; step < 4000; ++step) {
    if (random() % 2 == 0) {
      const std::uint64_t more = 1 + random() % 12;
      if (random() % 8 != 0) recent.add(group_of(size, size + more));  // else: opaque leaves
      size += more;
      continue;
    }
    const std::uint64_t to = followed + random() % (size - followed + 1);
    const std::size_t count = 1 + random() % 20;
    const auto taken = positions_of(recent.take(Position(followed), TreeSize(to), count));
    ASSERT_LE(taken.size(), std::min<std::uint64_t>(count, to - followed));
    for (std::size_t i = 0; i < taken.size(); ++i) ASSERT_EQ(taken[i], followed + i);
    given += taken.size();
    followed += taken.size();
    if (taken.empty() && followed < to) {  // as a follower does: it reads some
      const std::uint64_t step_by = 1 + random() % (to - followed);
      read += step_by;
      followed += step_by;
    }
  }
  EXPECT_GT(given, 1000U);
  EXPECT_GT(read, 1000U);
}

TEST(RecentEntries, TheWriterHandsOverWhatTheLogSays) {
  LedgerFixture fixture;
  const std::uint64_t before = fixture.size();
  const VerifiedEvent again = fixture.signed_event(fixture.policy(7));
  fixture.must_append(again);
  std::vector<Writer::Batch> batches;
  batches.push_back({fixture.attested_event(fixture.person("p-1")), fixture.signed_event(fixture.policy(1))});
  batches.push_back({again});                                                 // stored before
  batches.push_back({fixture.signed_by_stranger(fixture.policy(2), "p-x")});  // refused
  batches.push_back({fixture.signed_event(fixture.policy(3))});
  const Writer::Outcome outcome = fixture.commit(std::move(batches));
  ASSERT_TRUE(outcome.fatal.ok());
  ASSERT_EQ(outcome.entries.size(), 3U);
  std::uint64_t position = before + 1;
  for (const DecodedEntry& given : outcome.entries) {
    const auto stored = event_at(*outcome.view, Position(position));
    ASSERT_TRUE(stored.ok()) << stored.status().to_string();
    EXPECT_EQ(given.position, Position(position++));
    EXPECT_EQ(given.leaf_hash, merkle::leaf_hash(stored->entry_text));
    EXPECT_TRUE(given.status.ok() && !given.opaque);
    EXPECT_EQ(encode_entry(given.entry).value(), stored->entry_text);
    const Event& event = stored->signed_event.event;
    EXPECT_EQ(given.event.aud, event.aud);
    EXPECT_EQ(given.event.id, event.id);
    EXPECT_EQ(given.event.type, event.type);
    EXPECT_EQ(given.event.version, event.version);
    EXPECT_EQ(given.event.stream, event.stream);
    EXPECT_EQ(given.event.expected_version, event.expected_version);
    EXPECT_EQ(given.event.occurred_at, event.occurred_at);
    EXPECT_EQ(given.event.occurred_at_text, event.occurred_at_text);
    EXPECT_EQ(given.event.actor.person, event.actor.person);
    EXPECT_EQ(given.event.actor.role, event.actor.role);
    EXPECT_EQ(given.event.actor.org, event.actor.org);
    EXPECT_EQ(given.event.actor.center, event.actor.center);
    EXPECT_EQ(given.event.attested(), event.attested());
    EXPECT_EQ(given.event.purpose, event.purpose);
    EXPECT_EQ(given.event.refs, event.refs);
    EXPECT_EQ(given.event.data, event.data);
    EXPECT_EQ(given.event.sd_digests, event.sd_digests);
  }
}

TEST(RecentEntries, OpaqueLeavesAreNotHandedOver) {
  LedgerFixture fixture(LedgerFixture::Start::kConformance);
  const Writer::Outcome outcome = fixture.writer().commit_leaves({"a", "b"});
  EXPECT_EQ(outcome.appended_events, 2U);
  EXPECT_TRUE(outcome.entries.empty());
}

}  // namespace
}  // namespace ledger
