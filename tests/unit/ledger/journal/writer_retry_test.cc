// Goal: the event id makes appending idempotent: equal content gives the stored receipt whatever has changed
// since, everything else gives one bare refusal that tells a stranger nothing. Method: retries of every kind
// against a real ledger, each beside the first answer.
// Faults: F51, F53
#include <gtest/gtest.h>

#include "ledger/journal/writer.h"
#include "tests/support/ledger_fixture.h"
#include "tests/unit/ledger/journal/database_dump.h"

namespace ledger {
namespace {

using tests::LedgerFixture;

void expect_stored(const LedgerFixture& fixture, const Result<Receipt>& answer, const Receipt& first) {
  ASSERT_TRUE(answer.ok()) << answer.status().to_string();
  EXPECT_TRUE(answer->stored_before);
  EXPECT_EQ(answer->position, first.position);
  EXPECT_EQ(answer->recorded_at, first.recorded_at);
  EXPECT_EQ(answer->entry, first.entry);
  EXPECT_EQ(fixture.receipt_fault(*answer), "");
}

void expect_bare_refusal(const Result<Receipt>& answer) {
  ASSERT_FALSE(answer.ok());
  const Status& status = answer.status();
  EXPECT_EQ(status.code(), StatusCode::kAlreadyExists);
  EXPECT_EQ(status.reason(), "event.id_reused");
  EXPECT_EQ(status.pointer(), "/id");
  EXPECT_EQ(status.rule(), "");
  EXPECT_EQ(status.message(), "this id is already used by an event with another content")
      << "every refusal of this kind reads alike, whatever differs";
}

TEST(WriterRetry, TheSameContentGivesTheStoredReceipt) {
  LedgerFixture fixture;
  const auto attested_builder = fixture.person("p-1");
  const auto author_builder = fixture.policy(1).expect_version(0);
  const Receipt attested = fixture.must_append(fixture.attested_event(attested_builder));
  const Receipt author = fixture.must_append(fixture.signed_event(author_builder));
  EXPECT_FALSE(attested.stored_before);
  fixture.clock().advance(3'600'000'000);
  fixture.must_append(fixture.signed_event(fixture.policy(2)));
  const DatabaseDump before = dump_of(fixture.kv());
  // The stream has moved on and the person exists: neither version nor rule is asked again.
  expect_stored(fixture, fixture.append(fixture.attested_event(attested_builder)), attested);
  expect_stored(fixture, fixture.append(fixture.signed_event(author_builder)), author);
  EXPECT_EQ(dump_of(fixture.kv()), before) << "a retry writes nothing";
  ASSERT_TRUE(fixture.reopen().ok());
  expect_stored(fixture, fixture.append(fixture.attested_event(attested_builder)), attested);
}

TEST(WriterRetry, StandsAlsoAfterKeyAndPrincipalAreGone) {
  LedgerFixture fixture;
  const auto author_builder = fixture.person("p-1");
  const auto attested_builder = fixture.person("p-2");
  const VerifiedEvent author_event = fixture.signed_event(author_builder);
  const Receipt author = fixture.must_append(author_event);
  const Receipt attested = fixture.must_append(fixture.attested_event(attested_builder));
  fixture.must_append(fixture.signed_event(fixture.event("key.revoked", "p-admin")
                                               .set("kid", tests::private_key_of("p-bureau").kid().value)
                                               .set("reason", "left")));
  fixture.must_append(fixture.signed_event(
      fixture.event("principal.released", "p-admin").set("principal", "gw").set("person_id", "p-bureau")));
  expect_stored(fixture, fixture.append(author_event), author);
  expect_stored(fixture, fixture.append(fixture.attested_event(attested_builder)), attested);
  // New events of both are refused.
  EXPECT_EQ(fixture.append(fixture.signed_event(fixture.person("p-3"))).status().reason(), "key.revoked");
  EXPECT_EQ(fixture.append(fixture.attested_event(fixture.person("p-4"))).status().reason(),
            "actor.principal_unbound");
}

TEST(WriterRetry, AnotherKeyOfTheSamePersonMayAskAgain) {
  LedgerFixture fixture;
  fixture.must_append(fixture.signed_event(fixture.key_enrolled("p-bureau-2", "p-bureau")));
  const auto builder = fixture.person("p-1");
  const Receipt first = fixture.must_append(fixture.signed_event(builder));
  expect_stored(fixture, fixture.append(fixture.signed_event(builder, "p-bureau-2")), first);
}

TEST(WriterRetry, AnythingElseUnderTheIdIsABareRefusal) {
  LedgerFixture fixture;
  const auto builder = fixture.person("p-1");
  const auto author_builder = fixture.person("p-2");
  fixture.must_append(fixture.attested_event(builder));
  fixture.must_append(fixture.signed_event(author_builder));
  const auto with = [](tests::EventBuilder changed) { return changed; };
  // Other content, public or confidential.
  expect_bare_refusal(fixture.append(fixture.attested_event(with(builder).set("person_id", "p-9"))));
  expect_bare_refusal(fixture.append(fixture.attested_event(with(builder).set("name", "別名"))));
  expect_bare_refusal(fixture.append(
      fixture.signed_event(with(author_builder).purpose("administration").at("2026-05-01T10:00:01+09:00"))));
  // Another principal, whether it may speak for the person or not, and another way in.
  expect_bare_refusal(fixture.append(fixture.attested_event(builder, "gw2")));
  expect_bare_refusal(fixture.append(fixture.signed_event(builder)));
  expect_bare_refusal(fixture.append(fixture.attested_event(author_builder)));
  // Another person's key over the very same payload.
  expect_bare_refusal(fixture.append(fixture.signed_event(author_builder, "p-admin")));
  expect_bare_refusal(fixture.append(fixture.signed_by_stranger(author_builder, "stranger")));
}

TEST(WriterRetry, WithinOneGroupTheFirstBatchWins) {
  LedgerFixture fixture;
  const std::uint64_t before = fixture.size();
  const auto builder = fixture.person("p-1");
  const VerifiedEvent event = fixture.attested_event(builder);
  const auto other = fixture.attested_event(tests::EventBuilder(builder).set("person_id", "p-2"));
  const Writer::Outcome outcome = fixture.commit({{event}, {event}, {other}});
  ASSERT_TRUE(outcome.fatal.ok());
  EXPECT_EQ(outcome.appended_events, 1U);
  ASSERT_TRUE(outcome.answers[0].ok() && outcome.answers[1].ok());
  EXPECT_FALSE(outcome.answers[0]->events.front().stored_before);
  EXPECT_TRUE(outcome.answers[1]->events.front().stored_before);
  EXPECT_EQ(outcome.answers[1]->events.front().position, Position(before));
  ASSERT_FALSE(outcome.answers[2].ok());
  EXPECT_EQ(outcome.answers[2].status().reason(), "event.id_reused");
}

TEST(WriterRetry, ABatchMayMixStoredAndNewEvents) {
  LedgerFixture fixture;
  const VerifiedEvent stored = fixture.signed_event(fixture.policy(1));
  const Receipt first = fixture.must_append(stored);
  const auto receipts = fixture.append({stored, fixture.signed_event(fixture.policy(2))});
  ASSERT_TRUE(receipts.ok()) << receipts.status().to_string();
  EXPECT_TRUE((*receipts)[0].stored_before);
  EXPECT_EQ((*receipts)[0].position, first.position);
  EXPECT_FALSE((*receipts)[1].stored_before);
  for (const Receipt& receipt : *receipts) EXPECT_EQ(fixture.receipt_fault(receipt), "");
}

}  // namespace
}  // namespace ledger
