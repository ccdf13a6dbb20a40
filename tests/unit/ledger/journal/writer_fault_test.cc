// Goal: after a failed or uncertain step nothing is acknowledged and nothing is appended any more, and the
// next start finds either all of the group or none of it. Method: each step of a commit fails on purpose:
// read, signature, database (stored or not), anchor, fencing.
#include <gtest/gtest.h>

#include "ledger/journal/recovery.h"
#include "ledger/journal/writer.h"
#include "tests/support/ledger_fixture.h"
#include "tests/unit/ledger/journal/database_dump.h"
#include "tests/unit/ledger/journal/faulty_parts.h"
#include "tests/unit/ledger/store/file_size_limit.h"

namespace ledger {
namespace {

using tests::LedgerFixture;

struct WriteRow {
  const char* name;
  WriteFault fault;
  bool stored;
};

TEST(WriterFault, AnUncertainWriteIsFatalAndTheNextStartDecides) {
  for (const WriteRow& row : {WriteRow{"nothing stored", WriteFault::kFailsNothingStored, false},
                              WriteRow{"but stored", WriteFault::kFailsButStored, true}}) {
    SCOPED_TRACE(row.name);
    LedgerFixture fixture;
    const std::uint64_t before = fixture.size();
    const auto published = fixture.view();
    const VerifiedEvent event = fixture.attested_event(fixture.person("p-1"));
    fixture.kv().inject(row.fault);
    const Writer::Outcome outcome = fixture.commit({{event}});
    ASSERT_FALSE(outcome.fatal.ok());
    EXPECT_EQ(outcome.fatal.reason(), "append.unknown");
    EXPECT_EQ(outcome.fatal.code(), StatusCode::kUnavailable);
    EXPECT_EQ(outcome.view, nullptr);
    EXPECT_EQ(fixture.writer().view(), published) << "readers go on from the last published view";
    EXPECT_EQ(fixture.anchor().scan().newest->head.size, TreeSize(before));
    for (int i = 0; i < 3; ++i) {
      const auto later = fixture.append(fixture.signed_event(fixture.policy(i)));
      ASSERT_FALSE(later.ok());
      EXPECT_EQ(later.status().code(), StatusCode::kUnavailable);
    }
    ASSERT_TRUE(fixture.reopen().ok());
    EXPECT_EQ(fixture.size(), before + (row.stored ? 1 : 0));
    EXPECT_EQ(fixture.anchor().scan().newest->head, fixture.view()->head) << "caught up";
    const auto retry = fixture.append(event);
    ASSERT_TRUE(retry.ok()) << retry.status().to_string();
    EXPECT_EQ(retry->stored_before, row.stored);
    EXPECT_EQ(retry->position, Position(before));
    EXPECT_EQ(fixture.size(), before + 1);
  }
}

TEST(WriterFault, AnAnchorThatFailsIsFatalAlthoughTheDatabaseHasTheGroup) {
  LedgerFixture fixture;
  const std::uint64_t before = fixture.size();
  const VerifiedEvent event = fixture.signed_event(fixture.policy(1));
  {
    const testing::FileSizeLimit limit(1);
    const Writer::Outcome outcome = fixture.commit({{event}});
    ASSERT_FALSE(outcome.fatal.ok());
    EXPECT_EQ(outcome.fatal.reason(), "anchor.write_failed");
    EXPECT_EQ(outcome.view, nullptr);
  }
  EXPECT_FALSE(fixture.append(fixture.signed_event(fixture.policy(2))).ok());
  ASSERT_TRUE(fixture.reopen().ok());
  EXPECT_EQ(fixture.size(), before + 1);
  EXPECT_TRUE(fixture.append(event)->stored_before);
}

TEST(WriterFault, ASignerThatFailsIsFatalBeforeAnythingIsWritten) {
  LedgerFixture fixture;
  SwitchedSigner signer(fixture.signer());
  fixture.release_writer();
  auto writer = recover({fixture.kv(), fixture.log(), fixture.anchor(), signer, fixture.clock()});
  ASSERT_TRUE(writer.ok()) << writer.status().to_string();
  const DatabaseDump before = dump_of(fixture.kv());
  signer.fail();
  std::vector<Writer::Batch> batches{{fixture.signed_event(fixture.policy(1))}};
  const Writer::Outcome outcome = (*writer)->commit(batches);
  ASSERT_FALSE(outcome.fatal.ok());
  EXPECT_EQ(outcome.fatal.reason(), "signer.failed");
  EXPECT_EQ(dump_of(fixture.kv()), before);
}

// A record that could not be read looks like one that is not there: nothing decided on it may stand.
TEST(WriterFault, AFailedReadOfTheStateIsFatal) {
  LedgerFixture fixture;
  FaultyReads reads(fixture.kv());
  fixture.release_writer();
  auto writer = recover({reads, fixture.log(), fixture.anchor(), fixture.signer(), fixture.clock()});
  ASSERT_TRUE(writer.ok()) << writer.status().to_string();
  std::vector<Writer::Batch> batches{{fixture.signed_event(fixture.policy(1))}};
  const DatabaseDump before = dump_of(fixture.kv());
  reads.broken = kState;
  const Writer::Outcome outcome = (*writer)->commit(batches);
  ASSERT_FALSE(outcome.fatal.ok());
  EXPECT_EQ(outcome.fatal.reason(), "kv.io");
  EXPECT_EQ(dump_of(fixture.kv()), before);
}

// Reads that fail openly refuse the batch that needed them and no other.
TEST(WriterFault, AFailedLookUpOfTheIdRefusesTheBatch) {
  LedgerFixture fixture;
  FaultyReads reads(fixture.kv());
  fixture.release_writer();
  auto writer = recover({reads, fixture.log(), fixture.anchor(), fixture.signer(), fixture.clock()});
  ASSERT_TRUE(writer.ok());
  std::vector<Writer::Batch> batches{{fixture.signed_event(fixture.policy(1))}};
  for (const FamilyId family : {kDedup, kStreams}) {
    reads.broken = family;
    const Writer::Outcome outcome = (*writer)->commit(batches);
    EXPECT_TRUE(outcome.fatal.ok());
    ASSERT_FALSE(outcome.answers.front().ok());
    EXPECT_EQ(outcome.answers.front().status().reason(), "kv.io");
  }
  reads.broken.reset();
  EXPECT_TRUE((*writer)->commit(batches).answers.front().ok());
}

TEST(WriterFault, AFencedWriterWritesNothing) {
  LedgerFixture fixture;
  KvLogStore other(fixture.kv(), std::string(tests::kTestOrigin));
  auto taken = recover({fixture.kv(), other, fixture.anchor(), fixture.signer(), fixture.clock()});
  ASSERT_TRUE(taken.ok()) << taken.status().to_string();
  const DatabaseDump before = dump_of(fixture.kv());
  const Writer::Outcome outcome = fixture.commit({{fixture.signed_event(fixture.policy(1))}});
  ASSERT_FALSE(outcome.fatal.ok());
  EXPECT_EQ(outcome.fatal.reason(), "journal.fenced");
  EXPECT_EQ(dump_of(fixture.kv()), before);
  std::vector<Writer::Batch> batches{{fixture.signed_event(fixture.policy(2))}};
  EXPECT_TRUE((*taken)->commit(batches).fatal.ok());
}

}  // namespace
}  // namespace ledger
