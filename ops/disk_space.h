// FolderSpace: free room on the file systems of the folders that an append writes to.
//
// Place in the flow: made by ops/service.cc, asked by the journal's DiskReserve once per group. Never blocks
// longer than statvfs does. Threads: any.
#pragma once

#include <string>
#include <vector>

#include "ledger/journal/disk_reserve.h"

namespace ops {

class FolderSpace final : public ledger::DiskSpace {
 public:
  // Folders that exist; those on one file system are asked once.
  explicit FolderSpace(const std::vector<std::string>& folders);
  // For an unprivileged process; the smallest. unavailable file.io when a file system does not tell.
  ledger::Result<std::uint64_t> free_bytes() const override;

 private:
  std::vector<std::string> folders_;  // one per file system
};

}  // namespace ops
