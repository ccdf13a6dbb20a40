// Goal: the folder flags end up where they belong.
// Method: command lines, complete and incomplete, through CLI11.
#include "ops/folder_options.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <gtest/gtest.h>

namespace tests {
namespace {

// The folder of a command line; nullopt when it is refused.
std::optional<ops::DataFolder> folder_of(std::vector<std::string> arguments) {
  CLI::App app;
  ops::FolderOptions options;
  ops::add_folder_options(app, options);
  std::reverse(arguments.begin(), arguments.end());  // as CLI11 takes them
  try {
    app.parse(arguments);
  } catch (const CLI::ParseError&) {
    return std::nullopt;
  }
  return options.folder();
}

TEST(FolderOptions, EveryFlagHasItsPlace) {
  const auto all = folder_of({"--data", "/d", "--anchor-dir", "/a", "--keyring-dir", "/k",
                              "--keyring-copy-dir", "/c", "--secrets-dir", "/s"});
  ASSERT_TRUE(all.has_value());
  EXPECT_EQ(all->root, "/d");
  EXPECT_EQ(all->anchor, "/a");
  EXPECT_EQ(all->keyring, "/k");
  EXPECT_EQ(all->keyring_copy, "/c");
  EXPECT_EQ(all->secrets, "/s");
  const auto least = folder_of({"--data", "/d"});
  ASSERT_TRUE(least.has_value());
  EXPECT_EQ(least->anchor, "/d/anchor");
  EXPECT_EQ(least->keyring_copy, "");
}

TEST(FolderOptions, WhatIsRefused) {
  EXPECT_FALSE(folder_of({"--anchor-dir", "/a"}).has_value());
  EXPECT_FALSE(folder_of({"--data"}).has_value());
  EXPECT_FALSE(folder_of({"--data", "/d", "--anchor", "/a"}).has_value());
  EXPECT_FALSE(folder_of({"/d"}).has_value());
}

}  // namespace
}  // namespace tests
