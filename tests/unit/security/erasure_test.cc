// Goal: an erasure destroys the ordered keys and nothing else, whatever the instant of a crash, and leaves no
// old ring or key-encryption key behind. Method: stop before each step, open again, and compare every key
// byte for byte.
#include "security/erasure.h"

#include <gtest/gtest.h>

#include "tests/unit/security/keyring_fixture.h"

namespace security {
namespace {

using ledger::Bytes;

ledger::EventId order_id() {
  ledger::EventId id;
  id.bytes.fill(0x17);
  return id;
}

// Ten subjects in two scopes, three of which are to go.
struct Scene {
  explicit Scene(bool with_second) : fixture(with_second, {.pool_keys_min = 4, .pool_keys_max = 8}) {
    EXPECT_TRUE(fixture.open().ok());
    for (int i = 0; i < 10; ++i) {
      const AssignedKey key = fixture.use(subject(i), scope(i));
      (i < 3 ? doomed : kept)[i] = {key.name, Bytes(key.keys->data.view()), Bytes(key.keys->salt.view())};
    }
    for (const auto& directory : fixture.directories()) {
      for (const char* ring : {"c40.ring", "c41.ring"}) old_rings.push_back(read_whole(directory / ring));
    }
  }
  static std::string subject(int i) { return "business/b" + std::to_string(i); }
  static std::string scope(int i) { return i % 2 == 0 ? "c40" : "c41"; }
  ErasureOrder order() const {
    ErasureOrder out{order_id(), {}};
    for (const auto& [i, key] : doomed) out.names.push_back(key.name);
    return out;
  }
  struct Key {
    KeyName name;
    Bytes data, salt;
  };

  void expect_kept() {
    for (const auto& [i, key] : kept) {
      auto keys = fixture.keyring().find(key.name);
      ASSERT_TRUE(keys.ok()) << keys.status().to_string();
      EXPECT_EQ((*keys)->data.view(), key.data);
      EXPECT_EQ((*keys)->salt.view(), key.salt);
      EXPECT_EQ(fixture.assign(subject(i), scope(i)).name, key.name);
    }
  }
  void expect_erased() {
    for (const auto& [i, key] : doomed) {
      EXPECT_EQ(fixture.keyring().find(key.name).status().reason(), "keyring.erased");
      auto again = fixture.keyring().assign(subject(i), scope(i));
      EXPECT_EQ(again.status().reason(), "subject.erased");
      EXPECT_EQ(again.status().code(), ledger::StatusCode::kFailedPrecondition);
      EXPECT_TRUE(fixture.keyring().check_known(key.name).ok());
    }
    const std::vector<std::string> files{"c40.2.kek", "c40.ring", "c41.2.kek", "c41.ring", "keyring.master"};
    for (const auto& directory : fixture.directories()) EXPECT_EQ(files_in(directory), files);
  }

