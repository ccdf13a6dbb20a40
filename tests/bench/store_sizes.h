// Bytes on disk by family, as RocksDB's own file list says (row B12).
//
// Place in the flow: after a server was stopped and started again, so that everything stands in sorted files
// with the product's settings. Opens for reading only.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "ledger/base/status.h"

namespace bench {

// Family → bytes of its sorted files. unavailable file.io
ledger::Result<std::map<std::string, std::uint64_t>> store_sizes(const std::string& database);

}  // namespace bench
