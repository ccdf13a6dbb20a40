// Making directory entries durable: a new file or directory survives power loss only when the directory that
// names it has been synced too. Used by the database and by the head anchor at creation. Threads: any; blocks
// on the disk.
#pragma once

#include <string>

#include "ledger/base/status.h"

namespace ledger {

// fsync of the directory. unavailable store.io: names the path and the system's reason; never retry (the
// kernel may have dropped what it could not write).
Status sync_directory(const std::string& path);

// Directory that holds `path`: "a/b/" and "a/b" give "a", "b" gives ".", "/b" gives "/".
std::string parent_directory(const std::string& path);

}  // namespace ledger
