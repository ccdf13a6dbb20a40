// Goal: decision state read through the database is the state that the fold gives, and a failed read is never
// taken for an absent record. Method: compare with the rows of a real ledger; break reads on purpose.
#include "ledger/journal/kv_state.h"

#include <algorithm>
#include <gtest/gtest.h>

#include "ledger/domain/records.h"
#include "tests/support/ledger_fixture.h"
#include "tests/unit/ledger/journal/faulty_parts.h"

namespace ledger {
namespace {

using tests::LedgerFixture;

TEST(KvState, GivesRecordsByTheirKeys) {
  LedgerFixture fixture;
  const KvState state(fixture.kv());
  EXPECT_TRUE(find(state, person_record("p-bureau")).has_value());
  EXPECT_TRUE(find(state, org_record("impl-40")).has_value());
  EXPECT_FALSE(find(state, person_record("p-nobody")).has_value());
  EXPECT_FALSE(state.get("").has_value()) << "the head row is no record";
  EXPECT_TRUE(state.health().ok());
}

TEST(KvState, ScansAPrefixInOrderAndStopsWhenTold) {
  LedgerFixture fixture;
  const KvState state(fixture.kv());
  std::vector<Bytes> all;
  state.scan({}, [&](ByteView key, ByteView record) {
    EXPECT_EQ(state.get(key), Bytes(record)) << "scan gives keys as get takes them";
    all.emplace_back(key);
    return true;
  });
  EXPECT_TRUE(std::is_sorted(all.begin(), all.end()));
  ASSERT_GT(all.size(), 5U);
  const Bytes orgs = org_record("bureau-kyushu").bytes.substr(0, 1);
  std::size_t of_prefix = 0;
  state.scan(orgs, [&](ByteView key, ByteView) {
    EXPECT_TRUE(key.starts_with(orgs));
    ++of_prefix;
    return true;
  });
  EXPECT_EQ(of_prefix, 2U);
  std::size_t visited = 0;
  state.scan({}, [&](ByteView, ByteView) { return ++visited < 2; });
  EXPECT_EQ(visited, 2U);
}

TEST(KvState, RemembersTheFirstFailure) {
  LedgerFixture fixture;
  FaultyReads reads(fixture.kv());
  const KvState state(reads);
  reads.broken = kState;
  EXPECT_FALSE(state.get(person_record("p-bureau").bytes).has_value());
  ASSERT_FALSE(state.health().ok());
  EXPECT_EQ(state.health().reason(), "kv.io");
  reads.broken.reset();
  EXPECT_TRUE(state.get(person_record("p-bureau").bytes).has_value());
  EXPECT_FALSE(state.health().ok()) << "an answer that was wrong once stays wrong";

  const KvState scanned(reads);
  reads.broken = kState;
  scanned.scan({}, [](ByteView, ByteView) { return true; });
  EXPECT_EQ(scanned.health().reason(), "kv.io");
}

TEST(ReadStateDigest, IsThatOfTheRecords) {
  LedgerFixture fixture;
  StateDigest expected;
  KvState(fixture.kv()).scan({}, [&](ByteView key, ByteView record) {
    expected.add(key, record);
    return true;
  });
  const auto stored = read_state_digest(fixture.kv());
  ASSERT_TRUE(stored.ok());
  EXPECT_EQ(stored->value(), expected.value());
}

TEST(ReadStateDigest, RefusesAMissingOrMalformedRow) {
  LedgerFixture fixture;
  for (const std::optional<Bytes>& row : {std::optional<Bytes>(), std::optional<Bytes>(Bytes(31, 'x')),
                                          std::optional<Bytes>(Bytes(33, 'x')), std::optional<Bytes>("")}) {
    const auto copy = fixture.kv().reopened();
    WriteBatch batch;
    if (row) {
      batch.put(kMeta, meta_key(kStateDigestName), *row);
    } else {
      batch.erase(kMeta, meta_key(kStateDigestName));
    }
    ASSERT_TRUE(copy->write(batch, Durability::kSynced).ok());
    const Status status = read_state_digest(*copy).status();
    ASSERT_FALSE(status.ok());
    EXPECT_EQ(status.reason(), "state.digest_missing");
    EXPECT_EQ(status.code(), StatusCode::kDataLoss);
  }
}

}  // namespace
}  // namespace ledger
