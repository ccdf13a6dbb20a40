// Goal: the directory that must be synced is found for every spelling of a path, and failures say what
// failed. Method: a table of paths; real directories and things that are none.
#include "ledger/store/directory_sync.h"

#include "tests/unit/ledger/store/temp_directory.h"

namespace ledger {
namespace {

TEST(ParentDirectory, OfEverySpelling) {
  const std::pair<const char*, const char*> rows[] = {
      {"a/b", "a"}, {"a/b/", "a"}, {"a//b//", "a"}, {"/a/b", "/a"},   {"a", "."},
      {"a/", "."},  {"/a", "/"},   {"/a/", "/"},    {"//a", "/"},     {"/", "/"},
      {"", "."},    {"./a", "."},  {"../a", ".."},  {"a/b/c", "a/b"},
  };
  for (const auto& [path, parent] : rows) EXPECT_EQ(parent_directory(path), parent) << path;
}

TEST(SyncDirectory, SyncsADirectoryAndRefusesAnythingElse) {
  const testing::TempDirectory place;
  EXPECT_TRUE(sync_directory(place.path()).ok());
  testing::write_file(place / "file", "x");
  for (const std::string& path : {place / "missing", place / "file", std::string()}) {
    const Status status = sync_directory(path);
    EXPECT_EQ(status.code(), StatusCode::kUnavailable) << path;
    EXPECT_EQ(status.reason(), "store.io") << path;
    EXPECT_NE(status.message().find(path), std::string::npos) << status.message();
  }
}

}  // namespace
}  // namespace ledger
