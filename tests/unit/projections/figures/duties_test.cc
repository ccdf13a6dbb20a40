// Goal: each yearly duty is met by what meets it, open until its day, and overdue from the day after.
// Method: tables at the boundaries; the golden file holds the long cases.
#include "projections/figures/duties.h"

#include <gtest/gtest.h>

#include "ledger/base/json_writer.h"
#include "tests/unit/projections/figures/event_lists.h"

namespace projections::figures {
namespace {

using testing::log_of;
using testing::Row;

DutyState state_of(const std::vector<Row>& rows, std::string_view name, std::string_view on,
                   int year = 2026) {
  const FigureLog log = log_of(rows);
  const std::vector<Duty> found = duties(known_now(log), "c40", year, jst_day(on)).value();
  for (const Duty& duty : found) {
    if (duty.name == name) return duty.state;
  }
  ADD_FAILURE() << "no duty " << name;
  return DutyState::kMet;
}

TEST(Duties, Forums) {
  const auto held = [](std::string_view data) {
    return std::vector<Row>{{1, "2026-05-01", "forum.held", data}};
  };
  const struct {
    std::vector<Row> rows;
    std::string_view on;
    DutyState state;
  } kRows[] = {
      {{}, "2027-03-31", DutyState::kOpen},
      {{}, "2027-04-01", DutyState::kOverdue},
      {held(R"({"center_id": "c40", "kind": "regional", "held_on": "2027-03-31"})"), "2027-03-31",
       DutyState::kMet},
      {held(R"({"center_id": "c40", "kind": "regional", "held_on": "2027-03-31"})"), "2027-03-30",
       DutyState::kOpen},
      {held(R"({"center_id": "c40", "kind": "regional", "held_on": "2027-04-01"})"), "2027-04-01",
       DutyState::kOverdue},
      {held(R"({"center_id": "c40", "kind": "regional", "held_on": "2026-03-31"})"), "2026-05-01",
       DutyState::kOpen},
      {held(R"({"center_id": "c41", "kind": "regional", "held_on": "2026-05-01"})"), "2026-05-01",
       DutyState::kOpen},
      {held(R"({"center_id": "c40", "kind": "inter_center", "held_on": "2026-05-01"})"), "2026-05-01",
       DutyState::kOpen},
      {{{1, "2026-05-01", "policy.parameter_set", R"({"name": "forum.min_per_year", "value": 0})"}},
       "2026-05-01",
       DutyState::kMet},
  };
  for (const auto& row : kRows) EXPECT_EQ(state_of(row.rows, "forum_regional", row.on), row.state) << row.on;
}

TEST(Duties, PlanConfirmedByTheBureau) {
  const Row drafted{1, "2026-04-10", "plan.drafted",
                    R"({"plan_id": "pl", "center_id": "c40", "kind": "center", "fy": 2026})"};
  const Row confirmed{2, "2026-04-20", "plan.bureau_confirmed",
                      R"({"plan_id": "pl", "confirmed_on": "2026-04-20"})"};
  Row other_kind = drafted, other_year = drafted, other_plan = confirmed;
  other_kind.data = R"({"plan_id": "pl", "center_id": "c40", "kind": "productivity", "fy": 2026})";
  other_year.data = R"({"plan_id": "pl", "center_id": "c40", "kind": "center", "fy": 2025})";
  other_plan.data = R"({"plan_id": "pm", "confirmed_on": "2026-04-20"})";
  EXPECT_EQ(state_of({drafted, confirmed}, "plan_confirmed", "2026-04-20"), DutyState::kMet);
  EXPECT_EQ(state_of({drafted, confirmed}, "plan_confirmed", "2026-04-19"), DutyState::kOpen);
  EXPECT_EQ(state_of({drafted}, "plan_confirmed", "2026-04-20"), DutyState::kOpen);
  for (const auto& rows :
       {std::vector<Row>{other_kind, confirmed}, {other_year, confirmed}, {drafted, other_plan}}) {
    EXPECT_EQ(state_of(rows, "plan_confirmed", "2026-04-20"), DutyState::kOpen);
  }
}

TEST(Duties, MonthlyReports) {
  const std::vector<Row> sent{
      {1, "2026-05-10", "monthly_report.submitted", R"({"center_id": "c40", "year_month": "2026-04"})"}};
  EXPECT_EQ(state_of(sent, "monthly_report_2026-04", "2026-05-10"), DutyState::kMet);
  EXPECT_EQ(state_of(sent, "monthly_report_2026-04", "2026-05-09"), DutyState::kOpen);
  EXPECT_EQ(state_of({}, "monthly_report_2026-04", "2026-05-01"), DutyState::kOpen);
  EXPECT_EQ(state_of({}, "monthly_report_2026-04", "2026-05-10"), DutyState::kOpen);
  EXPECT_EQ(state_of({}, "monthly_report_2026-04", "2026-05-11"), DutyState::kOverdue);
  const FigureLog log = log_of(sent);
  const auto count = [&](std::string_view on) {
    return duties(known_now(log), "c40", 2026, jst_day(on)).value().size();
  };
  EXPECT_EQ(count("2026-04-30"), 4U);  // April is not over
  EXPECT_EQ(count("2026-05-01"), 5U);
  EXPECT_EQ(count("2027-03-31"), 4U + 11U);
  EXPECT_EQ(count("2027-04-01"), 4U + 12U);
  EXPECT_EQ(count("2030-01-01"), 4U + 12U);
  EXPECT_EQ(count("2020-01-01"), 4U);
}

TEST(Duties, DueDayByPolicy) {
  const auto with_day = [](std::string_view value) {
    return std::vector<Row>{{1, "2026-04-01", "policy.parameter_set", value}};
  };
  const auto late = with_day(R"({"name": "monthly_report.due_day", "value": 28})");
  EXPECT_EQ(state_of(late, "monthly_report_2027-01", "2027-02-28"), DutyState::kOpen);
  EXPECT_EQ(state_of(late, "monthly_report_2027-01", "2027-03-01"), DutyState::kOverdue);
  for (const std::string_view value : {R"({"name": "monthly_report.due_day", "value": 29})",
                                       R"({"name": "monthly_report.due_day", "value": 0})"}) {
    const FigureLog log = log_of(with_day(value));
    const auto refused = duties(known_now(log), "c40", 2026, jst_day("2026-05-01"));
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.status().reason(), "figures.parameter");
  }
}

TEST(Duties, FeedbackWithChiefAndBody) {
  const Row contract{1,
                     "2026-04-01",
                     "contract.concluded",
                     R"({"contract_id": "k", "kind": "cco", "center_id": "c40", "person_id": "chief",
                         "start": "2026-03-01", "end": "2026-04-01"})",
                     {},
                     "s"};
  const Row signature{2, "2026-04-01", "event.countersigned", R"({"target": "e1"})", {}, "chief"};
  const Row role{3, "2026-04-01", "role.granted",
                 R"({"person_id": "lead", "role": "impl_staff", "scope": "c40"})"};
  const Row interim{4, "2026-04-01", "interim.approved", R"({"center_id": "c40", "person_id": "interim"})"};
  const auto meeting = [](std::string_view data) { return Row{9, "2026-06-01", "feedback.held", data}; };
  const struct {
    std::string_view what;
    std::vector<Row> rows;
    DutyState state;
  } kRows[] = {
      {"both",
       {contract, signature, role,
        meeting(
            R"({"center_id": "c40", "fy": 2026, "held_on": "2026-06-01", "attendees": ["chief", "lead"]})")},
       DutyState::kMet},
      {"an interim chief",
       {role, interim,
        meeting(
            R"({"center_id": "c40", "fy": 2026, "held_on": "2026-06-01", "attendees": ["lead",
                "interim"]})")},
       DutyState::kMet},
      {"no chief's contract",
       {role,
        meeting(
            R"({"center_id": "c40", "fy": 2026, "held_on": "2026-06-01", "attendees": ["chief", "lead"]})")},
       DutyState::kOpen},
      {"nobody of the body",
       {contract, signature,
        meeting(
            R"({"center_id": "c40", "fy": 2026, "held_on": "2026-06-01", "attendees": ["chief", "lead"]})")},
       DutyState::kOpen},
      {"another year",
       {contract, signature, role,
        meeting(
            R"({"center_id": "c40", "fy": 2025, "held_on": "2026-06-01", "attendees": ["chief", "lead"]})")},
       DutyState::kOpen},
      {"another centre",
       {contract, signature, role,
        meeting(
            R"({"center_id": "c41", "fy": 2026, "held_on": "2026-06-01", "attendees": ["chief", "lead"]})")},
       DutyState::kOpen},
      {"tomorrow",
       {contract, signature, role,
        meeting(
            R"({"center_id": "c40", "fy": 2026, "held_on": "2026-06-02", "attendees": ["chief", "lead"]})")},
       DutyState::kOpen},
      {"no list",
       {contract, signature, role, meeting(R"({"center_id": "c40", "fy": 2026, "held_on": "2026-06-01"})")},
       DutyState::kOpen},
  };
  for (const auto& row : kRows) {
    EXPECT_EQ(state_of(row.rows, "feedback_attended", "2026-06-01"), row.state) << row.what;
  }
}

TEST(Duties, UnmetAreTheOthers) {
  const FigureLog log = log_of({{3, "2026-05-01", "forum.held",
                                 R"({"center_id": "c40", "kind": "regional", "held_on": "2026-05-01"})"}});
  const auto all = duties(known_now(log), "c40", 2026, jst_day("2026-05-01")).value();
  const auto unmet = unmet_duties(known_now(log), "c40", 2026, jst_day("2026-05-01")).value();
  EXPECT_EQ(all.size(), unmet.size() + 1);
  EXPECT_EQ(write_json(json_of(all.at(0))),
            R"({"duty":"forum_regional","state":"met","due_on":"2027-03-31","ids":["e3"]})");
  EXPECT_EQ(write_json(json_of(unmet.at(2))),
            R"({"duty":"monthly_report_2026-04","state":"open","due_on":"2026-05-10","ids":[]})");
}

}  // namespace
}  // namespace projections::figures
