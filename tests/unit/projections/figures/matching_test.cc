// Goal: who is one business follows from merges that are not undone, whatever their order; incremental and
// whole agree.
// Method: rows by hand; random lists against a slow walk over the list (seed printed).
#include "projections/figures/matching.h"

#include <gtest/gtest.h>
#include <map>
#include <random>
#include <set>

#include "tests/unit/projections/figures/event_lists.h"

namespace projections::figures {
namespace {

using testing::known_at;
using testing::log_of;
using Views = std::vector<std::string_view>;

FigureLog merges() {
  return log_of(
      {{1, "2026-04-01", "business.merged", R"({"business_id": "A", "absorbed_id": "B"})"},
       {2, "2026-04-01", "business.merged", R"({"business_id": "B", "absorbed_id": "C"})"},
       {3, "2026-04-01", "business.merged", R"({"business_id": "D", "absorbed_id": "A"})"},
       {4, "2026-04-01", "business.unmerged", R"({"business_id": "D", "absorbed_id": "A", "merge": "e3"})"},
       {5, "2026-04-01", "business.merged", R"({"business_id": "E", "absorbed_id": "A"})"}});
}

TEST(Matching, RootAtEveryPosition) {
  const FigureLog log = merges();
  const std::string_view kRootOfC[] = {"C", "C", "A", "D", "A", "E"};
  for (std::uint64_t cut_off = 0; cut_off <= 5; ++cut_off) {
    EXPECT_EQ(Matching(known_at(log, cut_off)).representative("C"), kRootOfC[cut_off]) << cut_off;
  }
  const Matching now(known_now(log));
  EXPECT_EQ(now.members("E"), (Views{"A", "B", "C", "E"}));
  EXPECT_EQ(now.members("D"), (Views{"D"}));
  EXPECT_EQ(now.representative("unknown"), "unknown");
}

TEST(Matching, UnmergeBeforeItsMergeAndTwice) {
  const FigureLog log =
      log_of({{1, "2026-04-01", "business.unmerged", R"({"business_id": "A", "merge": "e2"})"},
              {2, "2026-04-01", "business.merged", R"({"business_id": "A", "absorbed_id": "B"})"},
              {3, "2026-04-01", "business.unmerged", R"({"business_id": "A", "merge": "e2"})"},
              {4, "2026-04-01", "business.merged", R"({"business_id": "A", "absorbed_id": "C"})"},
              {5, "2026-04-01", "business.unmerged", R"({"business_id": "A", "merge": "e4"})"}});
  EXPECT_EQ(Matching(known_at(log, 3)).representative("B"), "B");
  EXPECT_EQ(Matching(known_at(log, 4)).representative("C"), "A");
  EXPECT_EQ(Matching(known_at(log, 5)).representative("C"), "C");
}

TEST(Matching, OfACircleTheSmallest) {
  const FigureLog log =
      log_of({{1, "2026-04-01", "business.merged", R"({"business_id": "B", "absorbed_id": "C"})"},
              {2, "2026-04-01", "business.merged", R"({"business_id": "C", "absorbed_id": "B"})"},
              {3, "2026-04-01", "business.merged", R"({"business_id": "B", "absorbed_id": "A"})"}});
  const Matching matching(known_now(log));
  for (const std::string_view business : {"A", "B", "C"}) {
    EXPECT_EQ(matching.representative(business), "B") << business;
  }
}

// The words of the definition, walked anew for every question.
std::string slow_root(const FigureLog& log, std::string business, std::uint64_t cut_off) {
  std::set<std::string> undone;
  std::map<std::string, std::string> parent;
  for (const FigureEvent& event : log.events()) {
    if (event.position.value <= cut_off && event.type == kBusinessUnmerged) {
      undone.emplace(event.text("merge"));
    }
  }
  for (const FigureEvent& event : log.events()) {
    if (event.position.value > cut_off || event.type != kBusinessMerged ||
        undone.contains(std::string(event.id)))
      continue;
    parent[std::string(event.text("absorbed_id"))] = event.text("business_id");
  }
  while (parent.contains(business)) business = parent[business];
  return business;
}

TEST(Matching, RandomTreesGrownEventByEvent) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  constexpr int kBusinesses = 9, kEvents = 60;
  std::vector<ListedEvent> events;
  for (int i = 1; i <= kEvents; ++i) {
    testing::Row row{static_cast<std::uint64_t>(i), "2026-04-01", kBusinessMerged, "{}"};
    std::string data;
    if (random() % 3 == 0) {
      row.type = kBusinessUnmerged;
      data = R"({"merge": "e)" + std::to_string(1 + random() % kEvents) + R"("})";
    } else {  // into a smaller number: no circles
      const unsigned long absorbed = 1 + random() % (kBusinesses - 1);
      data = R"({"absorbed_id": "b)" + std::to_string(absorbed) + R"(", "business_id": "b)" +
             std::to_string(random() % absorbed) + R"("})";
    }
    row.data = data;
    events.push_back(testing::event_of(row));
  }
  const FigureLog log(std::move(events));
  Matching grown;
  for (const FigureEvent& event : log.events()) {
    grown.apply(event);
    const Matching whole(known_at(log, event.position.value));
    std::map<std::string, std::set<std::string>> members;
    for (int b = 0; b < kBusinesses; ++b) {
      const std::string business = "b" + std::to_string(b);
      const std::string root = slow_root(log, business, event.position.value);
      EXPECT_EQ(grown.representative(business), root) << business << " at " << event.position.value;
      EXPECT_EQ(whole.representative(business), root) << business << " at " << event.position.value;
      members[root].insert(business);
    }
    for (const auto& [root, tree] : members) {
      EXPECT_EQ(whole.members(root), Views(tree.begin(), tree.end())) << root;
    }
  }
}

}  // namespace
}  // namespace projections::figures
