// CatchUp: waits for a projection to hold everything that an answer must be complete about.
//
// Place in the flow: handlers of lists and figures, before they take their snapshot: an auditor's list must
// not silently end before the newest accesses, nor a figure before the newest facts. Any thread.
#pragma once

#include <string_view>

#include "api/routes.h"

namespace api {

// Ok once the projection has folded `wanted` entries. unavailable projection.behind: it is far behind, or too
// many requests wait already; projection.not_ready: no rows answer until a fold from 0 is done.
ledger::Status catch_up(const Call& call, std::string_view projection, ledger::TreeSize wanted);

}  // namespace api
