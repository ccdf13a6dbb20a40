// Goal: an overlay behaves like a copy of its base with changes, can go back to any savepoint, and its digest
// is that of the records it shows. Method: examples of each operation, then random operations against a
// std::map model.
#include "ledger/domain/state.h"

#include <gtest/gtest.h>

#include "tests/support/seeded_random.h"

namespace ledger {

namespace {

using Model = std::map<Bytes, Bytes>;

StateDigest digest_of(const Model& model) {
  StateDigest digest;
  for (const auto& [key, record] : model) digest.add(key, record);
  return digest;
}

Model scan_all(const StateView& view, ByteView prefix) {
  Model seen;
  Bytes last;
  view.scan(prefix, [&](ByteView key, ByteView record) {
    EXPECT_TRUE(key.starts_with(prefix));
    EXPECT_TRUE(seen.empty() || ByteView(last) < key) << "ascending, each once";
    last = Bytes(key);
    seen.emplace(Bytes(key), Bytes(record));
    return true;
  });
  return seen;
}

Model with_prefix(const Model& model, ByteView prefix) {
  Model some;
  for (const auto& [key, record] : model) {
    if (ByteView(key).starts_with(prefix)) some.emplace(key, record);
  }
  return some;
}

void expect_same(const StateOverlay& overlay, const Model& model) {
  EXPECT_EQ(scan_all(overlay, ""), model);
  for (const char* prefix : {"a", "ab", "b", "zz"})
    EXPECT_EQ(scan_all(overlay, prefix), with_prefix(model, prefix));
  for (const auto& [key, record] : model) EXPECT_EQ(overlay.get(key), record);
  EXPECT_EQ(overlay.digest().value(), digest_of(model).value());
}

Bytes random_key(tests::SeededRandom& random) {
  Bytes key;
  for (std::uint64_t size = 1 + random.below(3); size > 0; --size)
    key += static_cast<char>('a' + random.below(3));
  return key;
}

}  // namespace

TEST(StateDigest, DoesNotDependOnTheOrder) {
  StateDigest forward, backward;
  forward.add("a", "1");
  forward.add("b", "2");
  backward.add("b", "2");
  backward.add("a", "1");
  EXPECT_EQ(forward.value(), backward.value());
  forward.remove("a", "1");
  forward.remove("b", "2");
  EXPECT_EQ(forward.value(), StateDigest().value());
}

TEST(StateDigest, TellsKeysRecordsAndTheirBorderApart) {
  StateDigest one, other;
  one.add("ab", "c");
  other.add("a", "bc");
  EXPECT_NE(one.value(), other.value());
  StateDigest twice;
  twice.add("ab", "c");
  twice.add("ab", "c");
  EXPECT_NE(one.value(), twice.value());
  EXPECT_NE(twice.value(), StateDigest().value()) << "a sum, not an exclusive or";
}

TEST(StateOverlay, ShowsChangesOverItsBase) {
  MemoryState base;
  StateOverlay first(base, base.digest());
  first.put("a", "1");
  first.put("b", "2");
  base.apply(first);
  StateOverlay overlay(base, base.digest());
  overlay.put("b", "3");
  overlay.erase("a");
  overlay.put("c", "4");
  EXPECT_EQ(overlay.get("a"), std::nullopt);
  EXPECT_EQ(overlay.get("b"), "3");
  EXPECT_EQ(base.get("b"), "2") << "the base is untouched";
  EXPECT_EQ(scan_all(overlay, ""), (Model{{"b", "3"}, {"c", "4"}}));
}

TEST(StateOverlay, KeepsNetChangesOnly) {
  MemoryState base;
  StateOverlay first(base, base.digest());
  first.put("a", "1");
  base.apply(first);
  StateOverlay overlay(base, base.digest());
  overlay.put("a", "1");
  overlay.put("b", "2");
  overlay.erase("b");
  overlay.put("a", "9");
  overlay.put("a", "1");
  overlay.erase("none");
  EXPECT_TRUE(overlay.changes().empty());
  EXPECT_EQ(overlay.digest().value(), base.digest().value());
}

TEST(StateOverlay, StopsScanningWhenAsked) {
  MemoryState base;
  StateOverlay first(base, base.digest());
  for (const char* key : {"a1", "a3", "a5"}) first.put(key, "base");
  base.apply(first);
  StateOverlay overlay(base, base.digest());
  overlay.put("a2", "new");
  overlay.put("a6", "new");
  for (std::size_t limit = 1; limit <= 5; ++limit) {
    std::vector<Bytes> seen;
    overlay.scan("a", [&](ByteView key, ByteView) {
      seen.emplace_back(key);
      return seen.size() < limit;
    });
    const std::vector<Bytes> all = {"a1", "a2", "a3", "a5", "a6"};
    EXPECT_EQ(seen, std::vector<Bytes>(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(limit)));
  }
}

TEST(StateOverlay, RollbackBeyondTheEndIsABug) {
  MemoryState base;
  StateOverlay overlay(base, base.digest());
  EXPECT_DEATH(overlay.rollback(1), "check_failed");
}

TEST(StateProperty, OverlayEqualsItsModel) {
  tests::SeededRandom random(20260501);
  SCOPED_TRACE(random.trace());
  for (int round = 0; round < 60; ++round) {
    MemoryState base;
    Model model;
    for (int group = 0; group < 3; ++group) {
      StateOverlay overlay(base, base.digest());
      std::vector<std::pair<std::size_t, Model>> savepoints;
      for (int step = 0; step < 40; ++step) {
        const Bytes key = random_key(random);
        switch (random.below(6)) {
          case 0:
            overlay.erase(key);
            model.erase(key);
            break;
          case 1:
            savepoints.emplace_back(overlay.savepoint(), model);
            break;
          case 2:
            if (savepoints.empty()) break;
            overlay.rollback(savepoints.back().first);
            model = savepoints.back().second;
            savepoints.pop_back();
            break;
          default: {
            const Bytes record = random.bytes(random.below(3));
            overlay.put(key, record);
            model[key] = record;
          }
        }
      }
      expect_same(overlay, model);
      for (const auto& [key, record] : overlay.changes()) EXPECT_NE(base.get(key), record) << "a net change";
      base.apply(overlay);
      EXPECT_EQ(scan_all(base, ""), model);
      EXPECT_EQ(base.digest().value(), digest_of(model).value());
    }
  }
}

}  // namespace ledger
