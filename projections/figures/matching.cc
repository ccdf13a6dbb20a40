#include "projections/figures/matching.h"

#include <algorithm>

namespace projections::figures {

namespace {

std::string_view smallest_of_circle(std::string_view start, const auto& next) {
  std::string_view smallest = start;
  for (std::string_view at = next(start); at != start; at = next(at)) smallest = std::min(smallest, at);
  return smallest;
}

}  // namespace

Matching::Matching(const Known& known) {
  // An unmerge may be looked at before the merge that it undoes: its id is remembered.
  for (const FigureEvent* event : known.of_type(kBusinessUnmerged)) apply(*event);
  for (const FigureEvent* event : known.of_type(kBusinessMerged)) apply(*event);
}

void Matching::apply(const FigureEvent& event) {
  if (event.type == kBusinessMerged) {
    if (undone_.contains(event.id)) return;
    const std::string_view absorbed = event.text("absorbed_id");
    if (absorbed.empty()) return;
    merges_[absorbed].push_back(&event);
    absorbed_[event.text("business_id")].push_back(absorbed);
  } else if (event.type == kBusinessUnmerged) {
    const std::string_view merge = event.text("merge");
    if (!undone_.insert(merge).second) return;
    // A merge is found under the business that it absorbed; the unmerge names it, but its word is not needed.
    const auto is_undone = [&](const FigureEvent* other) { return other->id == merge; };
    const auto named = merges_.find(event.text("absorbed_id"));
    if (named != merges_.end() && std::erase_if(named->second, is_undone) > 0) return;
    for (auto& [absorbed, merges] : merges_) {
      if (std::erase_if(merges, is_undone) > 0) return;
    }
  }
}

std::string_view Matching::parent_of(std::string_view business) const {
  const auto found = merges_.find(business);
  if (found == merges_.end() || found->second.empty()) return {};
  return found->second.back()->text("business_id");
}

std::string_view Matching::representative(std::string_view business) const {
  std::string_view root = business;
  for (std::size_t steps = 0; steps <= merges_.size(); ++steps) {
    const std::string_view parent = parent_of(root);
    if (parent.empty()) return root;
    root = parent;
  }
  return smallest_of_circle(root, [this](std::string_view at) { return parent_of(at); });
}

std::vector<std::string_view> Matching::members(std::string_view root) const {
  std::vector<std::string_view> found{root};
  std::unordered_set<std::string_view> seen{root};
  for (std::size_t i = 0; i < found.size(); ++i) {
    const auto children = absorbed_.find(found[i]);
    if (children == absorbed_.end()) continue;
    for (const std::string_view child : children->second) {
      if (parent_of(child) == found[i] && seen.insert(child).second) found.push_back(child);
    }
  }
  std::sort(found.begin(), found.end());
  return found;
}

}  // namespace projections::figures
