// Matching: which businesses are taken for one (名寄せ), by merge and unmerge events alone.
//
// Place in the flow: built once per Known; or grown event by event where a question needs the matching of
// many positions. Equal corporate numbers lead to a proposal that somebody decides, never to a merge here.
// Views point into the log, which must outlive the object. Threads: const calls from any.
#pragma once

#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "projections/figures/figure_log.h"

namespace projections::figures {

inline constexpr std::string_view kBusinessMerged = "business.merged";
inline constexpr std::string_view kBusinessUnmerged = "business.unmerged";

class Matching {
 public:
  Matching() = default;
  explicit Matching(const Known& known);

  // Takes the next event; those of other types change nothing. Precondition: ascending positions.
  void apply(const FigureEvent& event);

  // Root of the business's merge tree, itself when nobody absorbed it. Of a circle, which the ledger refuses,
  // the smallest id.
  std::string_view representative(std::string_view business) const;
  // All businesses that the root stands for, itself included, ascending.
  std::vector<std::string_view> members(std::string_view root) const;

 private:
  // Who absorbed it, by the last merge that is not undone; empty: nobody.
  std::string_view parent_of(std::string_view business) const;

  std::unordered_map<std::string_view, std::vector<const FigureEvent*>> merges_;  // by absorbed, not undone
  std::unordered_map<std::string_view, std::vector<std::string_view>> absorbed_;  // by surviving, once so
  std::unordered_set<std::string_view> undone_;                                   // merge event ids
};

}  // namespace projections::figures
