// MergeTree: which businesses are taken for one (名寄せ), as a tree: every merge hangs the absorbed business
// under the surviving one, an unmerge cuts it off again.
//
// Place in the flow: GET /v1/businesses/{id}. Read from the records that name the business in state_history,
// so it is the tree of any size. Pure reads on one snapshot; one thread per state.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "projections/state_history.h"

namespace projections {

// The root of the tree that holds `business`: itself when it was never merged.
std::string merge_root(const PastState& state, std::string_view business);

// Businesses of that tree behind `after` (empty: from the root on), at most `limit`: each before those that
// it absorbed, brothers by id. nullopt: `after` is not in this tree. Cost: a few reads per business, one per
// level above `after`.
std::optional<std::vector<std::string>> merge_tree(const PastState& state, std::string_view business,
                                                   std::string_view after, std::size_t limit);

}  // namespace projections
