// Goal: a group holds everybody that merges ever connected, and all its merges, whatever was undone.
#include "projections/figures/connected.h"

#include <algorithm>
#include <gtest/gtest.h>

#include "tests/unit/projections/figures/event_lists.h"

namespace projections::figures {
namespace {

TEST(Connected, GroupsAndTheirMerges) {
  const FigureLog log = testing::log_of(
      {{1, "2026-04-01", "business.merged", R"({"business_id": "A", "absorbed_id": "B"})"},
       {2, "2026-04-01", "business.merged", R"({"business_id": "C", "absorbed_id": "D"})"},
       {3, "2026-04-01", "session.held", R"({"business_id": "A"})"},
       {4, "2026-04-01", "business.unmerged", R"({"business_id": "A", "absorbed_id": "B", "merge": "e1"})"},
       {5, "2026-04-01", "business.merged", R"({"business_id": "B", "absorbed_id": "E"})"},
       {6, "2026-04-01", "business.unmerged", R"({"business_id": "F", "merge": "e2"})"}});
  std::vector<const FigureEvent*> events;
  for (const FigureEvent& event : log.events()) events.push_back(&event);
  const Connected connected(events);
  const auto members = [&](std::string_view business) {
    const auto found = connected.members(*connected.group_of(business));
    std::vector<std::string_view> sorted(found.begin(), found.end());
    std::sort(sorted.begin(), sorted.end());
    return sorted;
  };
  using Views = std::vector<std::string_view>;
  for (const std::string_view business : {"A", "B", "E"})
    EXPECT_EQ(members(business), (Views{"A", "B", "E"}));
  // An unmerge may name somebody else than the merge did.
  for (const std::string_view business : {"C", "D", "F"})
    EXPECT_EQ(members(business), (Views{"C", "D", "F"}));
  EXPECT_EQ(connected.merges(*connected.group_of("E")).size(), 3U);
  EXPECT_EQ(connected.merges(*connected.group_of("F")).size(), 2U);
  EXPECT_NE(connected.group_of("A"), connected.group_of("C"));
  EXPECT_FALSE(connected.group_of("G").has_value());
}

}  // namespace
}  // namespace projections::figures
