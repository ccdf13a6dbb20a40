#include "projections/figures/known_facts.h"

#include <utility>

namespace projections::figures {

const Matching& KnownFacts::matching() {
  if (!matching_) matching_.emplace(known_);
  return *matching_;
}

KnownFacts::Facts KnownFacts::place(std::string_view name, std::vector<Fact> facts, FigureField date_field) {
  LEDGER_TRY(known_.log->check_stop());
  if (!finder_) finder_.emplace(known_);
  LEDGER_ASSIGN(std::vector<Fact> found, placed(known_, *finder_, std::move(facts), date_field));
  return std::span<const Fact>(placed_.emplace(name, std::move(found)).first->second);
}

KnownFacts::Facts KnownFacts::of_type(std::string_view type, FigureField date_field) {
  const auto found = placed_.find(type);
  if (found != placed_.end()) return std::span<const Fact>(found->second);
  return place(type, stated(known_, type), date_field);
}

KnownFacts::Facts KnownFacts::resolutions() {
  constexpr std::string_view kName = "resolutions in force";
  const auto found = placed_.find(kName);
  if (found != placed_.end()) return std::span<const Fact>(found->second);
  return place(kName, resolutions_in_force(known_), "resolved_on");
}

KnownFacts::Facts KnownFacts::outcomes() {
  constexpr std::string_view kName = "outcomes in force";
  const auto found = placed_.find(kName);
  if (found != placed_.end()) return std::span<const Fact>(found->second);
  return place(kName, outcomes_in_force(known_), "confirmed_on");
}

std::string_view KnownFacts::category_of(std::string_view issue) {
  if (!categories_) categories_ = categories(known_);
  const auto found = categories_->find(issue);
  return found == categories_->end() ? std::string_view() : found->second;
}

const Ids& KnownFacts::refusing_roots() {
  if (!refusing_roots_) {
    refusing_roots_.emplace();
    for (const std::string_view business : refusing_businesses(known_)) {
      refusing_roots_->insert(root(business));
    }
  }
  return *refusing_roots_;
}

}  // namespace projections::figures
