// Connected: groups of businesses that merges ever connected, undone or not.
//
// Place in the flow: whatever the cut-off, a business's tree lies within its group, so what is read or tried
// for a business is read or tried for its group. Views point into the log. Threads: immutable.
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "projections/figures/figure_log.h"

namespace projections::figures {

class Connected {
 public:
  // Of merges and unmerges, in any order; events of other types are not looked at.
  explicit Connected(const std::vector<const FigureEvent*>& events);

  // nullopt: no merge ever named it, it is alone.
  std::optional<std::size_t> group_of(std::string_view business) const;
  std::span<const std::string_view> members(std::size_t group) const { return groups_.at(group).members; }
  std::span<const FigureEvent* const> merges(std::size_t group) const { return groups_.at(group).merges; }

 private:
  struct Group {
    std::vector<std::string_view> members;
    std::vector<const FigureEvent*> merges;
  };
  std::vector<Group> groups_;
  std::unordered_map<std::string_view, std::size_t> group_by_business_;
};

}  // namespace projections::figures
