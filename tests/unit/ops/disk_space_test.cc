// Goal: the room that an append can count on is the smallest of its folders' file systems, and a start that
// fails for want of room says how much it wants.
// Method: folders that exist, twice on one file system, and one that does not; a disk of made-up size.
// Faults: F15
#include "ops/disk_space.h"

#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <sys/statvfs.h>

#include "tests/support/temp_dir.h"

namespace ops {
namespace {

TEST(FolderSpace, TellsWhatTheFileSystemTells) {
  const tests::TempDir folder;
  struct statvfs about {};
  ASSERT_EQ(::statvfs(folder.path().c_str(), &about), 0);
  const std::uint64_t size = std::uint64_t{about.f_blocks} * about.f_frsize;
  const auto free = FolderSpace({folder.path(), folder.path()}).free_bytes();
  ASSERT_TRUE(free.ok()) << free.status().to_string();
  EXPECT_GT(*free, 0U);
  EXPECT_LT(*free, size);
}

TEST(FolderSpace, TheFullestFileSystemCounts) {
  const tests::TempDir folder;
  const auto both = FolderSpace({folder.path(), "/proc"}).free_bytes();
  ASSERT_TRUE(both.ok());
  EXPECT_EQ(*both, 0U) << "/proc has no room at all";
}

TEST(FolderSpace, AFolderThatIsGoneIsAnErrorAndNotRoom) {
  const tests::TempDir folder;
  const auto free = FolderSpace({folder.path(), (folder.path() / "none").string()}).free_bytes();
  ASSERT_FALSE(free.ok());
  EXPECT_EQ(free.status().reason(), "file.io");
}

TEST(OpeningBytes, LogFilesCountTwiceAndTablesDoNot) {
  const tests::TempDir folder;
  const std::string database = folder / "db", none = folder / "none";
  const std::uint64_t fresh = opening_bytes({none});
  EXPECT_GT(fresh, 0U);
  std::filesystem::create_directory(database);
  EXPECT_EQ(opening_bytes({database}), fresh);
  std::ofstream(database + "/000007.log") << std::string(70'000, 'x');
  std::ofstream(database + "/000009.log") << std::string(5, 'x');
  std::ofstream(database + "/000004.sst") << std::string(900'000, 'x');
  EXPECT_EQ(opening_bytes({database, none}), 2 * fresh + 70'005);
}

class SomeDisk final : public ledger::DiskSpace {
 public:
  explicit SomeDisk(ledger::Result<std::uint64_t> free) : free_(std::move(free)) {}
  ledger::Result<std::uint64_t> free_bytes() const override { return free_; }

 private:
  const ledger::Result<std::uint64_t> free_;
};

TEST(ExplainNoRoom, OnlyWhatMayBeForWantOfRoom) {
  const tests::TempDir folder;
  const std::vector<std::string> databases{folder / "db"};
  const std::uint64_t needed = opening_bytes(databases);
  const ledger::Status failed = ledger::unavailable("store.open_failed", "no space left on device");
  const struct {
    const char* what;
    ledger::Status refused;
    ledger::Result<std::uint64_t> free;
    std::string reason;
  } rows[] = {
      {"full", failed, std::uint64_t{0}, "storage.no_room"},
      {"a byte short", failed, needed - 1, "storage.no_room"},
      {"enough", failed, needed, "store.open_failed"},
      {"the disk does not tell", failed, ledger::unavailable("file.io", "?"), "store.open_failed"},
      {"a second instance", ledger::unavailable("store.locked", "held"), std::uint64_t{0}, "store.locked"},
      {"keyring in use", ledger::unavailable("keyring.locked", "held"), std::uint64_t{0}, "keyring.locked"},
      {"damage", ledger::data_loss("store.corrupt", "bad"), std::uint64_t{0}, "store.corrupt"},
      {"no room for a key", ledger::unavailable("keyring.exhausted", "full"), std::uint64_t{0},
       "storage.no_room"},
  };
  for (const auto& row : rows) {
    const ledger::Status said = explain_no_room(row.refused, databases, SomeDisk(row.free));
    EXPECT_EQ(said.reason(), row.reason) << row.what;
    if (row.reason != "storage.no_room") continue;
    EXPECT_NE(said.expected().find("free " + std::to_string(needed - *row.free) + " bytes"),
              std::string::npos)
        << said.expected();
    EXPECT_NE(said.message().find(row.refused.message()), std::string::npos) << said.message();
  }
}

}  // namespace
}  // namespace ops
