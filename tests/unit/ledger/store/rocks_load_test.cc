// Goal: loaded batches are whole or absent, read as written ones do, stay after a crash without a write-ahead
// log, and their files stay few. Method: real databases beside a std::map; a batch that the file system
// refuses; a folder copied as a crash leaves it.
#include "ledger/store/rocks_load.h"

#include <map>
#include <random>

#include "ledger/store/rocks_kv.h"
#include "tests/unit/ledger/store/file_size_limit.h"
#include "tests/unit/ledger/store/temp_directory.h"

namespace ledger {
namespace {

constexpr FamilyId kA{0};
constexpr FamilyId kB{1};
constexpr FamilyId kSmall{2};
using Model = std::map<Bytes, Bytes>;

class RocksLoadTest : public ::testing::Test {
 protected:
  RocksLoadTest() {
    options_.path = place_ / "db";
    options_.families = {"a", "b", "small"};
    options_.create_if_missing = true;
  }
  std::unique_ptr<Kv> open() {
    auto kv = open_rocks_kv(options_);
    EXPECT_TRUE(kv.ok()) << kv.status().to_string();
    return kv.ok() ? std::move(kv).value() : nullptr;
  }
  static Model rows_of(const KvReader& reader, FamilyId family) {
    Model rows;
    const auto take = [&rows](ByteView key, ByteView value) {
      rows.emplace(key, value);
      return true;
    };
    EXPECT_TRUE(reader.scan(family, {}, {}, take).ok());
    return rows;
  }
  std::size_t files(std::string_view beginning, std::string_view end) const {
    std::size_t count = 0;
    for (const auto& file : std::filesystem::directory_iterator(options_.path)) {
      const std::string name = file.path().filename();
      count += name.starts_with(beginning) && name.ends_with(end) ? 1U : 0U;
    }
    return count;
  }
  // Over a megabyte for the family, in random order, some keys of earlier batches again or erased.
  void add_large(WriteBatch& batch, FamilyId family, Model& model) {
    for (int i = 0; i < 300; ++i) {
      const Bytes key = "key " + std::to_string(random_() % 5000);
      Bytes value(4000, '\0');
      for (char& byte : value) byte = static_cast<char>(random_());
      batch.put(family, key, value);
      model.insert_or_assign(key, value);
      const Bytes gone = "key " + std::to_string(random_() % 5000);
      batch.erase(family, gone);
      model.erase(gone);
    }
  }

