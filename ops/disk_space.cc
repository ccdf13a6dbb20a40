#include "ops/disk_space.h"

#include <algorithm>
#include <filesystem>
#include <limits>
#include <set>
#include <sys/stat.h>
#include <sys/statvfs.h>

namespace ops {
namespace {

// New log and manifest, file headers, the first keys of a ring: measured below 1 MiB.
constexpr std::uint64_t kOpeningBytesPerDatabase = 4U << 20;

}  // namespace

FolderSpace::FolderSpace(const std::vector<std::string>& folders) {
  std::set<dev_t> seen;
  for (const std::string& folder : folders) {
    struct stat about {};
    const bool known = ::stat(folder.c_str(), &about) == 0;
    // A folder that can't be looked at stays in the list: asking it later says so.
    if (!known || seen.insert(about.st_dev).second) folders_.push_back(folder);
  }
}

ledger::Result<std::uint64_t> FolderSpace::free_bytes() const {
  std::uint64_t least = std::numeric_limits<std::uint64_t>::max();
  for (const std::string& folder : folders_) {
    struct statvfs about {};
    if (::statvfs(folder.c_str(), &about) != 0) {
      return ledger::unavailable("file.io", folder + ": its file system does not tell how much room is left");
    }
    least = std::min(least, std::uint64_t{about.f_bavail} * about.f_frsize);
  }
  return least;
}

std::uint64_t opening_bytes(const std::vector<std::string>& databases) {
  namespace fs = std::filesystem;
  std::uint64_t bytes = 0;
  for (const std::string& database : databases) {
    bytes += kOpeningBytesPerDatabase;
    std::error_code error;
    for (fs::directory_iterator file(database, error), end; !error && file != end; file.increment(error)) {
      if (file->path().extension() != ".log") continue;
      std::error_code unknown;
      const std::uintmax_t size = fs::file_size(file->path(), unknown);
      if (!unknown) bytes += size;
    }
  }
  return bytes;
}

ledger::Status explain_no_room(const ledger::Status& refused, const std::vector<std::string>& databases,
                               const ledger::DiskSpace& space) {
  if (refused.code() != ledger::StatusCode::kUnavailable || refused.reason().ends_with(".locked")) {
    return refused;
  }
  const auto free_bytes = space.free_bytes();
  const std::uint64_t needed = opening_bytes(databases);
  if (!free_bytes.ok() || *free_bytes >= needed) return refused;
  return ledger::unavailable(
             "storage.no_room",
             "the disk is too full to open the ledger for writing: " + std::to_string(*free_bytes) +
                 " bytes are free, it takes " + std::to_string(needed) + " (" + refused.message() + ")")
      .want("free " + std::to_string(needed - *free_bytes) +
            " bytes and start again; nothing is lost, and `daicho serve --read-only` serves what is there "
            "meanwhile");
}

}  // namespace ops
