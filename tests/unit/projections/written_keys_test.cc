// Goal: a key that was written is never called absent, whenever its tag was first asked for, and most keys
// that were not are told without the database. Method: a database that counts what it is asked; random
// batches and questions in the order of a fold, beside the database itself (seed printed).
#include "projections/written_keys.h"

#include <gtest/gtest.h>
#include <random>

#include "ledger/store/memory_kv.h"

namespace projections {
namespace {

using ledger::Bytes;
using ledger::ByteView;
using ledger::FamilyId;

constexpr FamilyId kRows{1};
constexpr FamilyId kOther{0};

class CountingReader final : public ledger::KvReader {
 public:
  explicit CountingReader(const ledger::KvReader& stored) : stored_(stored) {}
  ledger::Result<std::optional<Bytes>> get(FamilyId family, ByteView key) const override {
    ++asked;
    return stored_.get(family, key);
  }
  ledger::Status scan(FamilyId family, ByteView from, ByteView to, const Visitor& visit) const override {
    return stored_.scan(family, from, to, visit);
  }
  ledger::Status scan_reverse(FamilyId family, ByteView from, ByteView to,
                              const Visitor& visit) const override {
    return stored_.scan_reverse(family, from, to, visit);
  }
  mutable int asked = 0;

 private:
  const ledger::KvReader& stored_;
};

class WrittenKeysTest : public ::testing::Test {
 protected:
  void write(const std::vector<Bytes>& keys) {
    ledger::WriteBatch batch;
    batch.put(kRows, "\x01 before", "");  // of somebody else's part of the batch
    const std::size_t first = batch.size();
    for (const Bytes& key : keys) batch.put(kRows, key, "row");
    batch.put(kOther, "\x01 other", "row");
    written_.add(batch, first);
    ASSERT_TRUE(kv_.write(batch, ledger::Durability::kBuffered).ok());
  }
  bool has(ByteView key) { return written_.get(kRows, key).value().has_value(); }

  ledger::MemoryKv kv_{2};
  CountingReader counted_{kv_};
  WrittenKeys written_{counted_, kRows, 100'000};
};

TEST_F(WrittenKeysTest, KeepsTheTagsThatWereAskedForBeforeTheFirstBatch) {
  EXPECT_FALSE(has("\x01 asked"));
  EXPECT_EQ(counted_.asked, 0);
  write({"\x01 a", "\x02 a"});
  EXPECT_TRUE(has("\x01 a"));
  EXPECT_TRUE(has("\x02 a"));
  EXPECT_EQ(counted_.asked, 2);
  int through = 0;
  for (int i = 0; i < 1000; ++i) {
    counted_.asked = 0;
    EXPECT_FALSE(has("\x01 absent " + std::to_string(i)));
    through += counted_.asked;
  }
  EXPECT_EQ(through, 0) << "of one key in a filter for 100,000";
  EXPECT_FALSE(has("\x02 b"));
  EXPECT_EQ(counted_.asked, 1) << "a tag that is not kept is the database's";
}

TEST_F(WrittenKeysTest, OtherFamiliesAndScansPass) {
  EXPECT_FALSE(has("\x01 x"));
  write({"\x01 a"});
  EXPECT_TRUE(written_.get(kOther, "\x01 other").value().has_value());
  int rows = 0;
  const auto count = [&rows](ByteView, ByteView) { return ++rows < 10; };
  EXPECT_TRUE(written_.scan(kRows, {}, {}, count).ok());
  EXPECT_TRUE(written_.scan_reverse(kOther, {}, {}, count).ok());
  EXPECT_EQ(rows, 3);
}

TEST_F(WrittenKeysTest, MostAbsentKeysAreToldWithoutTheDatabase) {
  EXPECT_FALSE(has("\x01 first"));
  std::vector<Bytes> keys;
  for (int i = 0; i < 100'000; ++i) keys.push_back("\x01 stream/" + std::to_string(i));
  write(keys);
  counted_.asked = 0;
  for (int i = 0; i < 20'000; ++i) EXPECT_FALSE(has("\x01 stream/absent-" + std::to_string(i)));
  EXPECT_LT(counted_.asked, 1000);
  for (const Bytes& key : keys) ASSERT_TRUE(has(key));
}

TEST_F(WrittenKeysTest, AnswersAsTheDatabaseDoes) {
  const std::uint32_t seed = std::random_device()();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  const auto random_key = [&random] {
    return Bytes(1, static_cast<char>(random() % 256)) + std::to_string(random() % 300);
  };
  for (int round = 0; round < 60; ++round) {
    for (int i = 0; i < 100; ++i) {
      const Bytes key = random_key();
      ASSERT_EQ(has(key), kv_.get(kRows, key).value().has_value()) << "round " << round;
    }
    std::vector<Bytes> keys;
    for (std::size_t i = random() % 100; i > 0; --i) keys.push_back(random_key());
    write(keys);
  }
}

}  // namespace
}  // namespace projections
