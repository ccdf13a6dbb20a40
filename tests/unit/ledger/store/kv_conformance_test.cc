// Goal: every Kv keeps the obligations of kv.h, so that whatever is proven on the memory one holds on
// RocksDB. Method: one suite, run on each implementation; a random model test against std::map (seed
// printed).
#include <algorithm>
#include <map>
#include <random>

#include "ledger/store/memory_kv.h"
#include "ledger/store/rocks_kv.h"
#include "tests/unit/ledger/store/temp_directory.h"

namespace ledger {
namespace {

constexpr FamilyId kA{0};
constexpr FamilyId kB{1};
using Rows = std::vector<std::pair<Bytes, Bytes>>;

// A database that can be closed and opened again.
class Place {
 public:
  virtual ~Place() = default;
  virtual Kv& kv() = 0;
  virtual void reopen() = 0;
};

class MemoryPlace final : public Place {
 public:
  Kv& kv() override { return *kv_; }
  void reopen() override { kv_ = kv_->reopened(); }

 private:
  std::unique_ptr<MemoryKv> kv_ = std::make_unique<MemoryKv>(2);
};

class RocksPlace final : public Place {
 public:
  RocksPlace() { open(); }
  Kv& kv() override { return *kv_; }
  void reopen() override {
    kv_.reset();
    open();
  }

 private:
  void open() {
    RocksKvOptions options;
    options.path = directory_ / "db";
    options.families = {"entries", "tiles"};
    options.create_if_missing = true;
    auto opened = open_rocks_kv(options);
    ASSERT_TRUE(opened.ok()) << opened.status().to_string();
    kv_ = std::move(opened).value();
  }
  const testing::TempDirectory directory_;
  std::unique_ptr<Kv> kv_;
};

enum class Engine { kMemory, kRocks };

class KvConformance : public ::testing::TestWithParam<Engine> {
 protected:
  KvConformance() {
    if (GetParam() == Engine::kMemory) place_ = std::make_unique<MemoryPlace>();
    if (GetParam() == Engine::kRocks) place_ = std::make_unique<RocksPlace>();
  }
  Kv& kv() { return place_->kv(); }

  void put(FamilyId family, const Bytes& key, const Bytes& value) {
    WriteBatch batch;
    batch.put(family, key, value);
    ASSERT_TRUE(kv().write(batch, Durability::kSynced).ok());
  }
  void erase(FamilyId family, const Bytes& key) {
    WriteBatch batch;
    batch.erase(family, key);
    ASSERT_TRUE(kv().write(batch, Durability::kSynced).ok());
  }
  static std::optional<Bytes> get(const KvReader& reader, FamilyId family, const Bytes& key) {
    const auto value = reader.get(family, key);
    EXPECT_TRUE(value.ok()) << value.status().to_string();
    return value.ok() ? *value : std::nullopt;
  }
  static Rows scan(const KvReader& reader, FamilyId family, const Bytes& from, const Bytes& to) {
    Rows rows;
    EXPECT_TRUE(reader
                    .scan(family, from, to,
                          [&](ByteView key, ByteView value) {
                            rows.emplace_back(key, value);
                            return true;
                          })
                    .ok());
    return rows;
  }
  static Rows scan_reverse(const KvReader& reader, FamilyId family, const Bytes& from, const Bytes& to) {
    Rows rows;
    EXPECT_TRUE(reader
                    .scan_reverse(family, from, to,
                                  [&](ByteView key, ByteView value) {
                                    rows.emplace_back(key, value);
                                    return true;
                                  })
                    .ok());
    return rows;
  }

