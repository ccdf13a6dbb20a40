// Goal: a retry of an attested event whose confidential fields a restore lost is told exactly that, and
// nobody else learns more than before. Method: one stored event; its sealed rows, and the row that names its
// subject's key, taken out of the database as a restore leaves it; the same request, and others beside it.
// Faults: F37
#include "ledger/journal/retry.h"

#include <gtest/gtest.h>

#include "ledger/store/keys.h"
#include "ledger/store/kv_log_store.h"
#include "tests/support/ledger_fixture.h"
#include "tests/unit/ledger/journal/database_dump.h"

namespace ledger {
namespace {

using tests::LedgerFixture;

class RetryTest : public ::testing::Test {
 protected:
  RetryTest() : builder_(fixture_.person("p-1")) {
    first_ = fixture_.must_append(fixture_.attested_event(builder_));
  }

  // What a mirror does not give back: every row of the vault, assignments of keys included.
  void lose_the_vault() {
    std::vector<Bytes> keys;
    const auto collect = [&](ByteView key, ByteView) {
      if (key != kHeadKey) keys.emplace_back(key);
      return true;
    };
    ASSERT_TRUE(fixture_.kv().scan(kVault, {}, {}, collect).ok());
    WriteBatch batch;
    for (const Bytes& key : keys) batch.erase(kVault, key);
    ASSERT_FALSE(keys.empty());
    ASSERT_TRUE(fixture_.kv().write(batch, Durability::kSynced).ok());
  }
  Status answer(const VerifiedEvent& event) { return fixture_.append(event).status(); }

  LedgerFixture fixture_;
  tests::EventBuilder builder_;
  Receipt first_;
};

TEST_F(RetryTest, TheSameRequestIsToldWhatIsLost) {
  // As if the server had started on the restored folder: no key is remembered for the subject.
  lose_the_vault();
  fixture_.reopen_keyring();
  const DatabaseDump before = dump_of(fixture_.kv());
  const Status told = answer(fixture_.attested_event(builder_));
  EXPECT_EQ(told.code(), StatusCode::kAlreadyExists);
  EXPECT_EQ(told.reason(), "event.retry_unprovable");
  EXPECT_EQ(told.pointer(), "/id");
  EXPECT_NE(told.message().find("position " + std::to_string(first_.position.value)), std::string::npos);
  EXPECT_EQ(dump_of(fixture_.kv()), before) << "nothing is stored";

  // The confidential part can't be compared at all: another one is told the same.
  const auto with = [](tests::EventBuilder changed) { return changed; };
  EXPECT_EQ(answer(fixture_.attested_event(with(builder_).set("name", "別名"))).reason(),
            "event.retry_unprovable");
  // Everything that can be compared must be equal: fields, principal, way in.
  for (const auto& event : {fixture_.attested_event(with(builder_).set("person_id", "p-9")),
                            fixture_.attested_event(with(builder_).at("2026-05-01T10:00:01+09:00")),
                            fixture_.attested_event(builder_, "gw2"), fixture_.signed_event(builder_)}) {
    const Status refused = answer(event);
    EXPECT_EQ(refused.reason(), "event.id_reused");
    EXPECT_EQ(refused.message(), "this id is already used by an event with another content");
  }
}

TEST_F(RetryTest, WithItsFieldsInTheVaultAnotherContentIsAnotherEvent) {
  const auto other = tests::EventBuilder(builder_).set("name", "別名");
  EXPECT_EQ(answer(fixture_.attested_event(other)).reason(), "event.id_reused");
  EXPECT_TRUE(fixture_.append(fixture_.attested_event(builder_))->stored_before);
}

TEST_F(RetryTest, WhoseKeyIsStillKnownIsComparedAsEver) {
  // Only the sealed rows are gone: the salts come out as before, and the payload is equal.
  const auto sealed = read_sealed(fixture_.kv(), first_.id);
  ASSERT_TRUE(sealed.ok());
  WriteBatch batch;
  for (const auto& [digest, row] : *sealed) batch.erase(kVault, vault_key(first_.id, digest));
  ASSERT_TRUE(fixture_.kv().write(batch, Durability::kSynced).ok());
  fixture_.reopen_keyring();
  const auto again = fixture_.append(fixture_.attested_event(builder_));
  ASSERT_TRUE(again.ok()) << again.status().to_string();
  EXPECT_TRUE(again->stored_before);
  EXPECT_EQ(again->position, first_.position);
}

TEST_F(RetryTest, AnAuthorsTextCarriesItsSalts) {
  const VerifiedEvent event = fixture_.signed_event(fixture_.person("p-2"));
  const Receipt stored = fixture_.must_append(event);
  lose_the_vault();
  fixture_.reopen_keyring();
  const auto again = fixture_.append(event);
  ASSERT_TRUE(again.ok()) << again.status().to_string();
  EXPECT_EQ(again->position, stored.position);
}

}  // namespace
}  // namespace ledger
