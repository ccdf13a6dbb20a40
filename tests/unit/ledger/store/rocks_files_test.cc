// Goal: every byte of every live file counts, a file that is gone is found, one that a compaction took away
// meanwhile is none, and the reading can be ended at any piece. Method: real databases, damaged on purpose;
// the second reader is the engine's own verification.
#include "ledger/store/rocks_files.h"

#include <algorithm>
#include <thread>
#include <vector>

#include "ledger/store/rocks_kv.h"
#include "tests/unit/ledger/store/temp_directory.h"

namespace ledger {
namespace {

constexpr FamilyId kRows{0};

class RocksFilesTest : public ::testing::Test {
 protected:
  RocksFilesTest() {
    options_.path = place_ / "db";
    options_.families = {"rows"};
    options_.create_if_missing = true;
    options_.write_buffer_bytes = 64U << 10;
  }
  std::unique_ptr<Kv> open() {
    auto kv = open_rocks_kv(options_);
    EXPECT_TRUE(kv.ok()) << kv.status().to_string();
    return kv.ok() ? std::move(kv).value() : nullptr;
  }
  // One more table of `rows` rows, whose keys all tables share.
  static void add_table(Kv& kv, int rows, char content) {
    for (int i = 0; i < rows; ++i) {
      WriteBatch batch;
      Bytes key;
      put_u32(key, static_cast<std::uint32_t>(i));
      batch.put(kRows, key, Bytes(400, content));
      ASSERT_TRUE(kv.write(batch, Durability::kBuffered).ok());
    }
    ASSERT_TRUE(kv.settle().ok());
  }
  std::vector<std::string> tables() const {
    std::vector<std::string> names;
    for (const auto& file : std::filesystem::directory_iterator(options_.path)) {
      if (file.path().extension() == ".sst") names.push_back(file.path());
    }
    std::sort(names.begin(), names.end());
    return names;
  }
  static bool always() { return true; }

  testing::TempDirectory place_;
  RocksKvOptions options_;
};

TEST_F(RocksFilesTest, EveryByteOfATableCounts) {
  auto kv = open();
  add_table(*kv, 3, 'a');
  ASSERT_EQ(tables().size(), 1U);
  const std::string table = tables().front();
  const std::string bytes = testing::read_file(table);
  EXPECT_TRUE(kv->verify_files(always).ok());
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    std::string damaged = bytes;
    damaged[at] = static_cast<char>(damaged[at] ^ (1 << (at % 8)));
    testing::write_file(table, damaged);
    const Status found = kv->verify_files(always);
    ASSERT_EQ(found.code(), StatusCode::kDataLoss) << "byte " << at << " of " << bytes.size();
    ASSERT_NE(found.message().find(table), std::string::npos) << found.message();
  }
  testing::write_file(table, bytes.substr(0, bytes.size() - 1));
  EXPECT_EQ(kv->verify_files(always).reason(), "kv.corrupt") << "cut";
  testing::write_file(table, bytes + '\0');
  EXPECT_EQ(kv->verify_files(always).reason(), "kv.corrupt") << "longer";
  std::filesystem::remove(table);
  EXPECT_EQ(kv->verify_files(always).reason(), "kv.corrupt") << "gone";
  testing::write_file(table, bytes);
  EXPECT_TRUE(kv->verify_files(always).ok());
  EXPECT_TRUE(kv->verify_checksums().ok());
}

TEST_F(RocksFilesTest, EndsBetweenTwoPieces) {
  auto kv = open();
  for (const char content : {'a', 'b'}) add_table(*kv, 20, content);
  int pieces = 0;
  EXPECT_TRUE(kv->verify_files([&] { return ++pieces > 0; }).ok());
  ASSERT_GE(pieces, 4) << "each table has one piece and an end";
  for (int last = 0; last < pieces; ++last) {
    int asked = 0;
    const Status ended = kv->verify_files([&] { return asked++ < last; });
    EXPECT_EQ(ended.code(), StatusCode::kUnavailable);
    EXPECT_EQ(ended.reason(), "kv.verify_ended") << last;
    EXPECT_EQ(asked, last + 1) << "asked no more after the first no";
  }
}

// The engine replaces tables while they are read: what is gone and named no more is no damage.
TEST_F(RocksFilesTest, WhatACompactionTookAwayIsNoDamage) {
  auto kv = open();
  add_table(*kv, 50, 'a');
  const std::vector<std::string> before = tables();
  bool replaced = false;
  const Status found = kv->verify_files([&] {
    if (replaced) return true;
    // Four tables over the same keys are merged; the first one's name is not in use afterwards.
    for (char content = 'b'; content < 'l'; ++content) add_table(*kv, 50, content);
    for (int i = 0; i < 1000 && std::filesystem::exists(before.front()); ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    replaced = true;
    return true;
  });
  EXPECT_TRUE(replaced);
  EXPECT_FALSE(std::filesystem::exists(before.front())) << "nothing was merged: nothing was tried";
  EXPECT_TRUE(found.ok()) << found.to_string();
}

}  // namespace
}  // namespace ledger
