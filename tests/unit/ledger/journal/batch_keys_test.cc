// Goal: inside one batch an announced key can check a signature, and nothing that is enrolled can be replaced
// by an announcement. Method: notes of admitted events over a real decision state, looked up as admission
// does.
#include "ledger/journal/batch_keys.h"

#include <gtest/gtest.h>

#include "ledger/domain/records.h"
#include "ledger/journal/kv_state.h"
#include "tests/support/ledger_fixture.h"
#include "tests/unit/ledger/journal/faulty_parts.h"

namespace ledger {
namespace {

using tests::LedgerFixture;

TEST(BatchKeys, AnAnnouncedKeyChecksLaterElements) {
  LedgerFixture fixture;
  const KvState state(*fixture.view()->reader);
  BatchKeys keys(state);
  const std::string later = tests::sd_jwt_text(fixture.person("p-1"), "p-bureau-2");
  EXPECT_FALSE(fixture.admission().admit_signed(later, keys).ok());
  VerifiedEvent enrolment = fixture.signed_event(fixture.key_enrolled("p-bureau-2", "p-bureau"));
  keys.note(enrolment);
  auto admitted = fixture.admission().admit_signed(later, keys);
  ASSERT_TRUE(admitted.ok()) << admitted.status().to_string();
  // The base has not changed: another request still does not know the key.
  EXPECT_FALSE(fixture.admission().admit_signed(later, state).ok());
  // And the writer agrees when the batch stands in this order.
  Writer::Batch batch{std::move(enrolment), std::move(admitted).value()};
  EXPECT_TRUE(fixture.append(std::move(batch)).ok());
}

TEST(BatchKeys, ARotationAnnouncesTheNewKey) {
  LedgerFixture fixture;
  const auto fresh = tests::private_key_of("p-bureau-2");
  auto rotation = fixture.event("key.rotated", "p-bureau");
  rotation.set("kid", tests::private_key_of("p-bureau").kid().value).set("new_kid", fresh.kid().value);
  rotation.set("algorithm", "Ed25519").set("public_key", to_base64url(fresh.public_key()));
  rotation.set("valid_from", "2026-04-01T00:00:00+09:00");
  const KvState state(*fixture.view()->reader);
  BatchKeys keys(state);
  keys.note(fixture.signed_event(rotation));
  const auto found = find_key(keys, fresh.kid());
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->public_key, fresh.public_key());
  EXPECT_TRUE(find_key(keys, tests::private_key_of("p-bureau").kid()).has_value())
      << "the old one stays known";
}

TEST(BatchKeys, PassesOverOtherEvents) {
  LedgerFixture fixture;
  const KvState state(*fixture.view()->reader);
  BatchKeys keys(state);
  keys.note(fixture.signed_event(fixture.policy(1)));
  keys.note(fixture.attested_event(fixture.person("p-1")));
  EXPECT_FALSE(find_key(keys, tests::private_key_of("p-bureau-2").kid()).has_value());
}

// The kid of the administrator with a stranger's public key: the rules would refuse it, but only after
// admission.
TEST(BatchKeys, AnEnrolledKeyIsNotReplacedByAnAnnouncement) {
  LedgerFixture fixture;
  const KvState state(*fixture.view()->reader);
  BatchKeys keys(state);
  auto forged = fixture.key_enrolled("stranger", "p-bureau");
  forged.set("kid", tests::private_key_of("p-admin").kid().value);
  keys.note(fixture.signed_event(forged));
  const auto found = find_key(keys, tests::private_key_of("p-admin").kid());
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->public_key, tests::private_key_of("p-admin").public_key());
}

TEST(BatchKeys, ScansAndHealthAreThoseOfTheBase) {
  LedgerFixture fixture;
  FaultyReads reads(fixture.kv());
  const KvState state(reads);
  const BatchKeys keys(state);
  std::size_t records = 0;
  keys.scan({}, [&](ByteView, ByteView) { return ++records < 1000; });
  EXPECT_GT(records, 5U);
  EXPECT_TRUE(keys.health().ok());
  reads.broken = kState;
  EXPECT_FALSE(keys.get("x").has_value());
  EXPECT_EQ(keys.health().reason(), "kv.io");
}

}  // namespace
}  // namespace ledger
