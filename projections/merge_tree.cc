#include "projections/merge_tree.h"

#include "ledger/domain/records.h"
#include "projections/record_kinds.h"

namespace projections {

using ledger::Bytes;

namespace {

// Links read at once: most businesses have absorbed none or one.
constexpr std::size_t kLinksAtOnce = 16;
// No tree of merges is as high; a damaged one ends here instead of never.
constexpr std::size_t kLevelsMax = 10'000;

std::string parent_of(const PastState& state, std::string_view business) {
  const auto record = ledger::find(state, ledger::business_record(business));
  return record ? record->merged_into : std::string();
}

// The first business behind `after` (empty: of all) that `parent` has absorbed; empty: none.
std::string child_behind(const PastState& state, std::string_view parent, std::string_view after) {
  Bytes key = ledger::business_record(after).bytes;
  const char tag = key.front();
  while (true) {
    const std::vector<Bytes> links = state.linked(kLinkBusiness, parent, key, kLinksAtOnce);
    for (const Bytes& link : links) {
      if (link.front() != tag) return {};
      // A link stays when an unmerge cuts the branch off.
      const std::string child = link.substr(1);
      if (parent_of(state, child) == parent) return child;
    }
    if (links.size() < kLinksAtOnce) return {};
    key = links.back();
  }
}

std::string next_in_tree(const PastState& state, std::string_view root, std::string_view business) {
  std::string next = child_behind(state, business, {});
  std::string below(business);
  for (std::size_t level = 0; next.empty() && below != root && level < kLevelsMax; ++level) {
    const std::string parent = parent_of(state, below);
    next = child_behind(state, parent, below);
    below = parent;
  }
  return next;
}

}  // namespace

std::string merge_root(const PastState& state, std::string_view business) {
  std::string root(business);
  for (std::size_t level = 0; level < kLevelsMax; ++level) {
    std::string parent = parent_of(state, root);
    if (parent.empty()) break;
    root = std::move(parent);
  }
  return root;
}

std::optional<std::vector<std::string>> merge_tree(const PastState& state, std::string_view business,
                                                   std::string_view after, std::size_t limit) {
  const std::string root = merge_root(state, business);
  if (!after.empty() && merge_root(state, after) != root) return std::nullopt;
  std::vector<std::string> tree;
  std::string next = after.empty() ? root : next_in_tree(state, root, after);
  while (!next.empty() && tree.size() < limit) {
    tree.push_back(next);
    next = next_in_tree(state, root, next);
  }
  return tree;
}

}  // namespace projections
