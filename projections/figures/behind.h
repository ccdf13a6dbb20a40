// Behind: which types of events a figure can depend on.
//
// Place in the flow: the loader reads those types and no others; reconcile tries only events of those types
// when it asks what moved a figure. A figure that reads a further type gets it here first: the tests compare
// every figure over these types alone with the figure over everything. Constants; any thread.
#pragma once

#include <set>
#include <string_view>

namespace projections::figures {

using Types = std::set<std::string_view>;

// Of an indicator or of a figure of monthly reports: its types with their corrections. Empty: no such figure.
Types types_behind(std::string_view figure);

}  // namespace projections::figures
