// Goal: a medium's files appear whole, stay private, are held by one process and leave no bytes behind; two
// media hold alike or say so. Method: each operation on real directories, with foreign modes, second holders
// and differences.
#include "security/medium.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "tests/unit/security/keyring_fixture.h"

namespace security {
namespace {

using ledger::Bytes;

std::unique_ptr<Medium> open_medium(const std::string& directory) {
  auto medium = Medium::open(directory);
  EXPECT_TRUE(medium.ok()) << medium.status().to_string();
  return medium.ok() ? std::move(medium).value() : nullptr;
}

TEST(Medium, MakesAPrivateDirectory) {
  const tests::TempDir root;
  const auto medium = open_medium(root / "ring");
  struct stat facts {};
  ASSERT_EQ(::stat((root / "ring").c_str(), &facts), 0);
  EXPECT_EQ(facts.st_mode & 0777U, 0700U);
}

TEST(Medium, RefusesOpenDirectoriesSecondHoldersAndMissingParents) {
  const tests::TempDir root;
  std::filesystem::create_directory(root / "open");
  ASSERT_EQ(::chmod((root / "open").c_str(), 0750), 0);
  EXPECT_EQ(Medium::open(root / "open").status().reason(), "keyring.permissions");
  const auto held = open_medium(root / "held");
  EXPECT_EQ(Medium::open(root / "held").status().reason(), "keyring.locked");
  EXPECT_EQ(Medium::open(root / "no/such").status().reason(), "keyring.io");
  write_whole(root / "file", "x");
  EXPECT_EQ(Medium::open(root / "file").status().reason(), "keyring.io");
}

TEST(Medium, OpenedReadOnlyChangesNothing) {
  const tests::TempDir root;
  EXPECT_EQ(Medium::open_read_only(root / "ring").status().reason(), "keyring.missing");
  EXPECT_FALSE(std::filesystem::exists(root / "ring"));
  ASSERT_TRUE(open_medium(root / "ring")->create("a", "text").ok());
  const auto medium = Medium::open_read_only(root / "ring");
  ASSERT_TRUE(medium.ok()) << medium.status().to_string();
  Medium& read_only = **medium;
  for (const ledger::Status& status :
       {read_only.create("b", "x"), read_only.write_at("a", 0, "x"), read_only.truncate("a", 1),
        read_only.rename("a", "b"), read_only.link("a", "b"), read_only.destroy("a")}) {
    EXPECT_EQ(status.reason(), "keyring.read_only");
  }
  EXPECT_EQ(*read_only.list(), std::vector<std::string>{"a"});
  EXPECT_EQ(**read_only.read("a"), "text");
  EXPECT_EQ(Medium::open(root / "ring").status().reason(), "keyring.locked");
}

TEST(Medium, CreatesReplacesAndReads) {
  const tests::TempDir root;
  const auto medium = open_medium(root / "ring");
  EXPECT_FALSE(medium->read("a")->has_value());
  ASSERT_TRUE(medium->create("a", "first").ok());
  ASSERT_TRUE(medium->create("a", "second").ok());
  ASSERT_TRUE(medium->create("empty", "").ok());
  EXPECT_EQ(medium->read("a")->value(), "second");
  EXPECT_EQ(medium->read("empty")->value(), "");
  EXPECT_EQ(*medium->list(), (std::vector<std::string>{"a", "empty"}));
  struct stat facts {};
  ASSERT_EQ(::stat((root / "ring/a").c_str(), &facts), 0);
  EXPECT_EQ(facts.st_mode & 0777U, 0600U);
}

TEST(Medium, WritesAtAndTruncates) {
  const tests::TempDir root;
  const auto medium = open_medium(root / "ring");
  ASSERT_TRUE(medium->create("a", "0123456789").ok());
  ASSERT_TRUE(medium->write_at("a", 8, "abcd").ok());
  EXPECT_EQ(medium->read("a")->value(), "01234567abcd");
  ASSERT_TRUE(medium->truncate("a", 3).ok());
  EXPECT_EQ(medium->read("a")->value(), "012");
  EXPECT_EQ(medium->write_at("none", 0, "x").reason(), "keyring.io");
  EXPECT_EQ(medium->truncate("none", 0).reason(), "keyring.io");
  EXPECT_EQ(medium->rename("none", "a").reason(), "keyring.io");
  EXPECT_EQ(medium->link("none", "b").reason(), "keyring.io");
}

TEST(Medium, SymbolicLinksAndDirectoriesAreNotFollowed) {
  const tests::TempDir root;
  const auto medium = open_medium(root / "ring");
  write_whole(root / "elsewhere", "x");
  std::filesystem::create_symlink(root / "elsewhere", root / "ring/link");
  std::filesystem::create_directory(root / "ring/folder");
  EXPECT_FALSE(medium->read("link").ok());
  EXPECT_FALSE(medium->read("folder").ok());
  EXPECT_FALSE(medium->write_at("link", 0, "y").ok());
  EXPECT_TRUE(medium->list()->empty());
  EXPECT_EQ(read_whole(root / "elsewhere"), "x");
}

TEST(Medium, DestroyOverwritesEveryNameOfTheBytes) {
  const tests::TempDir root;
  const auto medium = open_medium(root / "ring");
  const Bytes secret(200'000, 's');
  ASSERT_TRUE(medium->create("a", secret).ok());
  // A hard link outside shows what became of the blocks.
  std::filesystem::create_hard_link(root / "ring/a", root / "witness");
  ASSERT_TRUE(medium->destroy("a").ok());
  EXPECT_FALSE(medium->read("a")->has_value());
  EXPECT_EQ(read_whole(root / "witness"), Bytes(secret.size(), '\0'));
  EXPECT_TRUE(medium->destroy("a").ok());
}

TEST(Medium, LinkKeepsTheOldFileThroughARename) {
  const tests::TempDir root;
  const auto medium = open_medium(root / "ring");
  ASSERT_TRUE(medium->create("ring", "old").ok());
  ASSERT_TRUE(medium->create("new", "new").ok());
  ASSERT_TRUE(medium->link("ring", "kept").ok());
  ASSERT_TRUE(medium->link("ring", "kept").ok());
  ASSERT_TRUE(medium->rename("new", "ring").ok());
  EXPECT_EQ(medium->read("ring")->value(), "new");
  EXPECT_EQ(medium->read("kept")->value(), "old");
  EXPECT_FALSE(medium->read("new")->has_value());
}

TEST(Media, WritesBothAndRefusesOneDirectoryTwice) {
  const tests::TempDir root;
  EXPECT_EQ(Media::open(root / "one", root / "one").status().reason(), "keyring.same_medium");
  std::filesystem::create_directory_symlink(root / "one", root / "alias");
  EXPECT_EQ(Media::open(root / "one", root / "alias").status().reason(), "keyring.same_medium");
  auto media = Media::open(root / "one", root / "two");
  ASSERT_TRUE(media.ok()) << media.status().to_string();
  ASSERT_TRUE(media->create("a", "bytes").ok());
  ASSERT_TRUE(media->write_at("a", 5, "!").ok());
  EXPECT_EQ(read_whole(root / "one/a"), "bytes!");
  EXPECT_EQ(read_whole(root / "two/a"), "bytes!");
  ASSERT_TRUE(media->destroy("a").ok());
  EXPECT_TRUE(files_in(root / "one").empty());
  EXPECT_TRUE(files_in(root / "two").empty());
  EXPECT_EQ(Media::open(root / "one", root / "two").status().reason(), "keyring.locked");
}

TEST(Media, ReadAlike) {
  const tests::TempDir root;
  auto media = Media::open(root / "one", root / "two");
  ASSERT_TRUE(media.ok());
  EXPECT_FALSE(media->read_alike("a")->has_value());
  write_whole(root / "one/a", "x");
  EXPECT_EQ(media->read_alike("a")->value(), "x");
  EXPECT_EQ(read_whole(root / "two/a"), "x");
  write_whole(root / "two/a", "y");
  EXPECT_EQ(media->read_alike("a").status().reason(), "keyring.diverged");
  std::filesystem::remove(root / "one/a");
  EXPECT_EQ(media->read_alike("a").status().reason(), "keyring.diverged");
}

}  // namespace
}  // namespace security
