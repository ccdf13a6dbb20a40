// Goal: what happens between the keyring's question and its answer gives no subject a second key and no
// erased key back; a helper that fails is said to have failed. Method: sources of assignments and an
// encryptor that call back in the middle, are away for a while, or fail.
#include <functional>
#include <gtest/gtest.h>
#include <utility>

#include "security/keyring.h"
#include "tests/unit/security/keyring_fixture.h"

namespace security {
namespace {

using ledger::Bytes;

// Answers as the view of the first moment, and lets something happen before the answer arrives.
class LateAssignments final : public AssignmentSource {
 public:
  explicit LateAssignments(const AssignmentSource& rows) : rows_(rows) {}
  ledger::Result<std::optional<Bytes>> find(std::string_view subject, std::string_view scope) const override {
    auto answer = rows_.find(subject, scope);
    if (const auto act = std::exchange(meanwhile, nullptr)) act();
    return answer;
  }
  mutable std::function<void()> meanwhile;

 private:
  const AssignmentSource& rows_;
};

TEST(Keyring, ASweepBetweenQuestionAndAnswerMakesNoSecondKey) {
  KeyringFixture fixture(false);
  ASSERT_TRUE(fixture.open().ok());
  const LateAssignments late(fixture.assignments);
  auto keyring = Keyring::open(fixture.media(), fixture.encryptor(), late, {.pending_max = 1});
  ASSERT_TRUE(keyring.ok());
  KeyName first;
  late.meanwhile = [&] {
    // Another thread was given the key, its event was stored, and the next new subject swept it from memory.
    first = (*keyring)->assign("business/b1", "c40")->name;
    fixture.assignments.store("business/b1", "c40", view_of(first));
    EXPECT_TRUE((*keyring)->assign("business/b2", "c40").ok());
  };
  auto second = (*keyring)->assign("business/b1", "c40");
  ASSERT_TRUE(second.ok()) << second.status().to_string();
  EXPECT_EQ(second->name, first);
}

// Lets something happen before or after a key is unwrapped.
class LateEncryptor final : public KeyEncryptor {
 public:
  explicit LateEncryptor(KeyEncryptor& real) : real_(real) {}
  ledger::Status create_kek(std::string_view scope, KekGeneration generation) override {
    return real_.create_kek(scope, generation);
  }
  ledger::Status destroy_kek(std::string_view scope, KekGeneration generation) override {
    return real_.destroy_kek(scope, generation);
  }
  ledger::Result<Bytes> wrap(std::string_view scope, KekGeneration generation, ledger::ByteView associated,
                             ledger::ByteView plain) override {
    return broken ? ledger::unavailable("keyring.unavailable", "no module")
                  : real_.wrap(scope, generation, associated, plain);
  }
  ledger::Result<Secret> unwrap(std::string_view scope, KekGeneration generation, ledger::ByteView associated,
                                ledger::ByteView wrapped) override {
    if (const auto act = std::exchange(meanwhile, nullptr)) act();
    auto plain = real_.unwrap(scope, generation, associated, wrapped);
    if (const auto act = std::exchange(afterwards, nullptr)) act();
    return plain;
  }
  std::function<void()> meanwhile, afterwards;
  bool broken = false;

 private:
  KeyEncryptor& real_;
};

TEST(Keyring, ErasureAndRenewalDuringAReadAreSeen) {
  KeyringFixture fixture(false);
  ASSERT_TRUE(fixture.open().ok());
  LateEncryptor late(fixture.encryptor());
  auto keyring = Keyring::open(fixture.media(), late, fixture.assignments, {.cached_keys_max = 1});
  ASSERT_TRUE(keyring.ok());
  const KeyName first = (*keyring)->assign("business/b1", "c40")->name;
  const KeyName second = (*keyring)->assign("business/b2", "c40")->name;  // pushes the first out of the cache
  late.meanwhile = [&] { EXPECT_TRUE((*keyring)->renew_kek({}, "c40").ok()); };
  EXPECT_TRUE((*keyring)->find(first).ok());
  late.meanwhile = [&] { EXPECT_TRUE((*keyring)->destroy_keys({{}, {second}}).ok()); };
  EXPECT_EQ((*keyring)->find(second).status().reason(), "keyring.erased");
  const KeyName third = (*keyring)->assign("business/b3", "c40")->name;
  EXPECT_TRUE((*keyring)->find(first).ok());  // pushes the third out
  late.afterwards = [&] { EXPECT_TRUE((*keyring)->destroy_keys({{}, {third}}).ok()); };
  EXPECT_EQ((*keyring)->find(third).status().reason(), "keyring.erased");
  EXPECT_EQ((*keyring)->find(second).status().reason(), "keyring.erased");
}

TEST(Keyring, AnEncryptorThatIsAwayForAWhileDoesNoHarm) {
  KeyringFixture fixture(false);
  ASSERT_TRUE(fixture.open().ok());
  LateEncryptor late(fixture.encryptor());
  auto keyring = Keyring::open(fixture.media(), late, fixture.assignments);
  ASSERT_TRUE(keyring.ok());
  late.broken = true;
  EXPECT_EQ((*keyring)->assign("business/b1", "c40").status().reason(), "keyring.unavailable");
  late.broken = false;
  EXPECT_TRUE((*keyring)->assign("business/b1", "c40").ok());
  ASSERT_TRUE(fixture.open().ok());
}

class BrokenAssignments final : public AssignmentSource {
 public:
  ledger::Result<std::optional<Bytes>> find(std::string_view, std::string_view) const override {
    return ledger::unavailable("kv.io", "the database does not answer");
  }
};

TEST(Keyring, WithoutAssignmentsNoKeyIsGiven) {
  KeyringFixture fixture(false);
  ASSERT_TRUE(fixture.open().ok());
  const BrokenAssignments broken;
  auto keyring = Keyring::open(fixture.media(), fixture.encryptor(), broken);
  ASSERT_TRUE(keyring.ok());
  EXPECT_EQ((*keyring)->assign("business/b1", "c40").status().reason(), "kv.io");
}

}  // namespace
}  // namespace security
