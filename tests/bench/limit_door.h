// H: the product's HTTP door with one signature verification per event and nothing behind it.
//
// Place in the flow: `daicho-bench door`; the load client measures it like the real server. What lies between
// H and a row is what the ledger itself costs.
#pragma once

#include <string>

#include "ledger/base/status.h"

namespace bench {

// Serves until SIGTERM. `port_file` appears when the door is open.
ledger::Status serve_door(const std::string& port_file, std::size_t threads);

}  // namespace bench
