// Goal: each criterion of a transition into phase 2 is judged by what is named, of whom, and when.
// Method: a transition that is in order, then one change at a time.
#include "projections/figures/phase2.h"

#include <gtest/gtest.h>

#include "tests/unit/projections/figures/event_lists.h"

namespace projections::figures {
namespace {

using testing::log_of;
using testing::Row;
using Texts = std::vector<std::string>;

constexpr std::string_view kNamed =
    R"({"business_id": "A", "to": 2, "transitioned_on": "2026-06-10", "criterion_i": "e2",
        "criterion_ii": "e3", "criterion_iii": "e5"})";

std::vector<Row> in_order() {
  return {{1, "2026-06-01", "business.financials_submitted", R"({"business_id": "A"})"},
          {2, "2026-06-01", "phase.criterion_met",
           R"({"business_id": "A", "criterion": "i", "met_on": "2026-06-10"})"},
          {3, "2026-06-02", "phase.criterion_met",
           R"({"business_id": "A", "criterion": "ii", "met_on": "2026-06-02", "goal_agreed": true,
           "step": "plan"})"},
          {4, "2026-06-03", "consent.phase2_agreed", R"({"business_id": "A"})"},
          {5, "2026-06-03", "phase.criterion_met",
           R"({"business_id": "A", "criterion": "iii", "met_on": "2026-06-03"})"},
          {6, "2026-06-10", "phase.transitioned", kNamed, {}, {}, {}, "c40"}};
}

Texts reasons(const std::vector<Row>& rows) {
  const FigureLog log = log_of(rows);
  const auto found = phase2_violations(known_now(log), {"c40"});
  if (found.empty()) return {};
  EXPECT_EQ(found[0].business, "A");
  EXPECT_EQ(found[0].center, "c40");
  return found[0].reasons;
}

TEST(Phase2, InOrder) {
  EXPECT_EQ(reasons(in_order()), Texts());
}

TEST(Phase2, OneThingWrong) {
  const struct {
    std::size_t row;
    Row instead;
    Texts reasons;
  } kRows[] = {
      {0,
       {1, "2026-06-01", "business.financials_submitted", R"({"business_id": "B"})"},
       {"criterion_i_without_basis"}},
      {1,
       {2, "2026-06-01", "phase.criterion_met",
        R"({"business_id": "A", "criterion": "i", "met_on": "2026-06-11"})"},
       {"criterion_i_after_transition"}},
      {1,
       {2, "2026-06-01", "phase.criterion_met",
        R"({"business_id": "B", "criterion": "i", "met_on": "2026-06-01"})"},
       {"criterion_i_missing"}},
      {1,
       {2, "2026-06-01", "phase.criterion_met",
        R"({"business_id": "A", "criterion": "ii", "met_on": "2026-06-01"})"},
       {"criterion_i_missing"}},
      {1,
       {2, "2026-06-01", "note.taken", R"({"business_id": "A", "criterion": "i", "met_on": "2026-06-01"})"},
       {"criterion_i_missing"}},
      {2,
       {3, "2026-06-02", "phase.criterion_met",
        R"({"business_id": "A", "criterion": "ii", "met_on": "2026-06-02", "goal_agreed": false,
            "step": "plan"})"},
       {"criterion_ii_without_basis"}},
      {2,
       {3, "2026-06-02", "phase.criterion_met",
        R"({"business_id": "A", "criterion": "ii", "met_on": "2026-06-02", "goal_agreed": true})"},
       {"criterion_ii_without_basis"}},
      {3,
       {4, "2026-06-03", "consent.phase2_agreed", R"({"business_id": "B"})"},
       {"criterion_iii_without_basis"}},
  };
  for (const auto& row : kRows) {
    std::vector<Row> rows = in_order();
    rows[row.row] = row.instead;
    EXPECT_EQ(reasons(rows), row.reasons) << row.instead.data;
  }
}

// What is submitted or agreed only afterwards is no basis.
TEST(Phase2, BasisAfterTheTransition) {
  const struct {
    std::size_t row;
    Texts reasons;
  } kRows[] = {{0, {"criterion_i_without_basis"}}, {3, {"criterion_iii_without_basis"}}};
  for (const auto& row : kRows) {
    std::vector<Row> rows = in_order();
    Row basis = rows[row.row];
    basis.position = 7;
    rows.erase(rows.begin() + static_cast<long>(row.row));
    rows.push_back(basis);
    EXPECT_EQ(reasons(rows), row.reasons);
  }
}

TEST(Phase2, RecordedAfterTheTransition) {
  std::vector<Row> rows = in_order();
  rows[5].position = 7;
  rows[4].position = 8;
  rows[4].id = "e5";
  std::swap(rows[4], rows[5]);
  EXPECT_EQ(reasons(rows), Texts{"criterion_iii_recorded_after"});
  rows.pop_back();
  EXPECT_EQ(reasons(rows), Texts{"criterion_iii_missing"});
}

// A merge before the transition makes the criteria those of one business; one that comes later, or was undone
// before, doesn't.
TEST(Phase2, WhoIsOneBusiness) {
  const std::vector<Row> criteria = in_order();
  constexpr std::string_view kOfOther =
      R"({"business_id": "Z", "to": 2, "transitioned_on": "2026-06-10", "criterion_i": "e2",
          "criterion_ii": "e3", "criterion_iii": "e5"})";
  const Row merge{6, "2026-06-04", "business.merged", R"({"business_id": "Z", "absorbed_id": "A"})"};
  const Row undo{7, "2026-06-05", "business.unmerged",
                 R"({"business_id": "Z", "absorbed_id": "A", "merge": "e6"})"};
  const struct {
    bool merged, undone_before, undone_after;
    std::size_t reasons;
  } kRows[] = {
      {false, false, false, 3}, {true, false, false, 0}, {true, true, false, 3}, {true, false, true, 0}};
  for (const auto& row : kRows) {
    std::vector<Row> rows(criteria.begin(), criteria.end() - 1);
    if (row.merged) rows.push_back(merge);
    if (row.undone_before) rows.push_back(undo);
    rows.push_back({8, "2026-06-10", "phase.transitioned", kOfOther, {}, {}, {}, "c40"});
    if (row.undone_after) {
      rows.push_back(undo);
      rows.back().position = 9;
    }
    const FigureLog log = log_of(rows);
    const auto found = phase2_violations(known_now(log), {"c40"});
    EXPECT_EQ(found.empty() ? 0 : found[0].reasons.size(), row.reasons);
  }
}

TEST(Phase2, OfItsCentre) {
  std::vector<Row> rows = in_order();
  rows.erase(rows.begin());
  const FigureLog log = log_of(rows);
  EXPECT_TRUE(phase2_violations(known_now(log), {"c41"}).empty());
  const auto found = phase2_violations(known_now(log), {"c40", "c41"});
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].basis.size(), 3U);
}

}  // namespace
}  // namespace projections::figures
