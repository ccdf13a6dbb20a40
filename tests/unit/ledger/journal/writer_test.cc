// Goal: a group is decided in order, batches stand or fall as a whole and alone, and what is acknowledged is
// in the database, in the tree and under one signature. Method: groups given straight to the writer of a real
// ledger; the fixture audits everything at the end of each test.
#include "ledger/journal/writer.h"

#include <gtest/gtest.h>

#include "ledger/base/time.h"
#include "ledger/journal/kv_state.h"
#include "ledger/journal/reader.h"
#include "ledger/merkle/checkpoint.h"
#include "ledger/merkle/note.h"
#include "ledger/merkle/verify.h"
#include "tests/support/ledger_fixture.h"
#include "tests/unit/ledger/journal/database_dump.h"

namespace ledger {
namespace {

using tests::LedgerFixture;
using Batch = Writer::Batch;

TEST(Writer, NothingStandsBeforeTheGenesis) {
  LedgerFixture fixture(LedgerFixture::Start::kEmpty);
  EXPECT_EQ(fixture.writer().view()->head.size, TreeSize(0));
  LedgerFixture other(LedgerFixture::Start::kFounded);  // its admission knows the administrator's key
  const auto refused = fixture.append(other.signed_event(other.policy(1)));
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.status().reason(), "ledger.genesis_first");
  EXPECT_EQ(fixture.size(), 0U);
  auto genesis = fixture.admission().admit_genesis(tests::sd_jwt_text(fixture.genesis(), "p-admin"));
  ASSERT_TRUE(genesis.ok());
  const Receipt receipt = fixture.must_append(std::move(genesis).value());
  EXPECT_EQ(receipt.position, Position(0));
  EXPECT_EQ(fixture.receipt_fault(receipt), "");
}

TEST(Writer, ALedgerHasOneGenesis) {
  LedgerFixture fixture;
  auto second = fixture.admission().admit_genesis(tests::sd_jwt_text(fixture.genesis(), "p-admin"));
  ASSERT_TRUE(second.ok());
  EXPECT_EQ(fixture.append(std::move(second).value()).status().reason(), "ledger.genesis_once");
}

TEST(Writer, AnAcknowledgedEventIsEverywhere) {
  LedgerFixture fixture;
  const std::uint64_t before = fixture.size();
  const VerifiedEvent event = fixture.attested_event(fixture.person("p-1"));
  const Writer::Outcome outcome = fixture.commit({{event}});
  ASSERT_TRUE(outcome.fatal.ok());
  ASSERT_TRUE(outcome.answers.front().ok()) << outcome.answers.front().status().to_string();
  EXPECT_EQ(outcome.appended_events, 1U);
  ASSERT_NE(outcome.view, nullptr);
  EXPECT_EQ(outcome.view->head.size, TreeSize(before + 1));
  EXPECT_EQ(outcome.view->head.previous_size, TreeSize(before));
  EXPECT_EQ(outcome.view->last_recorded_at, fixture.clock().now());
  EXPECT_EQ(fixture.anchor().scan().newest->head, outcome.view->head);

  const Acknowledgement& ack = outcome.answers.front()->events.front();
  EXPECT_EQ(ack.position, Position(before));
  EXPECT_FALSE(ack.stored_before);
  const auto stored = event_by_id(*outcome.view, event.event().id);
  ASSERT_TRUE(stored.ok()) << stored.status().to_string();
  EXPECT_EQ(stored->entry_text, ack.entry);
  EXPECT_EQ(stored->leaf_hash, ack.leaf_hash);
  const auto sealed = read_sealed(*outcome.view->reader, event.event().id);
  ASSERT_TRUE(sealed.ok());
  EXPECT_EQ(sealed->size(), 3U);

  const auto note = merkle::parse_note(outcome.view->checkpoint);
  ASSERT_TRUE(note.ok());
  const auto checkpoint = merkle::parse_checkpoint(note->text);
  ASSERT_TRUE(checkpoint.ok());
  EXPECT_EQ(checkpoint->size, outcome.view->head.size);
  EXPECT_EQ(checkpoint->root, outcome.view->head.root);
  const auto receipts = make_receipts(*outcome.answers.front());
  ASSERT_TRUE(receipts.ok());
  EXPECT_EQ(fixture.receipt_fault(receipts->front()), "");
}

TEST(Writer, OneGroupOfSeveralBatchesIsOneCheckpoint) {
  LedgerFixture fixture;
  const std::uint64_t before = fixture.size();
  const std::uint64_t records = fixture.anchor().scan().newest->sequence;
  const Writer::Outcome outcome =
      fixture.commit({{fixture.signed_event(fixture.policy(1)), fixture.signed_event(fixture.policy(2))},
                      {fixture.attested_event(fixture.person("p-1"))},
                      {fixture.signed_event(fixture.policy(3))}});
  ASSERT_TRUE(outcome.fatal.ok());
  EXPECT_EQ(outcome.appended_events, 4U);
  std::uint64_t position = before;
  for (const Writer::Answer& answer : outcome.answers) {
    ASSERT_TRUE(answer.ok()) << answer.status().to_string();
    const auto receipts = make_receipts(*answer);
    ASSERT_TRUE(receipts.ok());
    for (const Receipt& receipt : *receipts) {
      EXPECT_EQ(receipt.position, Position(position++));
      EXPECT_EQ(fixture.receipt_fault(receipt), "");
      EXPECT_NE(receipt.tlog_proof.find("\n" + std::to_string(before + 4) + "\n"), std::string::npos);
    }
  }
  for (std::uint64_t size = before + 1; size < before + 4; ++size) {
    EXPECT_FALSE(read_checkpoint(fixture.kv(), TreeSize(size))->has_value()) << "a size inside the group";
  }
  EXPECT_EQ(fixture.anchor().scan().newest->sequence, records + 1);
}

TEST(Writer, ARefusedBatchDoesNotFailItsNeighbours) {
  LedgerFixture fixture;
  const std::uint64_t before = fixture.size();
  const Writer::Outcome outcome = fixture.commit(
      {{fixture.signed_event(fixture.policy(1))},
       {fixture.signed_event(fixture.policy(2)), fixture.attested_event(fixture.person("p-bureau"))},
       {fixture.signed_event(fixture.policy(3))}});
  ASSERT_TRUE(outcome.fatal.ok());
  ASSERT_TRUE(outcome.answers[0].ok());
  ASSERT_FALSE(outcome.answers[1].ok());
  ASSERT_TRUE(outcome.answers[2].ok());
  EXPECT_TRUE(outcome.answers[1].status().pointer().starts_with("/1/"))
      << outcome.answers[1].status().pointer();
  EXPECT_FALSE(outcome.answers[1].status().rule().empty());
  EXPECT_EQ(outcome.answers[0]->events.front().position, Position(before));
  EXPECT_EQ(outcome.answers[2]->events.front().position, Position(before + 1));
  EXPECT_EQ(outcome.appended_events, 2U);
}

// The dropped elements were seen by rules, streams and ids of the group: none of it may remain.
TEST(Writer, ARefusedBatchLeavesNothingBehindInItsGroup) {
  LedgerFixture fixture;
  const auto first = fixture.attested_event(fixture.person("p-1"));
  const auto enrolled = fixture.signed_event(fixture.key_enrolled("p-bureau-2", "p-bureau"));
  const auto failing = fixture.attested_event(fixture.person("p-bureau"));
  const auto again = fixture.attested_event(fixture.person("p-1"));
  const Writer::Outcome outcome = fixture.commit({
      {first, enrolled, failing},
      // A key that was rolled back is unknown again …
      {fixture.signed_by_stranger(fixture.person("p-2"), "p-bureau-2")},
      // … the person can be registered by another event, at the same stream version …
      {again},
      // … and the id of the dropped element is free.
      {enrolled},
  });
  ASSERT_TRUE(outcome.fatal.ok());
  EXPECT_FALSE(outcome.answers[0].ok());
  ASSERT_FALSE(outcome.answers[1].ok());
  EXPECT_EQ(outcome.answers[1].status().reason(), "key.unknown");
  ASSERT_TRUE(outcome.answers[2].ok()) << outcome.answers[2].status().to_string();
  ASSERT_TRUE(outcome.answers[3].ok()) << outcome.answers[3].status().to_string();
  EXPECT_FALSE(outcome.answers[3]->events.front().stored_before);
  EXPECT_EQ(read_stream_head(fixture.kv(), StreamId("person/p-1"))->value().version, StreamVersion(1));
}

TEST(Writer, AGroupWithoutAcceptedEventsWritesNothing) {
  LedgerFixture fixture;
  const DatabaseDump before = dump_of(fixture.kv());
  const Writer::Outcome outcome = fixture.commit(
      {{fixture.signed_event(fixture.policy(1)), fixture.attested_event(fixture.person("p-bureau"))},
       {fixture.attested_event(fixture.person("p-bureau"))}});
  ASSERT_TRUE(outcome.fatal.ok());
  EXPECT_FALSE(outcome.answers[0].ok());
  EXPECT_FALSE(outcome.answers[1].ok());
  EXPECT_EQ(outcome.view, nullptr);
  EXPECT_EQ(outcome.appended_events, 0U);
  EXPECT_EQ(dump_of(fixture.kv()), before);
}

TEST(Writer, ElementsOfABatchSeeEachOther) {
  LedgerFixture fixture;
  // Registered, enrolled and acting within one batch.
  auto person = fixture.event("person.registered", "p-admin");
  person.set("person_id", "p-7").set("name", "x");
  auto second = fixture.key_enrolled("p-7", "p-7");
  second.ref(format_event_id(person.build().id));
  const auto receipts = fixture.append(Batch{fixture.signed_event(person), fixture.signed_event(second)});
  ASSERT_TRUE(receipts.ok()) << receipts.status().to_string();
  // In the other order the reference is unknown.
  auto late = fixture.event("person.registered", "p-admin");
  late.set("person_id", "p-8").set("name", "x");
  auto early = fixture.key_enrolled("p-8", "p-8");
  early.ref(format_event_id(late.build().id));
  const auto refused = fixture.append(Batch{fixture.signed_event(early), fixture.signed_event(late)});
  ASSERT_FALSE(refused.ok());
  EXPECT_TRUE(refused.status().pointer().starts_with("/0/")) << refused.status().to_string();
}

TEST(Writer, TheSameIdTwiceInABatchIsRefused) {
  LedgerFixture fixture;
  const VerifiedEvent event = fixture.signed_event(fixture.policy(1));
  const Status status = fixture.append(Batch{event, fixture.signed_event(fixture.policy(2)), event}).status();
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(status.reason(), "batch.duplicate_id");
  EXPECT_EQ(status.pointer(), "/2/id");
}

struct VersionRow {
  const char* name;
  std::uint64_t expected;
  bool accepted;
};

TEST(Writer, ExpectedVersionIsTheVersionBeforeTheEvent) {
  LedgerFixture fixture;
  fixture.must_append({fixture.signed_event(fixture.policy(1)), fixture.signed_event(fixture.policy(2))});
  for (const VersionRow& row :
       {VersionRow{"behind", 1, false}, VersionRow{"none", 0, false}, VersionRow{"ahead", 3, false},
        VersionRow{"right", 2, true}, VersionRow{"right again", 3, true}, VersionRow{"stale", 3, false}}) {
    SCOPED_TRACE(row.name);
    const auto answer = fixture.append(fixture.signed_event(fixture.policy(9).expect_version(row.expected)));
    ASSERT_EQ(answer.ok(), row.accepted) << answer.status().to_string();
    if (row.accepted) continue;
    EXPECT_EQ(answer.status().reason(), "stream.version_conflict");
    EXPECT_EQ(answer.status().code(), StatusCode::kConflict);
    EXPECT_EQ(answer.status().pointer(), "/expected_version");
  }
  // A new stream is at version 0; inside a batch each element moves the stream on.
  auto other = fixture.policy(1).set("name", "other");
  EXPECT_FALSE(fixture.append(fixture.signed_event(other.expect_version(1))).ok());
  const auto batch =
      fixture.append(Batch{fixture.signed_event(fixture.policy(1).set("name", "other").expect_version(0)),
                           fixture.signed_event(fixture.policy(2).set("name", "other").expect_version(1))});
  EXPECT_TRUE(batch.ok()) << batch.status().to_string();
}

struct RefusalRow {
  const char* name;
  VerifiedEvent event;
  StatusCode code;
  const char* reason;
};

// Admission may have seen an older state: key, person, principal and role are judged again at the position.
TEST(Writer, JudgesKeyActorAndPrincipalAtThePosition) {
  LedgerFixture fixture;
  const auto revocation = [&] {
    return fixture.event("key.revoked", "p-admin")
        .set("kid", tests::private_key_of("p-bureau").kid().value)
        .set("reason", "lost");
  };
  const VerifiedEvent by_lost_key = fixture.signed_event(fixture.person("p-1"));
  const RefusalRow rows[] = {
      {"key never enrolled", fixture.signed_by_stranger(fixture.person("p-1"), "stranger"),
       StatusCode::kUnauthenticated, "key.unknown"},
      {"key of another person", fixture.signed_event(fixture.person("p-1"), "p-admin"),
       StatusCode::kPermissionDenied, "actor.key_mismatch"},
      {"principal not bound", fixture.attested_event(fixture.person("p-1"), "gw2"),
       StatusCode::kPermissionDenied, "actor.principal_unbound"},
      {"role not held", fixture.attested_event(fixture.person("p-1").by("p-bureau", "hq_staff", "", "")),
       StatusCode::kPermissionDenied, "role.missing"},
      {"role of another place",
       fixture.attested_event(fixture.person("p-1").by("p-bureau", "bureau_officer", "impl-13", "")),
       StatusCode::kPermissionDenied, "role.scope"},
  };
  for (const RefusalRow& row : rows) {
    const auto answer = fixture.append(row.event);
    ASSERT_FALSE(answer.ok()) << row.name;
    EXPECT_EQ(answer.status().reason(), row.reason) << row.name;
    EXPECT_EQ(answer.status().code(), row.code) << row.name;
  }
  fixture.must_append(fixture.signed_event(revocation()));
  const auto late = fixture.append(by_lost_key);
  ASSERT_FALSE(late.ok());
  EXPECT_EQ(late.status().reason(), "key.revoked");
}

TEST(Writer, ReceiptsOfALargeBatchVerifyAcrossTiles) {
  LedgerFixture fixture;
  Batch batch;
  for (std::int64_t i = 0; i < 300; ++i) batch.push_back(fixture.signed_event(fixture.policy(i)));
  const LedgerFixture::Receipts receipts = fixture.must_append(std::move(batch));
  ASSERT_EQ(receipts.size(), 300U);
  for (std::size_t i = 0; i < receipts.size(); i += 23) {
    EXPECT_EQ(fixture.receipt_fault(receipts[i]), "") << i;
  }
}

TEST(Writer, ADeletedStateRecordIsGoneFromTheDatabase) {
  LedgerFixture fixture;
  const auto count = [&] {
    std::size_t rows = 0;
    KvState(fixture.kv()).scan({}, [&](ByteView, ByteView) { return ++rows > 0; });
    return rows;
  };
  const std::size_t before = count();
  fixture.must_append(fixture.signed_event(
      fixture.event("principal.released", "p-admin").set("principal", "gw").set("person_id", "p-bureau")));
  EXPECT_LT(count(), before);
  EXPECT_EQ(fixture.append(fixture.attested_event(fixture.person("p-1"))).status().reason(),
            "actor.principal_unbound");
}

}  // namespace
}  // namespace ledger
