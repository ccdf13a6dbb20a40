// Query arguments: the query members that several routes share, parsed strictly.
//
// Errors name the member as "?name" in the pointer and say what would be right. Pure over the call; any
// thread.
#pragma once

#include <optional>
#include <string>

#include "api/routes.h"
#include "projections/timeline.h"

namespace api {

// A query member given at most once; invalid_argument query.repeated.
ledger::Result<std::string> query_text(const Call& call, std::string_view name);
// invalid_argument query.number.
ledger::Result<std::optional<std::uint64_t>> query_number(const Call& call, std::string_view name);
// RFC 3339. invalid_argument query.time.
ledger::Result<std::optional<ledger::UnixMicros>> query_time(const Call& call, std::string_view name);
// as_of: a tree size or a time; the size that the answer reflects, at most the view's. out_of_range
// query.as_of.
ledger::Result<ledger::TreeSize> query_as_of(const Call& call);
// from, to, as_of.
ledger::Result<projections::Bounds> query_bounds(const Call& call);
// limit, cursor.
ledger::Result<projections::PageRequest> query_page(const Call& call);
// Content-Type without its parameters, in lower case; empty when there is none.
std::string media_type(const Request& request);
// Prefer: wait=N (seconds, at most 30): how long to wait for a projection to reach the view; 0 otherwise.
std::int64_t prefer_wait_micros(const Request& request);
bool prefers_minimal(const Request& request);
// invalid_argument query.unknown for a member that the route does not list.
ledger::Status check_known_query(const Call& call, const Route& route);

}  // namespace api
