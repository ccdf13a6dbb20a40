// Goal: a ledger's parts are where its folder says, its identity reads back, and files fail with a reason.
// Method: real files in a temporary directory, and malformed identities.
#include "ops/data_folder.h"

#include <filesystem>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "tests/support/temp_dir.h"

namespace tests {
namespace {

TEST(DataFolder, DefaultsAndOtherMedia) {
  const ops::DataFolder plain = ops::data_folder("/d");
  EXPECT_EQ(plain.anchor, "/d/anchor");
  EXPECT_EQ(plain.keyring, "/d/keyring");
  EXPECT_EQ(plain.secrets, "/d/secrets");
  EXPECT_EQ(plain.keyring_copy, "");
  EXPECT_EQ(plain.database(), "/d/db");
  EXPECT_EQ(plain.identity_file(), "/d/ledger.json");
  const ops::DataFolder apart = ops::data_folder("/d", "/a", "/k", "/s");
  EXPECT_EQ(apart.anchor, "/a");
  EXPECT_EQ(apart.keyring, "/k");
  EXPECT_EQ(apart.log_key_file(), "/s/log.pem");
  EXPECT_EQ(apart.attestor_key_file(), "/s/attestor.pem");
  EXPECT_EQ(apart.keyring_secret_file(), "/s/keyring.secret");
  EXPECT_EQ(apart.database(), "/d/db");
}

TEST(DataFolder, AnIdentityReadsBack) {
  ops::LedgerIdentity identity{
      "ledger.test", "ledger.test+00000000+AA", {{"attestor", "k1", "Ed25519", "p1"}}};
  identity.event_keys.push_back({"p-admin \"x\"", "k2", "ES256", "p2"});
  const auto again = ops::parse_identity(ops::write_identity(identity));
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(again->origin, identity.origin);
  EXPECT_EQ(again->log_vkey, identity.log_vkey);
  ASSERT_EQ(again->event_keys.size(), 2U);
  EXPECT_EQ(again->event_keys[1].holder, "p-admin \"x\"");
  EXPECT_EQ(again->event_keys[1].algorithm, "ES256");
  EXPECT_EQ(again->event_keys[1].public_key, "p2");
}

TEST(DataFolder, WhatIsNoIdentity) {
  for (const std::string_view bad :
       {"", "x", "[]", "7", "{}", R"({"origin":"o","log":"l"})", R"({"origin":"o","event_keys":[]})",
        R"({"log":"l","event_keys":[]})", R"({"origin":"","log":"l","event_keys":[]})",
        R"({"origin":1,"log":"l","event_keys":[]})", R"({"origin":"o","log":"l","event_keys":{}})"}) {
    EXPECT_FALSE(ops::parse_identity(bad).ok()) << bad;
  }
}

TEST(DataFolder, FilesAreWrittenOnceAndReadWhole) {
  const TempDir dir;
  const std::string file = dir / "file";
  const std::string text = std::string("line\n\0binary", 12) + std::string(200'000, 'x');
  ASSERT_TRUE(ops::write_new_file(file, text, 0600).ok());
  EXPECT_EQ(*ops::read_file(file), text);
  struct stat info {};
  ASSERT_EQ(::stat(file.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777U, 0600U);
  EXPECT_EQ(ops::write_new_file(file, "other").reason(), "file.exists");
  EXPECT_EQ(*ops::read_file(file), text);
  EXPECT_EQ(ops::read_file(file, text.size() - 1).status().reason(), "file.too_large");
  EXPECT_TRUE(ops::read_file(file, text.size()).ok());
}

TEST(DataFolder, FailuresHaveAReason) {
  const TempDir dir;
  EXPECT_EQ(ops::read_file(dir / "none").status().reason(), "file.missing");
  EXPECT_EQ(ops::read_file(dir.path().string()).status().reason(), "file.io") << "a directory is no file";
  EXPECT_EQ(ops::write_new_file(dir / "none/file", "x").reason(), "file.io");
  ASSERT_TRUE(ops::write_new_file(dir / "file", "x").ok());
  EXPECT_EQ(ops::make_directory(dir / "file/below").reason(), "file.io");
  EXPECT_TRUE(ops::make_directory(dir / "a/b/c").ok());
  EXPECT_TRUE(ops::make_directory(dir / "a/b/c").ok()) << "again is fine";
  EXPECT_TRUE(std::filesystem::is_directory(dir / "a/b/c"));
}

}  // namespace
}  // namespace tests
