#include "projections/registry.h"

#include <algorithm>

#include "projections/access_log.h"
#include "projections/activity_index.h"
#include "projections/figure_events.h"
#include "projections/state_history.h"
#include "projections/stream_history.h"

namespace projections {

namespace {

constexpr std::size_t kNameBytesMax = 32;

bool is_name(std::string_view name) {
  return !name.empty() && name.size() <= kNameBytesMax &&
         std::all_of(name.begin(), name.end(), [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; });
}

}  // namespace

Registry::Registry(std::vector<std::unique_ptr<const Projection>> projections)
    : projections_(std::move(projections)) {
  for (std::size_t i = 0; i < projections_.size(); ++i) {
    LEDGER_CHECK(is_name(projections_[i]->name()));
    LEDGER_CHECK(find(projections_[i]->name()) == i);
    LEDGER_CHECK(projections_[i]->oldest_readable() <= projections_[i]->version());
  }
}

std::optional<std::size_t> Registry::find(std::string_view name) const {
  for (std::size_t i = 0; i < projections_.size(); ++i) {
    if (projections_[i]->name() == name) return i;
  }
  return std::nullopt;
}

Registry standard_registry() {
  // The order fixes the numbers: add at the end only.
  std::vector<std::unique_ptr<const Projection>> list;
  list.push_back(std::make_unique<StreamHistory>());
  list.push_back(std::make_unique<ActivityIndex>());
  list.push_back(std::make_unique<AccessLog>());
  list.push_back(std::make_unique<StateHistory>());
  list.push_back(std::make_unique<FigureEvents>());
  return Registry(std::move(list));
}

std::vector<std::string> family_names(const Registry& registry) {
  std::vector<std::string> names{"meta", "parked"};
  for (std::size_t i = 0; i < registry.size(); ++i) {
    const std::string name(registry.at(i).name());
    names.push_back(name + ".a");
    names.push_back(name + ".b");
  }
  return names;
}

}  // namespace projections
