// Goal: the room that an append can count on is the smallest of its folders' file systems.
// Method: folders that exist, twice on one file system, and one that does not.
// Faults: F15
#include "ops/disk_space.h"

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

}  // namespace
}  // namespace ops
