#include "ops/disk_space.h"

#include <algorithm>
#include <limits>
#include <set>
#include <sys/stat.h>
#include <sys/statvfs.h>

namespace ops {

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

}  // namespace ops