  testing::TempDirectory place_;
  RocksKvOptions options_;
  const std::uint32_t seed_ = std::random_device()();
  std::mt19937 random_{seed_};
};

TEST_F(RocksLoadTest, ManyBatchesReadAsWrittenOnesAndTheirFilesStayFew) {
  SCOPED_TRACE("seed " + std::to_string(seed_));
  auto kv = open();
  Model a, b;
  constexpr int kRounds = 116;  // past the merge of everything that was merged before
  for (int round = 0; round < kRounds; ++round) {
    WriteBatch batch;
    batch.put(kSmall, "cursor", std::to_string(round));
    add_large(batch, kA, a);
    if (round % 5 == 0) add_large(batch, kB, b);
    ASSERT_TRUE(kv->load(batch).ok()) << round;
    ASSERT_EQ(kv->get(kSmall, "cursor").value(), std::to_string(round));
    for (int i = 0; i < 100; ++i) {
      const Bytes key = "key " + std::to_string(random_() % 5000);
      const auto found = kv->get(kA, key).value();
      ASSERT_EQ(found.has_value(), a.contains(key));
      if (found) {
        ASSERT_EQ(*found, a.at(key));
      }
    }
    ASSERT_EQ(files("unfinished-load-", ""), 0U);
  }
  ASSERT_TRUE(kv->end_loads().ok());
  EXPECT_TRUE(rows_of(*kv, kA) == a);
  EXPECT_TRUE(rows_of(*kv, kB) == b);
  EXPECT_LT(files("", ".sst"), 50U) << "of so many loads";
  EXPECT_TRUE(kv->verify_checksums().ok());
  EXPECT_TRUE(kv->verify_files([] { return true; }).ok());

  // Writes go on over what was loaded, and the engine's own compactions with them.
  WriteBatch over;
  for (const auto& [key, value] : a) over.put(kA, key, "new");
  ASSERT_TRUE(kv->write(over, Durability::kSynced).ok());
  kv.reset();
  kv = open();
  for (auto& [key, value] : a) value = "new";
  EXPECT_TRUE(rows_of(*kv, kA) == a);
  EXPECT_TRUE(rows_of(*kv, kB) == b);
}

TEST_F(RocksLoadTest, NeedsNoLogToSurviveAndAnUnfinishedFileIsRemoved) {
  Model a;
  const std::string crashed = place_ / "crashed";
  {
    const auto kv = open();
    WriteBatch written;
    written.put(kSmall, "cursor", "0");
    ASSERT_TRUE(kv->write(written, Durability::kSynced).ok());
    WriteBatch batch;
    batch.put(kSmall, "cursor", "1");
    add_large(batch, kA, a);
    ASSERT_TRUE(kv->load(batch).ok());
    std::filesystem::copy(options_.path, crashed);
  }
  testing::write_file(crashed + "/unfinished-load-1", "cut");
  options_.path = crashed;
  const auto kv = open();
  EXPECT_TRUE(rows_of(*kv, kA) == a);
  EXPECT_EQ(kv->get(kSmall, "cursor").value(), "1");
  EXPECT_EQ(files("unfinished-load-", ""), 0U);
}

TEST_F(RocksLoadTest, AFailedLoadLeavesNothingAndEndsWriting) {
  Model a, ignored;
  {
    const auto kv = open();
    WriteBatch first;
    first.put(kSmall, "cursor", "1");
    add_large(first, kA, a);
    ASSERT_TRUE(kv->load(first).ok());
    WriteBatch second;
    second.put(kSmall, "cursor", "2");
    add_large(second, kA, ignored);
    {
      const testing::FileSizeLimit limit(100'000);
      EXPECT_EQ(kv->load(second).reason(), "kv.write_failed");
    }
    EXPECT_EQ(kv->load(second).reason(), "kv.write_failed") << "never again";
    EXPECT_EQ(kv->write(first, Durability::kBuffered).reason(), "kv.write_failed");
    EXPECT_TRUE(rows_of(*kv, kA) == a);
  }
  const auto kv = open();
  EXPECT_TRUE(rows_of(*kv, kA) == a);
  EXPECT_EQ(kv->get(kSmall, "cursor").value(), "1");
  EXPECT_EQ(files("unfinished-load-", ""), 0U);
}

TEST_F(RocksLoadTest, ErasedFilesAreGivenBackUnlessASnapshotNeedsThem) {
  auto kv = open();
  Model a;
  WriteBatch batch;
  add_large(batch, kA, a);
  batch.put(kB, "kept", "row");
  ASSERT_TRUE(kv->load(batch).ok());
  auto before = kv->snapshot();
  ASSERT_TRUE(kv->erase_all(kA).ok());
  EXPECT_TRUE(rows_of(*kv, kA).empty());
  EXPECT_TRUE(rows_of(*before, kA) == a);
  EXPECT_GT(kv->family_bytes()[0], 0U);
  before.reset();
  ASSERT_TRUE(kv->load(batch).ok());
  EXPECT_TRUE(rows_of(*kv, kA) == a);
  ASSERT_TRUE(kv->erase_all(kA).ok());
  EXPECT_TRUE(rows_of(*kv, kA).empty());
  EXPECT_LT(kv->family_bytes()[0], 2'000'000U) << "what was loaded first may share a level with the erasure";
  EXPECT_EQ(kv->get(kB, "kept").value(), "row");
  kv.reset();
  kv = open();
  EXPECT_TRUE(rows_of(*kv, kA).empty());
}

TEST_F(RocksLoadTest, ADatabaseOpenedForReadingTakesNone) {
  open().reset();
  options_.read_only = true;
  options_.create_if_missing = false;
  const auto kv = open();
  WriteBatch batch;
  batch.put(kA, "k", "v");
  EXPECT_EQ(kv->load(batch).reason(), "kv.read_only");
  EXPECT_EQ(kv->erase_all(kA).ok(), true) << "there is nothing to erase";
}

}  // namespace
}  // namespace ledger