  std::unique_ptr<Place> place_;
};

TEST_P(KvConformance, AbsentIsNotEmpty) {
  EXPECT_EQ(get(kv(), kA, "k"), std::nullopt);
  put(kA, "k", "");
  EXPECT_EQ(get(kv(), kA, "k"), Bytes());
  EXPECT_EQ(get(kv(), kB, "k"), std::nullopt);
  EXPECT_EQ(get(kv(), kA, "k0"), std::nullopt);
  erase(kA, "k");
  EXPECT_EQ(get(kv(), kA, "k"), std::nullopt);
  erase(kA, "never there");
  EXPECT_TRUE(scan(kv(), kA, "", "").empty());
}

TEST_P(KvConformance, KeysAndValuesMayHoldAnyByte) {
  const Bytes key("\x00\xff\x7f\x80", 4);
  const Bytes value("\x00\x00\xff", 3);
  put(kA, key, value);
  put(kA, Bytes("\x00", 1), "head");
  EXPECT_EQ(get(kv(), kA, key), value);
  EXPECT_EQ(scan(kv(), kA, "", ""), (Rows{{Bytes("\x00", 1), "head"}, {key, value}}));
}

TEST_P(KvConformance, LastMutationOfAKeyInABatchWins) {
  WriteBatch batch;
  batch.put(kA, "a", "1");
  batch.put(kA, "a", "2");
  batch.put(kA, "b", "1");
  batch.erase(kA, "b");
  batch.erase(kA, "c");
  batch.put(kA, "c", "3");
  ASSERT_TRUE(kv().write(batch, Durability::kBuffered).ok());
  EXPECT_EQ(scan(kv(), kA, "", ""), (Rows{{"a", "2"}, {"c", "3"}}));
}

TEST_P(KvConformance, ErasesARangeInItsPlaceInTheBatchAndInOneFamilyOnly) {
  for (const char* key : {"a", "b", "ba", "c", "\xff"}) {
    put(kA, key, "old");
    put(kB, key, "other");
  }
  const auto before = kv().snapshot();
  WriteBatch batch;
  batch.put(kA, "bb", "erased again");
  batch.erase_range(kA, "b", "c");
  batch.put(kA, "ba", "new");
  batch.erase_range(kA, "d", "e");  // nothing there
  ASSERT_TRUE(kv().write(batch, Durability::kBuffered).ok());
  EXPECT_EQ(scan(kv(), kA, "", ""), (Rows{{"a", "old"}, {"ba", "new"}, {"c", "old"}, {"\xff", "old"}}));
  EXPECT_EQ(scan(kv(), kB, "", "").size(), 5U);
  EXPECT_EQ(scan(*before, kA, "", "").size(), 5U) << "a snapshot keeps what it saw";
  WriteBatch all;
  all.erase_range(kA, "", "\xff\xff");
  ASSERT_TRUE(kv().write(all, Durability::kSynced).ok());
  EXPECT_TRUE(scan(kv(), kA, "", "").empty());
  put(kA, "b", "back");
  EXPECT_EQ(get(kv(), kA, "b"), "back");
  EXPECT_EQ(get(kv(), kA, "a"), std::nullopt);
}

TEST_P(KvConformance, ALoadedBatchIsAWrite) {
  put(kA, "a", "old");
  put(kA, "b", "old");
  put(kB, "b", "other");
  auto before = kv().snapshot();
  WriteBatch batch;
  batch.put(kB, "z", "1");
  batch.put(kA, "c", "1");
  batch.put(kA, "a", "1");
  batch.put(kA, "a", "2");
  batch.erase(kA, "b");
  batch.put(kA, "d", "");
  batch.erase(kA, "e");
  batch.put(kA, "e", "back");
  batch.put(kA, "\x01", "the smallest key");
  ASSERT_TRUE(kv().load(batch).ok());
  ASSERT_TRUE(kv().load(WriteBatch()).ok());
  const Rows expected{{"\x01", "the smallest key"}, {"a", "2"}, {"c", "1"}, {"d", ""}, {"e", "back"}};
  EXPECT_EQ(scan(kv(), kA, "", ""), expected);
  EXPECT_EQ(scan(kv(), kB, "", ""), (Rows{{"b", "other"}, {"z", "1"}}));
  EXPECT_EQ(scan(*before, kA, "", ""), (Rows{{"a", "old"}, {"b", "old"}}));
  ASSERT_TRUE(kv().end_loads().ok());
  put(kA, "c", "2");
  before.reset();
  place_->reopen();
  EXPECT_EQ(get(kv(), kA, "c"), "2");
  EXPECT_EQ(scan(kv(), kA, "", "").size(), 5U);
}

TEST_P(KvConformance, ErasesAllOfAFamily) {
  ASSERT_TRUE(kv().erase_all(kA).ok());
  for (const char* key : {"", "a", "\xff\xff\xff"}) put(kA, key, "row");
  put(kB, "a", "other");
  auto before = kv().snapshot();
  ASSERT_TRUE(kv().erase_all(kA).ok());
  EXPECT_TRUE(scan(kv(), kA, "", "").empty());
  EXPECT_EQ(scan(*before, kA, "", "").size(), 3U);
  EXPECT_EQ(scan(kv(), kB, "", "").size(), 1U);
  put(kA, "a", "back");
  before.reset();
  place_->reopen();
  EXPECT_EQ(scan(kv(), kA, "", ""), (Rows{{"a", "back"}}));
}

TEST_P(KvConformance, AnEmptyBatchIsFine) {
  EXPECT_TRUE(kv().write(WriteBatch(), Durability::kSynced).ok());
  EXPECT_TRUE(scan(kv(), kA, "", "").empty());
}

TEST_P(KvConformance, ScansHalfOpenRangesBothWaysInUnsignedByteOrder) {
  for (const char* key : {"a", "b", "ba", "c", "\x7f", "\x80", "\xff"}) put(kA, key, key);
  put(kB, "b", "other family");
  struct Row {
    Bytes from, to;
    std::vector<Bytes> keys;
  };
  const Row rows[] = {
      {"", "", {"a", "b", "ba", "c", "\x7f", "\x80", "\xff"}},
      {"b", "c", {"b", "ba"}},
      {"aa", "bb", {"b", "ba"}},
      {"b", "b", {}},
      {"c", "b", {}},
      {"\x80", "", {"\x80", "\xff"}},
      {"\xff\x01", "", {}},
      {"", "a", {}},
      {"d", "e", {}},
      {"ba", Bytes("ba\0", 3), {"ba"}},
  };
  for (const Row& row : rows) {
    Rows expected;
    for (const Bytes& key : row.keys) expected.emplace_back(key, key);
    EXPECT_EQ(scan(kv(), kA, row.from, row.to), expected) << to_hex(row.from) << ".." << to_hex(row.to);
    std::reverse(expected.begin(), expected.end());
    EXPECT_EQ(scan_reverse(kv(), kA, row.from, row.to), expected)
        << to_hex(row.from) << ".." << to_hex(row.to);
  }
}

TEST_P(KvConformance, AScanStopsWhenTheVisitorSaysSo) {
  for (const char* key : {"a", "b", "c"}) put(kA, key, "");
  int seen = 0;
  const auto stop_at_second = [&](ByteView, ByteView) { return ++seen < 2; };
  EXPECT_TRUE(kv().scan(kA, "", "", stop_at_second).ok());
  EXPECT_EQ(seen, 2);
  seen = 0;
  EXPECT_TRUE(kv().scan_reverse(kA, "", "", stop_at_second).ok());
  EXPECT_EQ(seen, 2);
}

TEST_P(KvConformance, AVisitorMayReadTheSameDatabase) {
  put(kA, "a", "1");
  put(kA, "b", "2");
  int found = 0;
  EXPECT_TRUE(kv().scan(kA, "", "",
                        [&](ByteView key, ByteView value) {
                          found += get(kv(), kA, Bytes(key)) == Bytes(value) ? 1 : 0;
                          return true;
                        })
                  .ok());
  EXPECT_EQ(found, 2);
}

TEST_P(KvConformance, ASnapshotNeverChanges) {
  put(kA, "kept", "old");
  put(kA, "erased", "old");
  const auto before = kv().snapshot();
  put(kA, "kept", "new");
  erase(kA, "erased");
  put(kA, "added", "new");
  const auto middle = kv().snapshot();
  put(kA, "kept", "newest");
  EXPECT_EQ(scan(*before, kA, "", ""), (Rows{{"erased", "old"}, {"kept", "old"}}));
  EXPECT_EQ(scan_reverse(*before, kA, "", ""), (Rows{{"kept", "old"}, {"erased", "old"}}));
  EXPECT_EQ(get(*before, kA, "added"), std::nullopt);
  EXPECT_EQ(scan(*middle, kA, "", ""), (Rows{{"added", "new"}, {"kept", "new"}}));
  EXPECT_EQ(get(*middle, kA, "erased"), std::nullopt);
  EXPECT_EQ(get(kv(), kA, "kept"), "newest");
}

TEST_P(KvConformance, ASnapshotOutlivesOlderAndYoungerOnes) {
  put(kA, "k", "1");
  auto first = kv().snapshot();
  put(kA, "k", "2");
  const auto second = kv().snapshot();
  put(kA, "k", "3");
  auto third = kv().snapshot();
  first.reset();
  third.reset();
  put(kA, "k", "4");
  EXPECT_EQ(get(*second, kA, "k"), "2");
  EXPECT_EQ(get(kv(), kA, "k"), "4");
}

TEST_P(KvConformance, ContentsSurviveReopening) {
  put(kA, "a", "1");
  put(kB, "b", "2");
  put(kA, "gone", "x");
  erase(kA, "gone");
  WriteBatch buffered;
  buffered.put(kB, "buffered", "3");
  ASSERT_TRUE(kv().write(buffered, Durability::kBuffered).ok());
  for (int round = 0; round < 3; ++round) {
    place_->reopen();
    EXPECT_EQ(scan(kv(), kA, "", ""), (Rows{{"a", "1"}})) << round;
    EXPECT_EQ(scan(kv(), kB, "", ""), (Rows{{"b", "2"}, {"buffered", "3"}})) << round;
  }
  EXPECT_TRUE(kv().verify_checksums().ok());
}

TEST_P(KvConformance, TellsBytesOfEveryFamily) {
  put(kA, "key", Bytes(5000, 'x'));
  place_->reopen();
  const auto bytes = kv().family_bytes();
  ASSERT_EQ(bytes.size(), 2U);
  EXPECT_GT(bytes[0], 0U);
  EXPECT_EQ(bytes[1], 0U);
}

TEST_P(KvConformance, BehavesLikeASortedMap) {
  const std::uint32_t seed = std::random_device()();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  const auto below = [&](std::uint32_t limit) { return static_cast<std::uint32_t>(random() % limit); };
  const auto random_key = [&] {
    Bytes key;
    for (std::uint32_t i = below(3) + 1; i > 0; --i) key.push_back("\x01\x7f\x80\xff"[below(4)]);
    return key;
  };
  using Model = std::map<Bytes, Bytes>;
  Model model;
  std::vector<std::pair<std::shared_ptr<const KvReader>, Model>> snapshots;
  std::array<int, 4> done{};
  for (int step = 0; step < 600; ++step) {
    const std::uint32_t what = below(4);
    ++done[what];
    if (what == 0) {
      WriteBatch batch;
      for (std::uint32_t i = below(5); i > 0; --i) {
        const Bytes key = random_key();
        const Bytes end = random_key();
        const std::uint32_t how = below(9);
        if (how < 3) {
          batch.erase(kA, key);
          model.erase(key);
        } else if (how == 3 && key < end) {
          batch.erase_range(kA, key, end);
          model.erase(model.lower_bound(key), model.lower_bound(end));
        } else {
          batch.put(kA, key, std::to_string(step));
          model[key] = std::to_string(step);
        }
      }
      ASSERT_TRUE(kv().write(batch, below(2) == 0 ? Durability::kSynced : Durability::kBuffered).ok());
    } else if (what == 1) {
      if (snapshots.size() == 5) snapshots.erase(snapshots.begin() + below(5));
      snapshots.emplace_back(kv().snapshot(), model);
    } else if (what == 2) {
      const Bytes from = random_key();
      const Bytes to = random_key();
      Rows expected;
      for (const auto& [key, value] : model) {
        if (key >= from && key < to) expected.emplace_back(key, value);
      }
      ASSERT_EQ(scan(kv(), kA, from, to), expected) << "step " << step;
      std::reverse(expected.begin(), expected.end());
      ASSERT_EQ(scan_reverse(kv(), kA, from, to), expected) << "step " << step;
    } else {
      const Bytes key = random_key();
      const auto row = model.find(key);
      ASSERT_EQ(get(kv(), kA, key), row == model.end() ? std::nullopt : std::optional<Bytes>(row->second));
      for (const auto& [reader, then] : snapshots) {
        ASSERT_EQ(scan(*reader, kA, "", ""), Rows(then.begin(), then.end())) << "step " << step;
      }
    }
  }
  for (const int count : done) EXPECT_GT(count, 0);
}

INSTANTIATE_TEST_SUITE_P(Engines, KvConformance, ::testing::Values(Engine::kMemory, Engine::kRocks),
                         [](const auto& engine) {
                           return engine.param == Engine::kMemory ? "Memory" : "Rocks";
                         });

}  // namespace
}  // namespace ledger
