// Goal: rows are merged about as often as they must be, however the head row lies, and nothing is lost by it.
// Method: real databases with small memtables; what every table that was ever there took on disk.
#include "ledger/store/rocks_options.h"

#include <algorithm>
#include <filesystem>
#include <map>

#include "tests/support/seeded_random.h"
#include "tests/unit/ledger/store/temp_directory.h"

namespace ledger {
namespace {

class RocksOptionsTest : public ::testing::Test {
 protected:
  RocksOptionsTest() {
    options_.path = place_ / "db";
    options_.create_if_missing = true;
  }
  // Compactions take tables away meanwhile.
  std::map<std::string, std::uintmax_t> tables() const {
    std::map<std::string, std::uintmax_t> bytes;
    for (const auto& file : std::filesystem::directory_iterator(options_.path)) {
      std::error_code gone;
      const std::uintmax_t size = file.file_size(gone);
      if (!gone && file.path().extension() == ".sst") bytes[file.path().filename()] = size;
    }
    return bytes;
  }

  testing::TempDirectory place_;
  RocksKvOptions options_;
};

// Every group writes the head row, which stands before all others, so each new table spans its whole family.
// A family that grows at its end was merged anew each time: sixty tables then cost ten times what they hold.
TEST_F(RocksOptionsTest, WhatGrowsAtItsEndIsNotMergedAgainAndAgain) {
  tests::SeededRandom random(7);
  SCOPED_TRACE(random.trace());
  options_.families = {"entries", "checkpoints", "dedup", "vault"};
  options_.write_buffer_bytes = 64U << 10;
  constexpr std::uint32_t kTables = 60;
  constexpr std::uint32_t kRowsInATable = 40;
  const auto kv = open_rocks_kv(options_);
  ASSERT_TRUE(kv.ok()) << kv.status().to_string();
  std::map<std::string, std::uintmax_t> seen;  // every table that was ever there, at its largest
  std::uint32_t rows = 0;
  for (std::uint32_t table = 0; table < kTables; ++table) {
    for (std::uint32_t i = 0; i < kRowsInATable; ++i, ++rows) {
      WriteBatch batch;
      for (std::uint32_t family = 0; family < options_.families.size(); ++family) {
        Bytes key(1, '\x01');
        put_u32(key, rows);
        batch.put(FamilyId(family), key, random.bytes(500));
        batch.put(FamilyId(family), Bytes(1, '\0'), key);
      }
      ASSERT_TRUE((*kv)->write(batch, Durability::kBuffered).ok());
    }
    ASSERT_TRUE((*kv)->settle().ok());
    for (const auto& [path, bytes] : tables()) seen[path] = std::max(seen[path], bytes);
  }
  std::uintmax_t written = 0;
  for (const auto& [path, bytes] : seen) written += bytes;
  std::uintmax_t held = 0;
  for (const std::uint64_t bytes : (*kv)->family_bytes()) held += bytes;
  ASSERT_GE(held, std::uintmax_t{rows} * options_.families.size() * 500);
  EXPECT_LT(written, 4 * held);
  for (std::uint32_t family = 0; family < options_.families.size(); ++family) {
    std::uint32_t next = 0;
    Bytes head;
    const auto visit = [&](ByteView key, ByteView value) {
      if (key.size() == 1) head = Bytes(value);
      if (key.size() > 1) {
        EXPECT_EQ(ByteReader(key.substr(1)).take_u32(), next++);
      }
      return true;
    };
    ASSERT_TRUE((*kv)->scan(FamilyId(family), "", "", visit).ok());
    EXPECT_EQ(next, rows);
    EXPECT_EQ(ByteReader(ByteView(head).substr(1)).take_u32(), rows - 1) << "the head row is the newest";
  }
  EXPECT_TRUE((*kv)->verify_checksums().ok());
}

}  // namespace
}  // namespace ledger