  KeyringFixture fixture;
  std::map<int, Key> doomed, kept;
  std::vector<Bytes> old_rings;
};

std::vector<std::string> steps_of(bool with_second) {
  Scene scene(with_second);
  std::vector<std::string> steps;
  auto report = scene.fixture.keyring().destroy_keys(scene.order(), [&](std::string_view step) {
    steps.emplace_back(step);
    return ledger::Status();
  });
  EXPECT_TRUE(report.ok()) << report.status().to_string();
  return steps;
}

TEST(Erasure, DestroysWhatWasOrderedAndNothingElse) {
  for (const bool with_second : {false, true}) {
    Scene scene(with_second);
    auto report = scene.fixture.keyring().destroy_keys(scene.order());
    ASSERT_TRUE(report.ok()) << report.status().to_string();
    EXPECT_EQ(report->order, order_id());
    ASSERT_EQ(report->scopes.size(), 2U);
    EXPECT_EQ(report->scopes[0].scope, "c40");
    EXPECT_EQ(report->scopes[0].names.size(), 2U);
    EXPECT_EQ(report->scopes[0].new_generation, KekGeneration(2));
    EXPECT_EQ(report->media.size(), with_second ? 2U : 1U);
    scene.expect_erased();
    scene.expect_kept();
    ASSERT_TRUE(scene.fixture.open().ok());
    scene.expect_erased();
    scene.expect_kept();
    EXPECT_TRUE(scene.fixture.keyring().assign("business/new", "c40").ok());
  }
}

TEST(Erasure, AnyStepMayBeTheLast) {
  for (const bool with_second : {false, true}) {
    const std::vector<std::string> steps = steps_of(with_second);
    ASSERT_GE(steps.size(), 13U);
    for (std::size_t stop = 0; stop < steps.size(); ++stop) {
      SCOPED_TRACE("second medium " + std::to_string(with_second) + ", crash before step " +
                   std::to_string(stop) + " (" + steps[stop] + ")");
      Scene scene(with_second);
      std::size_t count = 0;
      auto report = scene.fixture.keyring().destroy_keys(scene.order(), [&](std::string_view) {
        return count++ == stop ? ledger::unavailable("test.crash", "") : ledger::Status();
      });
      ASSERT_FALSE(report.ok());
      EXPECT_EQ(report.status().reason(), "test.crash");
      // The process that failed gives no new keys.
      EXPECT_EQ(scene.fixture.keyring().renew_kek(order_id(), "c40").status().reason(),
                "keyring.unavailable");
      ASSERT_TRUE(scene.fixture.open().ok());
      scene.expect_kept();
      if (stop == 0) {
        // No journal: nothing was begun, the order is given again.
        EXPECT_FALSE(scene.fixture.keyring().open_report().erasure.has_value());
        EXPECT_TRUE(scene.fixture.keyring().find(scene.doomed.at(0).name).ok());
        ASSERT_TRUE(scene.fixture.keyring().destroy_keys(scene.order()).ok());
      } else {
        ASSERT_TRUE(scene.fixture.keyring().open_report().erasure.has_value());
        EXPECT_EQ(scene.fixture.keyring().open_report().erasure->order, order_id());
        EXPECT_EQ(scene.fixture.keyring().open_report().erasure->scopes.size(), 2U);
      }
      scene.expect_erased();
      scene.expect_kept();
      ASSERT_TRUE(scene.fixture.open().ok());
      EXPECT_FALSE(scene.fixture.keyring().open_report().erasure.has_value());
    }
  }
}

TEST(Erasure, ACrashBetweenLinkAndRenameIsCarriedOn) {
  Scene scene(true);
  std::size_t switches = 0;
  auto report = scene.fixture.keyring().destroy_keys(scene.order(), [&](std::string_view step) {
    return step == "switch" && switches++ == 0 ? ledger::unavailable("test.crash", "") : ledger::Status();
  });
  ASSERT_FALSE(report.ok());
  scene.fixture.close();
  std::filesystem::create_hard_link(scene.fixture.primary() / "c40.ring",
                                    scene.fixture.primary() / "c40.ring.old");
  ASSERT_TRUE(scene.fixture.open().ok());
  scene.expect_erased();
  scene.expect_kept();
}

TEST(Erasure, ALostSecondRingIsMadeAgain) {
  Scene scene(true);
  auto report = scene.fixture.keyring().destroy_keys(scene.order(), [&](std::string_view step) {
    return step == "switch_second" ? ledger::unavailable("test.crash", "") : ledger::Status();
  });
  ASSERT_FALSE(report.ok());
  scene.fixture.close();
  std::filesystem::remove(scene.fixture.second() / "c40.ring");
  std::filesystem::remove(scene.fixture.second() / "c40.ring.new");
  ASSERT_TRUE(scene.fixture.open().ok());
  scene.expect_erased();
  scene.expect_kept();
}

TEST(Erasure, TheOldBytesAreOverwritten) {
  Scene scene(true);
  const tests::TempDir witness;
  for (const auto& directory : scene.fixture.directories()) {
    for (const char* file : {"c40.ring", "c40.1.kek"}) {
      std::filesystem::create_hard_link(directory / file, witness / (directory.filename().string() + file));
    }
  }
  ASSERT_TRUE(scene.fixture.keyring().destroy_keys(scene.order()).ok());
  for (const std::string& file : files_in(witness.path())) {
    const Bytes bytes = read_whole(witness / file);
    EXPECT_EQ(bytes, Bytes(bytes.size(), '\0')) << file;
  }
}

TEST(Erasure, AnOldCopyOfTheRingAloneOpensNothing) {
  Scene scene(false);
  const Bytes old_ring = scene.old_rings[0];
  ASSERT_TRUE(scene.fixture.keyring().destroy_keys(scene.order()).ok());
  scene.fixture.close();
  write_whole(scene.fixture.primary() / "c40.ring", old_ring);
  EXPECT_EQ(scene.fixture.open().reason(), "keyring.kek_missing");
}

TEST(Erasure, AgainAndUnknownNames) {
  Scene scene(false);
  ErasureOrder unknown = scene.order();
  unknown.names.push_back(KeyName{});
  auto refused = scene.fixture.keyring().destroy_keys(unknown);
  EXPECT_EQ(refused.status().reason(), "keyring.key_missing");
  EXPECT_EQ(refused.status().code(), ledger::StatusCode::kNotFound);
  EXPECT_TRUE(scene.fixture.keyring().find(scene.doomed.at(0).name).ok());

  ErasureOrder doubled = scene.order();
  doubled.names.push_back(doubled.names.front());
  ASSERT_TRUE(scene.fixture.keyring().destroy_keys(doubled).ok());
  auto again = scene.fixture.keyring().destroy_keys(scene.order());
  ASSERT_TRUE(again.ok());
  EXPECT_TRUE(again->scopes.empty());
  scene.expect_erased();

  // A later order keeps the earlier tombstones.
  ASSERT_TRUE(scene.fixture.keyring().destroy_keys({order_id(), {scene.kept.at(4).name}}).ok());
  ASSERT_TRUE(scene.fixture.open().ok());
  EXPECT_EQ(scene.fixture.keyring().find(scene.doomed.at(0).name).status().reason(), "keyring.erased");
  EXPECT_EQ(scene.fixture.keyring().find(scene.kept.at(4).name).status().reason(), "keyring.erased");
  EXPECT_TRUE(scene.fixture.keyring().find(scene.kept.at(6).name).ok());
}

TEST(Erasure, RenewingAKekKeepsEveryKey) {
  Scene scene(true);
  ASSERT_TRUE(scene.fixture.keyring().renew_kek(order_id(), "c40").ok());
  EXPECT_EQ(scene.fixture.keyring().renew_kek(order_id(), "c42").status().reason(), "keyring.ring_missing");
  scene.expect_kept();
  ASSERT_TRUE(scene.fixture.open().ok());
  scene.expect_kept();
  for (const auto& [i, key] : scene.doomed) EXPECT_TRUE(scene.fixture.keyring().find(key.name).ok());
  EXPECT_TRUE(std::filesystem::exists(scene.fixture.second() / "c40.2.kek"));
  EXPECT_FALSE(std::filesystem::exists(scene.fixture.second() / "c40.1.kek"));
}

TEST(Erasure, ADamagedNewRingIsNotPutInPlace) {
  Scene scene(true);
  auto report = scene.fixture.keyring().destroy_keys(scene.order(), [&](std::string_view step) {
    if (step == "verify") flip(scene.fixture.second() / "c40.ring.new", 300);
    return ledger::Status();
  });
  ASSERT_FALSE(report.ok());
  EXPECT_EQ(report.status().reason(), "keyring.corrupt");
  EXPECT_TRUE(scene.fixture.keyring().find(scene.doomed.at(0).name).ok());
  ASSERT_TRUE(scene.fixture.open().ok());
  scene.expect_erased();
  scene.expect_kept();
}

TEST(Erasure, NoMemoryKeepsAnErasedKey) {
  Scene scene(false);
  std::weak_ptr<const DataKeys> held = *scene.fixture.keyring().find(scene.doomed.at(0).name);
  ASSERT_FALSE(held.expired());  // the cache has it
  ASSERT_TRUE(scene.fixture.keyring().destroy_keys(scene.order()).ok());
  EXPECT_TRUE(held.expired());
}

TEST(Erasure, AnErasedPoolKeyIsNotHandedOut) {
  Scene scene(false);
  auto ring = parse_ring("c40", read_whole(scene.fixture.primary() / "c40.ring"));
  ASSERT_TRUE(ring.ok());
  // Every key of the scope: the pool's are the newest.
  ErasureOrder all{order_id(), {}};
  for (const RingKey& key : ring->keys) all.names.push_back(key.name);
  ASSERT_TRUE(scene.fixture.keyring().destroy_keys(all).ok());
  for (int i = 0; i < 12; ++i) {
    EXPECT_TRUE(scene.fixture.keyring().assign("business/n" + std::to_string(i), "c40").ok()) << i;
  }
}

TEST(ErasurePlan, RoundTripsAndRefusesEveryChange) {
  const ErasurePlan plan{order_id(),
                         {{"c40", KekGeneration(3), KekGeneration(4), {KeyName{}, KeyName{{1, 2, 3}}}},
                          {"hq", KekGeneration(1), KekGeneration(2), {}}}};
  const Bytes bytes = encode_erasure_plan(plan);
  auto parsed = parse_erasure_plan(bytes);
  ASSERT_TRUE(parsed.ok()) << parsed.status().to_string();
  EXPECT_EQ(parsed->order, plan.order);
  ASSERT_EQ(parsed->scopes.size(), 2U);
  EXPECT_EQ(parsed->scopes[0].names, plan.scopes[0].names);
  EXPECT_EQ(parsed->scopes[0].new_generation, KekGeneration(4));
  EXPECT_EQ(parsed->scopes[1].scope, "hq");
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    Bytes bad = bytes;
    bad[i] = static_cast<char>(bad[i] ^ 8);
    EXPECT_EQ(parse_erasure_plan(bad).status().reason(), "keyring.corrupt");
    EXPECT_EQ(parse_erasure_plan(bytes.substr(0, i)).status().reason(), "keyring.corrupt");
  }
  EXPECT_EQ(parse_erasure_plan(bytes + '\0').status().reason(), "keyring.corrupt");
}

TEST(ErasurePlan, ADamagedJournalKeepsTheKeyringShut) {
  Scene scene(false);
  auto report = scene.fixture.keyring().destroy_keys(scene.order(), [&](std::string_view step) {
    return step == "switch" ? ledger::unavailable("test.crash", "") : ledger::Status();
  });
  ASSERT_FALSE(report.ok());
  scene.fixture.close();
  flip(scene.fixture.primary() / "keyring.erasure", 40);
  EXPECT_EQ(scene.fixture.open().reason(), "keyring.corrupt");
}

}  // namespace
}  // namespace security
