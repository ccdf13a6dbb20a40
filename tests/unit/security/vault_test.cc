// Goal: a sealed field opens as itself, for its own event and digest, until its key is destroyed, and never
// otherwise. Method: rows with every byte changed, rows exchanged, erasure beside untouched neighbours, and
// sealing from threads.
#include "security/vault.h"

#include <gtest/gtest.h>
#include <thread>

#include "ledger/event/disclosure.h"
#include "security/cipher.h"
#include "tests/unit/security/keyring_fixture.h"

namespace security {
namespace {

using ledger::Bytes;
using ledger::ByteView;
using ledger::Disclosure;
using ledger::EventId;

EventId event_of(std::uint8_t number) {
  EventId id;
  id.bytes.fill(number);
  return id;
}
Disclosure field_of(std::string_view name, std::string_view value) {
  return ledger::make_disclosure(Bytes(16, 's'), name, ledger::JsonValue(std::string(value)));
}

class VaultTest : public testing::Test {
 protected:
  VaultTest() {
    EXPECT_TRUE(fixture_.open().ok());
    vault_ = std::make_unique<Vault>(fixture_.keyring());
  }
  void reopen() {
    vault_.reset();
    ASSERT_TRUE(fixture_.open().ok());
    vault_ = std::make_unique<Vault>(fixture_.keyring());
  }
  // Seals one field and stores its assignment.
  ledger::SealedRow seal(const EventId& id, const std::string& subject, const Disclosure& field) {
    auto rows = vault_->seal(id, {{subject, "c40", &field}});
    EXPECT_TRUE(rows.ok()) << rows.status().to_string();
    ledger::SealedRow row = rows->at(0);
    fixture_.assignments.store(row.subject, row.scope, row.key_id);
    return row;
  }
  void expect_corrupt(const EventId& id, const ledger::Hash32& digest, ledger::ByteView sealed) {
    auto opened = vault_->open(id, digest, sealed);
    ASSERT_FALSE(opened.ok());
    EXPECT_EQ(opened.status().reason(), "vault.corrupt");
    EXPECT_EQ(opened.status().code(), ledger::StatusCode::kDataLoss);
  }

