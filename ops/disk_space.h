// FolderSpace: free room on the file systems of the folders that an append writes to; and the room that a
// start needs.
//
// Place in the flow: made by ops/service.cc, asked by the journal's DiskReserve once per group; asked by
// `daicho serve` when a ledger did not open. Never blocks longer than statvfs does. Threads: any.
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

// What opening these databases for writing takes at most: the entries of their log files are written once
// more as tables, beside a new log and manifest. A folder without a database counts as a new one.
std::uint64_t opening_bytes(const std::vector<std::string>& databases);

// `refused` as it is, or, when it may be for want of room, unavailable storage.no_room: how much there is,
// how much has to be freed, and what can be done meanwhile.
ledger::Status explain_no_room(const ledger::Status& refused, const std::vector<std::string>& databases,
                               const ledger::DiskSpace& space);

}  // namespace ops
