// TempDir: a fresh, empty directory that is removed with everything in it when the object goes.
//
// Owns the directory; move it or keep it where it is. Files that are still open may outlive it on disk.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>
#include <system_error>

#include "ledger/base/check.h"

namespace tests {

class TempDir {
 public:
  TempDir() {
    std::string name = (std::filesystem::temp_directory_path() / "daicho-test-XXXXXX").string();
    LEDGER_CHECK(::mkdtemp(name.data()) != nullptr);
    path_ = name;
  }
  ~TempDir() {
    // A directory that cannot be removed is no reason to fail a test that has passed.
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TempDir(const TempDir&) = delete;
  TempDir& operator=(const TempDir&) = delete;

  const std::filesystem::path& path() const { return path_; }
  // Path of a name inside; nothing is created.
  std::string operator/(std::string_view name) const { return (path_ / name).string(); }

 private:
  std::filesystem::path path_;
};

}  // namespace tests