  KeyringFixture fixture_{true, {.pool_keys_min = 2, .pool_keys_max = 4, .cached_keys_max = 2}};
  std::unique_ptr<Vault> vault_;
};

TEST_F(VaultTest, OpensWhatItSealedAlsoAfterARestart) {
  const Disclosure name = field_of("name", "株式会社さくら");
  const ledger::SealedRow row = seal(event_of(1), "business/b1", name);
  EXPECT_EQ(row.event, event_of(1));
  EXPECT_EQ(row.digest, name.digest);
  EXPECT_EQ(row.key_id.size(), 16U);
  EXPECT_EQ(row.sealed.size(), 1 + 16 + 12 + name.encoded.size() + 16);
  EXPECT_EQ(row.sealed.substr(1, 16), row.key_id);
  EXPECT_EQ(row.sealed.find(name.encoded.substr(0, 12)), Bytes::npos);
  EXPECT_EQ(*vault_->open(row.event, row.digest, row.sealed), name.encoded);
  reopen();
  EXPECT_EQ(*vault_->open(row.event, row.digest, row.sealed), name.encoded);
}

TEST_F(VaultTest, OneKeyPerSubjectAFreshNoncePerRow) {
  const Disclosure a = field_of("a", "1");
  const Disclosure b = field_of("b", "2");
  auto rows = vault_->seal(event_of(1), {{"business/b1", "c40", &a},
                                         {"business/b2", "c40", &b},
                                         {"business/b1", "c40", &b},
                                         {"business/b1", "c41", &b}});
  ASSERT_TRUE(rows.ok());
  ASSERT_EQ(rows->size(), 4U);
  EXPECT_EQ(rows->at(0).key_id, rows->at(2).key_id);
  EXPECT_NE(rows->at(0).key_id, rows->at(1).key_id);
  EXPECT_NE(rows->at(0).key_id, rows->at(3).key_id);
  auto again = vault_->seal(event_of(1), {{"business/b1", "c40", &a}});
  EXPECT_NE(again->at(0).sealed, rows->at(0).sealed);
  EXPECT_TRUE(vault_->seal(event_of(2), {})->empty());
}

TEST_F(VaultTest, EveryChangedByteIsRefused) {
  const Disclosure field = field_of("name", "x");
  const ledger::SealedRow row = seal(event_of(1), "business/b1", field);
  for (std::size_t i = 0; i < row.sealed.size(); ++i) {
    SCOPED_TRACE("byte " + std::to_string(i));
    Bytes bad = row.sealed;
    bad[i] = static_cast<char>(bad[i] ^ 0x10);
    expect_corrupt(row.event, row.digest, bad);
    expect_corrupt(row.event, row.digest, row.sealed.substr(0, i));
  }
  expect_corrupt(row.event, row.digest, row.sealed + "x");
}

TEST_F(VaultTest, ARowBelongsToItsEventAndField) {
  const Disclosure a = field_of("a", "one");
  const Disclosure b = field_of("b", "two");
  const ledger::SealedRow of_a = seal(event_of(1), "business/b1", a);
  const ledger::SealedRow of_b = seal(event_of(1), "business/b1", b);
  const ledger::SealedRow later = seal(event_of(2), "business/b1", a);
  expect_corrupt(of_b.event, of_b.digest, of_a.sealed);
  expect_corrupt(of_a.event, of_a.digest, of_b.sealed);
  expect_corrupt(of_a.event, of_a.digest, later.sealed);
  expect_corrupt(event_of(3), of_a.digest, of_a.sealed);
  const ledger::SealedRow other = seal(event_of(1), "business/b2", a);
  Bytes renamed = of_a.sealed;
  renamed.replace(1, 16, other.key_id);
  expect_corrupt(of_a.event, of_a.digest, renamed);
}

TEST_F(VaultTest, AnAttachmentOpensAsItselfOnly) {
  const Bytes content = "%PDF-1.7 " + Bytes(100'000, 'x');
  const auto sealed = vault_->seal_attachment(event_of(1), "business/b1", "c40", content);
  ASSERT_TRUE(sealed.ok());
  EXPECT_EQ(sealed->find("%PDF"), Bytes::npos);
  EXPECT_EQ(*vault_->open_attachment(event_of(1), *sealed), content);
  const Disclosure field = field_of("name", "x");
  const ledger::SealedRow row = seal(event_of(1), "business/b1", field);
  EXPECT_EQ(sealed->substr(1, 16), row.key_id) << "the subject's key: erased with it";
  const auto refused = [&](const ledger::EventId& id, ByteView bytes) {
    return vault_->open_attachment(id, bytes).status().reason() == "vault.corrupt";
  };
  EXPECT_TRUE(refused(event_of(2), *sealed));
  EXPECT_TRUE(refused(event_of(1), row.sealed)) << "a field is no attachment";
  expect_corrupt(row.event, row.digest, *sealed);
  for (const std::size_t at : {std::size_t{0}, std::size_t{5}, std::size_t{20}, sealed->size() - 1}) {
    Bytes bad = *sealed;
    bad[at] = static_cast<char>(bad[at] ^ 0x10);
    EXPECT_TRUE(refused(event_of(1), bad)) << at;
    EXPECT_TRUE(refused(event_of(1), sealed->substr(0, at))) << at;
  }
  ASSERT_TRUE(fixture_.keyring().destroy_keys({event_of(9), {*to_key_name(row.key_id)}}).ok());
  EXPECT_EQ(vault_->open_attachment(event_of(1), *sealed).status().reason(), "vault.erased");
  EXPECT_EQ(vault_->seal_attachment(event_of(2), "business/b1", "c40", content).status().reason(),
            "subject.erased");
}

TEST_F(VaultTest, TheRowIsBoundToEventAndDigest) {
  const Disclosure field = field_of("name", "x");
  const ledger::SealedRow row = seal(event_of(1), "business/b1", field);
  auto keys = fixture_.keyring().find(*to_key_name(row.key_id));
  ASSERT_TRUE(keys.ok());
  Bytes place(ledger::view_of(row.event));
  place += ledger::view_of(row.digest);
  EXPECT_EQ(gcm_open((*keys)->data.view(), place, row.sealed.substr(17))->view(), field.encoded);
  EXPECT_FALSE(gcm_open((*keys)->data.view(), place.substr(0, 16), row.sealed.substr(17)).ok());
}

TEST_F(VaultTest, SealedTextMustBeTheSignedField) {
  // Right key and place, but not the text whose digest was signed.
  const Disclosure field = field_of("name", "x");
  const ledger::SealedRow row = seal(event_of(1), "business/b1", field);
  auto keys = fixture_.keyring().find(*to_key_name(row.key_id));
  ASSERT_TRUE(keys.ok());
  Bytes place(ledger::view_of(row.event));
  place += ledger::view_of(row.digest);
  const Bytes box = *gcm_seal((*keys)->data.view(), place, "another text");
  expect_corrupt(row.event, row.digest, row.sealed.substr(0, 17) + box);
}

TEST_F(VaultTest, ErasureTakesTheSubjectAndKeepsTheRest) {
  const Disclosure field = field_of("name", "x");
  const ledger::SealedRow gone = seal(event_of(1), "business/b1", field);
  const ledger::SealedRow gone_too = seal(event_of(2), "business/b1", field);
  const ledger::SealedRow kept = seal(event_of(3), "business/b2", field);
  const Bytes salt = *vault_->attested_salt(event_of(3), "business/b2", "c40", "name");
  ASSERT_TRUE(fixture_.keyring().destroy_keys({event_of(9), {*to_key_name(gone.key_id)}}).ok());
  for (int round = 0; round < 2; ++round) {
    for (const ledger::SealedRow& row : {gone, gone_too}) {
      auto opened = vault_->open(row.event, row.digest, row.sealed);
      ASSERT_FALSE(opened.ok());
      EXPECT_EQ(opened.status().reason(), "vault.erased");
      EXPECT_EQ(opened.status().code(), ledger::StatusCode::kNotFound);
    }
    EXPECT_EQ(vault_->seal(event_of(4), {{"business/b1", "c40", &field}}).status().reason(),
              "subject.erased");
    EXPECT_EQ(vault_->attested_salt(event_of(1), "business/b1", "c40", "name").status().reason(),
              "subject.erased");
    EXPECT_EQ(*vault_->open(kept.event, kept.digest, kept.sealed), field.encoded);
    EXPECT_EQ(*vault_->attested_salt(event_of(3), "business/b2", "c40", "name"), salt);
    reopen();
  }
}

TEST_F(VaultTest, SaltsRepeatForARetryAndDifferElsewhere) {
  const auto salt = [&](std::uint8_t event, const char* subject, const char* scope, const char* field) {
    auto made = vault_->attested_salt(event_of(event), subject, scope, field);
    EXPECT_TRUE(made.ok()) << made.status().to_string();
    return made.ok() ? *made : Bytes();
  };
  const Bytes first = salt(1, "business/b1", "c40", "name");
  EXPECT_EQ(first.size(), 16U);
  EXPECT_EQ(salt(1, "business/b1", "c40", "name"), first);
  EXPECT_NE(salt(2, "business/b1", "c40", "name"), first);
  EXPECT_NE(salt(1, "business/b2", "c40", "name"), first);
  EXPECT_NE(salt(1, "business/b1", "c41", "name"), first);
  EXPECT_NE(salt(1, "business/b1", "c40", "names"), first);
  fixture_.use("business/b1", "c40");
  reopen();
  EXPECT_EQ(salt(1, "business/b1", "c40", "name"), first);
}

TEST_F(VaultTest, RefusalsOfTheKeyringPassThrough) {
  const Disclosure field = field_of("name", "x");
  EXPECT_EQ(vault_->seal(event_of(1), {{"business/b1", "no such/scope", &field}}).status().reason(),
            "keyring.scope");
  EXPECT_EQ(vault_->attested_salt(event_of(1), "business/b1", "", "f").status().reason(), "keyring.scope");
  fixture_.assignments.store("business/b7", "c40", Bytes(16, 'x'));
  EXPECT_EQ(vault_->seal(event_of(1), {{"business/b7", "c40", &field}}).status().reason(),
            "keyring.key_missing");
}

TEST_F(VaultTest, ThreadsSealAndOpen) {
  constexpr int kThreads = 4;
  constexpr int kRows = 60;
  std::vector<std::string> failures(kThreads);
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([this, t, &failures] {
      for (int i = 0; i < kRows; ++i) {
        const Disclosure field = field_of("n", std::to_string(t) + "-" + std::to_string(i));
        const EventId id = event_of(static_cast<std::uint8_t>(i));
        auto rows = vault_->seal(id, {{"business/b" + std::to_string(i % 7), "c40", &field}});
        if (!rows.ok()) {
          failures[static_cast<std::size_t>(t)] = rows.status().to_string();
          return;
        }
        const auto opened = vault_->open(id, field.digest, rows->at(0).sealed);
        if (!opened.ok() || *opened != field.encoded)
          failures[static_cast<std::size_t>(t)] = "row " + field.encoded;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const std::string& failure : failures) EXPECT_EQ(failure, "");
}

}  // namespace
}  // namespace security
