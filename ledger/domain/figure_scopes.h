// FigureScopes: which centres a figure's scope is made of, and when a month is closed for all of them.
//
// Place in the flow: rules of figure.fixed ask, and so does whoever fixes figures; both must agree. Scopes
// are texts: "center:c40", "prefecture:40", "bureau:bureau-kyushu", "nation". There is one centre in a
// prefecture, so a scope has at most as many as there are prefectures. Pure over the view; any thread that
// owns its view.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/types.h"
#include "ledger/domain/state.h"

namespace ledger {

// Ids of the established ones, ascending; empty: no such scope, or none yet.
std::vector<std::string> centers_of_scope(const StateView& state, std::string_view scope);
// Bureaus that have a centre, ascending.
std::vector<std::string> bureaus_of_centers(const StateView& state);

// The closing of a month by all centres of a scope.
struct ScopeClosing {
  std::uint64_t cut_off = 0;      // the largest of the closings'
  std::vector<EventId> closings;  // month.closed of each centre
};
// nullopt: a centre has not closed the month, or there is none that did. A centre whose months begin later
// has none to close; one that never closed any keeps the scope open.
std::optional<ScopeClosing> scope_closing(const StateView& state, std::string_view scope,
                                          std::string_view year_month);

}  // namespace ledger
