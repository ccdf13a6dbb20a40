// Goal: a key is durable before it is given, belongs to one subject for ever, and never stands unwrapped in a
// file; damage is refused, not guessed around. Method: real directories, closed, damaged and opened again; a
// property over random runs with restarts; threads asking at once.
#include "security/keyring.h"

#include <functional>
#include <gtest/gtest.h>
#include <set>
#include <sys/resource.h>
#include <thread>
#include <utility>

#include "tests/support/seeded_random.h"
#include "tests/unit/security/keyring_fixture.h"

namespace security {
namespace {

using ledger::Bytes;

// While it lives, no file can be opened.
class NoMoreDescriptors {
 public:
  NoMoreDescriptors() {
    EXPECT_EQ(::getrlimit(RLIMIT_NOFILE, &before_), 0);
    rlimit none = before_;
    none.rlim_cur = 0;
    EXPECT_EQ(::setrlimit(RLIMIT_NOFILE, &none), 0);
  }
  ~NoMoreDescriptors() { EXPECT_EQ(::setrlimit(RLIMIT_NOFILE, &before_), 0); }
  NoMoreDescriptors(const NoMoreDescriptors&) = delete;
  NoMoreDescriptors& operator=(const NoMoreDescriptors&) = delete;

 private:
  rlimit before_{};
};

TEST(Keyring, OneSubjectOneKeyPerScope) {
  KeyringFixture fixture(false);
  ASSERT_TRUE(fixture.open().ok());
  const AssignedKey first = fixture.assign("business/b1", "c40");
  EXPECT_EQ(fixture.assign("business/b1", "c40").name, first.name);
  EXPECT_NE(fixture.assign("business/b2", "c40").name, first.name);
  EXPECT_NE(fixture.assign("business/b1", "c41").name, first.name);
  EXPECT_EQ(first.keys->data.size(), 32U);
  auto found = fixture.keyring().find(first.name);
  ASSERT_TRUE(found.ok());
  EXPECT_EQ(*found, first.keys);
}

TEST(Keyring, AStoredAssignmentSurvivesAndAnUnstoredOneIsNeverGivenAgain) {
  KeyringFixture fixture(true);
  ASSERT_TRUE(fixture.open().ok());
  const AssignedKey stored = fixture.use("business/b1", "c40");
  const AssignedKey lost = fixture.assign("business/b2", "c40");
  const Bytes data(stored.keys->data.view());
  ASSERT_TRUE(fixture.open().ok());
  const AssignedKey again = fixture.assign("business/b1", "c40");
  EXPECT_EQ(again.name, stored.name);
  EXPECT_EQ(again.keys->data.view(), data);
  EXPECT_NE(fixture.assign("business/b2", "c40").name, lost.name);
}

TEST(Keyring, TwoSubjectsNeverShareAKey) {
  tests::SeededRandom random(41);
  SCOPED_TRACE(random.trace());
  KeyringFixture fixture(true,
                         {.pool_keys_min = 2, .pool_keys_max = 4, .cached_keys_max = 3, .pending_max = 6});
  ASSERT_TRUE(fixture.open().ok());
  std::map<KeyName, std::string> owner;  // of every key ever handed out
  std::map<std::string, KeyName> stored;
  for (int step = 0; step < 600; ++step) {
    if (random.one_in(25)) {
      ASSERT_TRUE(fixture.open().ok());
    }
    const std::string subject = "business/b" + std::to_string(random.below(60));
    const std::string scope = random.one_in(3) ? "c41" : "c40";
    const std::string pair = subject + "@" + scope;
    auto key = fixture.keyring().assign(subject, scope);
    if (!key.ok()) {
      // Six new subjects wait for their events; a crash would clear them.
      ASSERT_EQ(key.status().reason(), "keyring.pending");
      ASSERT_TRUE(fixture.open().ok());
      continue;
    }
    const auto [known, fresh] = owner.emplace(key->name, pair);
    ASSERT_TRUE(fresh || known->second == pair) << pair << " got the key of " << known->second;
    if (const auto row = stored.find(pair); row != stored.end()) {
      ASSERT_EQ(key->name, row->second) << pair;
    } else if (random.one_in(2)) {
      fixture.assignments.store(subject, scope, view_of(key->name));
      stored.emplace(pair, key->name);
    }
  }
  EXPECT_GT(stored.size(), 30U);
}

TEST(Keyring, ThreadsAgreeOnOneKey) {
  KeyringFixture fixture(false, {.pool_keys_min = 1, .pool_keys_max = 2, .pending_max = 16});
  ASSERT_TRUE(fixture.open().ok());
  constexpr int kSubjects = 40;
  std::vector<std::vector<KeyName>> seen(4);
  std::vector<std::thread> threads;
  for (auto& names : seen) {
    threads.emplace_back([&fixture, &names] {
      for (int i = 0; i < kSubjects; ++i) {
        const std::string subject = "business/b" + std::to_string(i);
        auto key = fixture.keyring().assign(subject, "c40");
        if (!key.ok()) return;
        fixture.assignments.store(subject, "c40", view_of(key->name));
        names.push_back(key->name);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const auto& names : seen) EXPECT_EQ(names, seen[0]);
  EXPECT_EQ(std::set<KeyName>(seen[0].begin(), seen[0].end()).size(), static_cast<std::size_t>(kSubjects));
}

TEST(Keyring, PendingIsBoundedAndSwept) {
  KeyringFixture fixture(false, {.pool_keys_min = 1, .pool_keys_max = 1, .pending_max = 3});
  ASSERT_TRUE(fixture.open().ok());
  const AssignedKey first = fixture.assign("business/b1", "c40");
  fixture.assign("business/b2", "c40");
  fixture.assign("business/b3", "c40");
  auto full = fixture.keyring().assign("business/b4", "c40");
  ASSERT_FALSE(full.ok());
  EXPECT_EQ(full.status().reason(), "keyring.pending");
  EXPECT_EQ(full.status().code(), ledger::StatusCode::kResourceExhausted);
  EXPECT_EQ(fixture.assign("business/b1", "c40").name, first.name);
  fixture.assignments.store("business/b1", "c40", view_of(first.name));
  fixture.assign("business/b4", "c40");
  EXPECT_EQ(fixture.assign("business/b1", "c40").name, first.name);
}

TEST(Keyring, AStoredAssignmentIsAskedForOnce) {
  KeyringFixture fixture(false, {.stored_max = 2});
  ASSERT_TRUE(fixture.open().ok());
  std::vector<KeyName> names;
  for (const char* subject : {"business/b1", "business/b2", "business/b3"}) {
    names.push_back(fixture.use(subject, "c40").name);
  }
  ASSERT_TRUE(fixture.open().ok());
  const auto reads_of = [&](const char* subject, const KeyName& name) {
    const std::size_t before = fixture.assignments.reads();
    EXPECT_EQ(fixture.assign(subject, "c40").name, name);
    return fixture.assignments.reads() - before;
  };
  EXPECT_EQ(reads_of("business/b1", names[0]), 1U);
  EXPECT_EQ(reads_of("business/b1", names[0]), 0U);
  EXPECT_EQ(reads_of("business/b2", names[1]), 1U);
  EXPECT_EQ(reads_of("business/b3", names[2]), 1U) << "one more than is remembered";
  EXPECT_EQ(reads_of("business/b1", names[0]), 1U) << "forgotten for it";
  EXPECT_EQ(reads_of("business/b3", names[2]), 0U);
}

TEST(Keyring, ARememberedAssignmentGivesNoKeyAfterAnErasure) {
  KeyringFixture fixture(false);
  ASSERT_TRUE(fixture.open().ok());
  const AssignedKey key = fixture.use("business/b1", "c40");
  ASSERT_TRUE(fixture.open().ok());
  EXPECT_EQ(fixture.assign("business/b1", "c40").name, key.name);
  ErasureOrder order;
  order.names.push_back(key.name);
  ASSERT_TRUE(fixture.keyring().destroy_keys(order).ok());
  EXPECT_EQ(fixture.keyring().assign("business/b1", "c40").status().reason(), "subject.erased");
}

TEST(Keyring, LeftoversOfARunAreBounded) {
  KeyringFixture fixture(false);
  for (int run = 0; run < 10; ++run) {
    ASSERT_TRUE(fixture.open().ok());
    const std::size_t before = fixture.keyring().key_count();
    const int used = run * 3;
    for (int i = 0; i < used; ++i)
      fixture.use("business/" + std::to_string(run) + "-" + std::to_string(i), "c40");
    const std::size_t made = fixture.keyring().key_count() - before;
    EXPECT_LE(made, static_cast<std::size_t>(used) * 3 + 8);
    EXPECT_LE(made, static_cast<std::size_t>(used) + 64);
    if (used == 0) {
      EXPECT_EQ(made, 0U);
    }
  }
}

TEST(Keyring, NoFileHoldsAKeyUnwrapped) {
  KeyringFixture fixture(true);
  ASSERT_TRUE(fixture.open().ok());
  std::vector<Bytes> secrets{Bytes(kMasterText)};
  for (int i = 0; i < 100; ++i) {
    const AssignedKey key = fixture.use("business/b" + std::to_string(i), i % 2 == 0 ? "c40" : "hq");
    secrets.emplace_back(key.keys->data.view());
    secrets.emplace_back(key.keys->salt.view());
  }
  fixture.close();
  std::size_t scanned = 0;
  for (const auto& directory : fixture.directories()) {
    for (const std::string& file : files_in(directory)) {
      const Bytes bytes = read_whole(directory / file);
      scanned += bytes.size();
      // Half a key is as bad as a whole one.
      for (const Bytes& secret : secrets) {
        EXPECT_EQ(bytes.find(secret.substr(0, 16)), Bytes::npos) << file;
        EXPECT_EQ(bytes.find(secret.substr(16)), Bytes::npos) << file;
      }
      EXPECT_EQ(bytes.find("business"), Bytes::npos) << file;
    }
  }
  EXPECT_GT(scanned, 2 * 100 * kRingRecordBytes);
}

TEST(Keyring, BadScopesAreRefused) {
  KeyringFixture fixture(false);
  ASSERT_TRUE(fixture.open().ok());
  for (const char* scope : {"", ".", "..", ".hidden", "a/b", "../c40", "c 40", "c\n", "拠点"}) {
    auto key = fixture.keyring().assign("business/b1", scope);
    ASSERT_FALSE(key.ok()) << scope;
    EXPECT_EQ(key.status().reason(), "keyring.scope") << scope;
  }
  EXPECT_EQ(files_in(fixture.primary()), std::vector<std::string>{"keyring.master"});
}

TEST(Keyring, TooManyScopesAreRefused) {
  KeyringFixture fixture(false, {.scopes_max = 2});
  ASSERT_TRUE(fixture.open().ok());
  fixture.assign("business/b1", "c40");
  fixture.assign("business/b1", "c41");
  EXPECT_EQ(fixture.keyring().assign("business/b1", "c42").status().reason(), "keyring.scopes");
  EXPECT_TRUE(fixture.keyring().assign("business/b2", "c41").ok());
}

TEST(Keyring, AnAssignedKeyThatNoRingHoldsIsLoss) {
  KeyringFixture fixture(false);
  ASSERT_TRUE(fixture.open().ok());
  fixture.assignments.store("business/b1", "c40", Bytes(16, 'x'));
  fixture.assignments.store("business/b2", "c40", "short");
  for (const char* subject : {"business/b1", "business/b2"}) {
    auto key = fixture.keyring().assign(subject, "c40");
    ASSERT_FALSE(key.ok());
    EXPECT_EQ(key.status().reason(), "keyring.key_missing");
    EXPECT_EQ(key.status().code(), ledger::StatusCode::kDataLoss);
  }
  EXPECT_EQ(fixture.keyring().find(KeyName{}).status().reason(), "keyring.key_missing");
  EXPECT_EQ(fixture.keyring().check_known(KeyName{}).reason(), "keyring.key_missing");
}

TEST(Keyring, ACutRingIsFoundByTheAssignments) {
  KeyringFixture fixture(false);
  ASSERT_TRUE(fixture.open().ok());
  const AssignedKey key = fixture.use("business/b1", "c40");
  EXPECT_TRUE(fixture.keyring().check_known(key.name).ok());
  fixture.close();
  // Without a second medium a cut that takes the commit away looks like a crash.
  std::filesystem::resize_file(fixture.primary() / "c40.ring", 5 * kRingRecordBytes);
  ASSERT_TRUE(fixture.open().ok());
  EXPECT_FALSE(fixture.keyring().open_report().repairs.empty());
  EXPECT_EQ(fixture.keyring().check_known(key.name).reason(), "keyring.key_missing");
  EXPECT_EQ(fixture.keyring().assign("business/b1", "c40").status().reason(), "keyring.key_missing");
}

TEST(Keyring, EveryFlippedByteOfARingIsRefused) {
  KeyringFixture fixture(false, {.pool_keys_min = 2, .pool_keys_max = 2});
  ASSERT_TRUE(fixture.open().ok());
  fixture.use("business/b1", "c40");
  fixture.close();
  const auto path = fixture.primary() / "c40.ring";
  const std::size_t size = read_whole(path).size();
  ASSERT_EQ(size, 4 * kRingRecordBytes);
  for (std::size_t i = 0; i < size; ++i) {
    flip(path, i);
    const ledger::Status status = fixture.open();
    ASSERT_FALSE(status.ok()) << "byte " << i;
    EXPECT_EQ(status.reason(), "keyring.corrupt") << "byte " << i;
    fixture.close();
    flip(path, i);
  }
  EXPECT_TRUE(fixture.open().ok());
}

TEST(Keyring, TornTailIsDroppedAndTheRingGoesOn) {
  for (const bool second : {false, true}) {
    KeyringFixture fixture(second, {.pool_keys_min = 2, .pool_keys_max = 2});
    ASSERT_TRUE(fixture.open().ok());
    const AssignedKey key = fixture.use("business/b1", "c40");
    fixture.close();
    for (const auto& directory : fixture.directories()) {
      const Bytes good = read_whole(directory / "c40.ring");
      write_whole(directory / "c40.ring", good + Bytes(200, '\0'));
    }
    ASSERT_TRUE(fixture.open().ok());
    EXPECT_EQ(fixture.keyring().open_report().repairs.size(), fixture.directories().size());
    EXPECT_EQ(fixture.assign("business/b1", "c40").name, key.name);
    for (int i = 0; i < 5; ++i) fixture.use("business/n" + std::to_string(i), "c40");
    ASSERT_TRUE(fixture.open().ok());
    EXPECT_TRUE(fixture.keyring().open_report().repairs.empty());
  }
}

TEST(Keyring, MediaThatDifferAreAlignedOrRefused) {
  KeyringFixture fixture(true, {.pool_keys_min = 2, .pool_keys_max = 2});
  ASSERT_TRUE(fixture.open().ok());
  for (int i = 0; i < 4; ++i) fixture.use("business/b" + std::to_string(i), "c40");
  fixture.close();
  const auto primary = fixture.primary() / "c40.ring";
  const auto second = fixture.second() / "c40.ring";
  const Bytes whole = read_whole(primary);
  ASSERT_EQ(whole, read_whole(second));

  std::filesystem::resize_file(second, 4 * kRingRecordBytes);  // a crash between the two media
  ASSERT_TRUE(fixture.open().ok());
  EXPECT_EQ(read_whole(second), whole);
  fixture.close();

  std::filesystem::resize_file(primary, 4 * kRingRecordBytes + 10);  // a lost tail that the other medium has
  ASSERT_TRUE(fixture.open().ok());
  EXPECT_EQ(read_whole(primary), whole);
  fixture.close();

  std::filesystem::remove(second);  // a new second medium
  ASSERT_TRUE(fixture.open().ok());
  EXPECT_EQ(read_whole(second), whole);
  fixture.close();

  flip(second, 200);
  EXPECT_EQ(fixture.open().reason(), "keyring.corrupt");
  fixture.close();
  flip(second, 200);

  std::filesystem::remove(primary);
  EXPECT_EQ(fixture.open().reason(), "keyring.ring_missing");
  fixture.close();

  KeyringFixture other(false, {.pool_keys_min = 2, .pool_keys_max = 2});
  ASSERT_TRUE(other.open().ok());
  other.use("business/b1", "c40");
  other.close();
  std::filesystem::copy_file(other.primary() / "c40.ring", primary);
  EXPECT_EQ(fixture.open().reason(), "keyring.diverged");
}

TEST(Keyring, ARingUnderAnotherKekIsRefused) {
  KeyringFixture fixture(false);
  ASSERT_TRUE(fixture.open().ok());
  fixture.use("business/b1", "c40");
  fixture.use("business/b1", "c41");
  fixture.close();
  std::filesystem::remove(fixture.primary() / "c40.1.kek");
  EXPECT_EQ(fixture.open().reason(), "keyring.kek_missing");
  fixture.close();
  std::filesystem::rename(fixture.primary() / "c41.ring", fixture.primary() / "c40.ring");
  EXPECT_EQ(fixture.open().reason(), "keyring.corrupt");
}

TEST(Keyring, AfterAFailedWriteNoKeyIsMade) {
  KeyringFixture fixture(false, {.pool_keys_min = 1, .pool_keys_max = 1});
  ASSERT_TRUE(fixture.open().ok());
  std::vector<std::string> told;
  fixture.keyring().on_failure([&](const ledger::Status& why) { told.push_back(why.reason()); });
  EXPECT_TRUE(fixture.keyring().writable());
  const AssignedKey key = fixture.use("business/b1", "c40");
  std::filesystem::rename(fixture.primary() / "c40.ring", fixture.primary() / "aside");
  EXPECT_EQ(fixture.keyring().assign("business/b2", "c40").status().reason(), "keyring.io");
  std::filesystem::rename(fixture.primary() / "aside", fixture.primary() / "c40.ring");
  EXPECT_EQ(fixture.keyring().assign("business/b2", "c40").status().reason(), "keyring.unavailable");
  EXPECT_EQ(fixture.keyring().assign("business/b2", "c41").status().reason(), "keyring.unavailable");
  EXPECT_EQ(fixture.keyring().destroy_keys({{}, {key.name}}).status().reason(), "keyring.unavailable");
  EXPECT_FALSE(fixture.keyring().writable());
  EXPECT_TRUE(fixture.keyring().retry().ok()) << "there is nothing that may be written again";
  EXPECT_FALSE(fixture.keyring().writable());
  EXPECT_EQ(told, std::vector<std::string>{"keyring.io"}) << "once, for the owner to end the process";
  EXPECT_TRUE(fixture.keyring().find(key.name).ok());
  EXPECT_EQ(fixture.assign("business/b1", "c40").name, key.name);
  ASSERT_TRUE(fixture.open().ok());
  EXPECT_TRUE(fixture.keyring().assign("business/b2", "c40").ok());
}

// No descriptor left: as for a full disk, nothing was written, and nothing is in doubt.
TEST(Keyring, WithoutRoomNothingIsInDoubtAndTheWriteComesAgain) {
  for (const bool second : {false, true}) {
    for (const bool by_retry : {false, true}) {
      KeyringFixture fixture(second, {.pool_keys_min = 1, .pool_keys_max = 1});
      ASSERT_TRUE(fixture.open().ok());
      std::vector<std::string> told;
      fixture.keyring().on_failure([&](const ledger::Status& why) { told.push_back(why.reason()); });
      const AssignedKey key = fixture.use("business/b1", "c40");
      {
        const NoMoreDescriptors none;
        EXPECT_EQ(fixture.keyring().assign("business/b2", "c40").status().reason(), "keyring.exhausted");
        EXPECT_FALSE(fixture.keyring().writable());
        EXPECT_EQ(fixture.keyring().retry().reason(), "keyring.exhausted");
        EXPECT_EQ(fixture.keyring().assign("business/b3", "c41").status().reason(), "keyring.exhausted");
        EXPECT_EQ(fixture.assign("business/b1", "c40").name, key.name) << "keys at hand still work";
      }
      if (by_retry) {
        EXPECT_TRUE(fixture.keyring().retry().ok());
      } else {
        EXPECT_TRUE(fixture.keyring().assign("business/b3", "c41").ok());
      }
      EXPECT_TRUE(fixture.keyring().writable());
      EXPECT_TRUE(told.empty());
      const AssignedKey later = fixture.use("business/b2", "c40");
      EXPECT_NE(later.name, key.name);
      ASSERT_TRUE(fixture.open().ok()) << "and all of it reads back";
      EXPECT_EQ(fixture.assign("business/b1", "c40").name, key.name);
      EXPECT_EQ(fixture.assign("business/b2", "c40").name, later.name);
      EXPECT_TRUE(fixture.keyring().open_report().repairs.empty());
    }
  }
}

TEST(Keyring, UnfinishedFilesAreSweptAtOpen) {
  KeyringFixture fixture(false);
  ASSERT_TRUE(fixture.open().ok());
  fixture.close();
  write_whole(fixture.primary() / "c40.ring.part", "half");
  ASSERT_TRUE(fixture.open().ok());
  EXPECT_EQ(files_in(fixture.primary()), std::vector<std::string>{"keyring.master"});
}

TEST(Keyring, OverReadOnlyMediaNothingIsRepaired) {
  KeyringFixture fixture(false, {.pool_keys_min = 2, .pool_keys_max = 2});
  ASSERT_TRUE(fixture.open().ok());
  const AssignedKey key = fixture.use("business/b1", "c40");
  fixture.close();
  const Bytes torn = read_whole(fixture.primary() / "c40.ring") + Bytes(200, '\0');
  write_whole(fixture.primary() / "c40.ring", torn);
  write_whole(fixture.primary() / "c41.ring.part", "half");
  const auto files = files_in(fixture.primary());

  const auto media = Media::open_read_only(fixture.primary());
  ASSERT_TRUE(media.ok()) << media.status().to_string();
  const auto encryptor = FileKeyEncryptor::open(*media, master_of(kMasterText));
  ASSERT_TRUE(encryptor.ok()) << encryptor.status().to_string();
  const auto keyring = Keyring::open(*media, **encryptor, fixture.assignments);
  ASSERT_TRUE(keyring.ok()) << keyring.status().to_string();
  EXPECT_TRUE((*keyring)->find(key.name).ok());
  EXPECT_EQ((*keyring)->assign("business/new", "c40").status().reason(), "keyring.read_only");
  EXPECT_EQ(files_in(fixture.primary()), files);
  EXPECT_EQ(read_whole(fixture.primary() / "c40.ring"), torn);
}

}  // namespace
}  // namespace security
