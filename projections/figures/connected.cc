#include "projections/figures/connected.h"

#include "projections/figures/matching.h"

namespace projections::figures {

namespace {

class Parents {
 public:
  std::string_view root(std::string_view business) {
    if (parents_.emplace(business, business).second) all_.push_back(business);
    std::string_view at = business;
    while (parents_[at] != at) at = parents_[at] = parents_[parents_[at]];
    return parents_[business] = at;
  }
  void join(std::string_view one, std::string_view other) {
    const std::string_view from = root(one), into = root(other);
    parents_[from] = into;
  }
  const std::vector<std::string_view>& all() const { return all_; }

 private:
  std::unordered_map<std::string_view, std::string_view> parents_;
  std::vector<std::string_view> all_;  // in the order in which they were named
};

}  // namespace

Connected::Connected(const std::vector<const FigureEvent*>& events) {
  Parents parents;
  std::unordered_map<std::string_view, const FigureEvent*> merge_by_id;
  for (const FigureEvent* event : events) {
    if (event->type == kBusinessMerged) merge_by_id.emplace(event->id, event);
  }
  const auto is_meant = [](const FigureEvent& event) {
    return event.type == kBusinessMerged || event.type == kBusinessUnmerged;
  };
  for (const FigureEvent* event : events) {
    if (!is_meant(*event)) continue;
    const std::string_view business = event->text("business_id");
    parents.root(business);
    if (!event->text("absorbed_id").empty()) parents.join(event->text("absorbed_id"), business);
    const auto undone = merge_by_id.find(event->text("merge"));
    if (undone != merge_by_id.end()) parents.join(undone->second->text("business_id"), business);
  }
  std::unordered_map<std::string_view, std::size_t> number_of_root;
  for (const std::string_view business : parents.all()) {
    const auto [number, is_new] = number_of_root.emplace(parents.root(business), groups_.size());
    if (is_new) groups_.emplace_back();
    group_by_business_.emplace(business, number->second);
    groups_[number->second].members.push_back(business);
  }
  for (const FigureEvent* event : events) {
    if (is_meant(*event)) groups_[*group_of(event->text("business_id"))].merges.push_back(event);
  }
}

std::optional<std::size_t> Connected::group_of(std::string_view business) const {
  const auto found = group_by_business_.find(business);
  if (found == group_by_business_.end()) return std::nullopt;
  return found->second;
}

}  // namespace projections::figures
