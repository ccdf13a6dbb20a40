// Goal: whole weeks below three days are named, and a year's days are wanted by their share.
// Method: one contract at its boundaries: weeks that it cuts, a week that ends today, days at the limit.
#include "projections/figures/workdays.h"

#include <gtest/gtest.h>

#include "ledger/base/json_writer.h"
#include "tests/unit/projections/figures/event_lists.h"

namespace projections::figures {
namespace {

using testing::event_of;
using testing::log_of;
using testing::Row;

constexpr std::string_view kChiefFromMonday =
    R"({"contract_id": "k", "kind": "cco", "center_id": "c40", "person_id": "p", "start": "2026-04-06",
        "end": "2026-04-19"})";

std::vector<ListedEvent> contract_of(std::string_view data) {
  return {event_of({1, "2026-04-01", "contract.concluded", data, {}, "s"}),
          event_of({2, "2026-04-01", "event.countersigned", R"({"target": "e1"})", {}, "p"})};
}

void add_day(std::vector<ListedEvent>& events, std::string_view day, std::string_view fraction) {
  const std::string data = R"({"contract_id": "k", "performed_on": ")" + std::string(day) +
                           R"(", "fraction": ")" + std::string(fraction) + R"("})";
  events.push_back(event_of({events.size() + 1, "2026-04-20", "workday.reported", data}));
}

std::vector<WorkdayRow> judged(std::vector<ListedEvent> events, std::string_view today, int year = 2026) {
  const FigureLog log(std::move(events));
  std::vector<WorkdayRow> rows = workdays(known_now(log), {"c40"}, year, jst_day(today)).value();
  for (WorkdayRow& row : rows) row.contract.concluded = nullptr;  // of a log that ends here
  return rows;
}

TEST(Workdays, WeeksThatAreOver) {
  const struct {
    std::string_view today;
    std::int64_t weeks;
  } kRows[] = {{"2026-04-05", 0}, {"2026-04-12", 0}, {"2026-04-13", 1},
               {"2026-04-19", 1}, {"2026-04-20", 2}, {"2027-04-20", 2}};
  for (const auto& row : kRows) {
    const auto rows = judged(contract_of(kChiefFromMonday), row.today);
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows[0].weeks, row.weeks) << row.today;
    EXPECT_EQ(static_cast<std::int64_t>(rows[0].short_weeks.size()), row.weeks) << row.today;
    EXPECT_EQ(rows[0].year, std::nullopt);
  }
}

TEST(Workdays, SixHalfDaysAreEnough) {
  std::vector<ListedEvent> events = contract_of(kChiefFromMonday);
  add_day(events, "2026-04-06", "full");
  add_day(events, "2026-04-12", "full");  // the Sunday
  add_day(events, "2026-04-08", "half");
  auto rows = judged(events, "2026-04-13");
  ASSERT_EQ(rows[0].short_weeks.size(), 1U);
  EXPECT_EQ(rows[0].short_weeks[0].half_days, 5);
  EXPECT_EQ(format_day(rows[0].short_weeks[0].first), "2026-04-06");
  EXPECT_TRUE(rows[0].is_short());
  add_day(events, "2026-04-13", "half");  // the week after
  EXPECT_EQ(judged(events, "2026-04-13")[0].short_weeks.size(), 1U);
  add_day(events, "2026-04-09", "half");
  rows = judged(events, "2026-04-13");
  EXPECT_TRUE(rows[0].short_weeks.empty());
  EXPECT_FALSE(rows[0].is_short());
  EXPECT_EQ(rows[0].half_days, 7);
}

TEST(Workdays, WeeksThatTheContractCuts) {
  const struct {
    std::string_view contract, week;
    std::int64_t weeks;
  } kRows[] = {
      // Tuesday to Sunday: no whole week
      {R"({"contract_id": "k", "kind": "cco", "center_id": "c40", "start": "2026-04-07",
           "end": "2026-04-12"})",
       "", 0},
      // Monday to Saturday: none
      {R"({"contract_id": "k", "kind": "cco", "center_id": "c40", "start": "2026-04-06",
           "end": "2026-04-11"})",
       "", 0},
      {R"({"contract_id": "k", "kind": "cco", "center_id": "c40", "start": "2026-04-06",
           "end": "2026-04-12"})",
       "", 1},
      // Sunday to Saturday
      {R"({"contract_id": "k", "kind": "cco", "center_id": "c40", "start": "2026-04-05",
           "end": "2026-04-11"})",
       R"({"name": "workdays.week", "value": "sunday_to_saturday"})", 1},
      {R"({"contract_id": "k", "kind": "cco", "center_id": "c40", "start": "2026-04-05",
           "end": "2026-04-11"})",
       R"({"name": "workdays.week", "value": "monday_to_sunday"})", 0},
      // ends before it begins: shortened to nothing
      {R"({"contract_id": "k", "kind": "cco", "center_id": "c40", "start": "2026-04-06",
           "end": "2026-04-05"})",
       "", 0},
  };
  for (const auto& row : kRows) {
    std::vector<ListedEvent> events = contract_of(row.contract);
    add_day(events, "2026-04-06", "full");
    if (!row.week.empty()) events.push_back(event_of({9, "2026-04-01", "policy.parameter_set", row.week}));
    EXPECT_EQ(judged(events, "2027-01-01")[0].weeks, row.weeks) << row.contract << row.week;
  }
}

// 3 of 365 days want 240 × 3/365 = 144/73 days, a little less than two.
constexpr std::string_view kThreeDays =
    R"({"contract_id": "k", "kind": "prod_lead", "center_id": "c40", "start": "2026-04-07",
        "end": "2026-04-09"})";

TEST(Workdays, AYearsDays) {
  const struct {
    std::string_view what, today, fraction;
    std::optional<std::int64_t> agreed;
    YearVerdict verdict;
  } kRows[] = {{"on the last day", "2026-04-09", "full", std::nullopt, YearVerdict::kRunning},
               {"the day after, two days", "2026-04-10", "full", std::nullopt, YearVerdict::kReached},
               {"one and a half", "2026-04-10", "half", std::nullopt, YearVerdict::kBelowUnagreed},
               {"one and a half, one agreed", "2026-04-10", "half", 1, YearVerdict::kBelowAgreed},
               {"one and a half, two agreed", "2026-04-10", "half", 2, YearVerdict::kBelowUnagreed}};
  for (const auto& row : kRows) {
    std::vector<ListedEvent> events = contract_of(kThreeDays);
    add_day(events, "2026-04-07", "full");
    add_day(events, "2026-04-08", row.fraction);
    if (row.agreed) {
      const std::string days = R"({"contract_id": "k", "days": )" + std::to_string(*row.agreed) + "}";
      events.push_back(event_of({10, "2026-04-09", "workday.exception_agreed", days, {}, "p"}));
      events.push_back(
          event_of({11, "2026-04-09", "event.countersigned", R"({"target": "e10"})", {}, "l", "impl_lead"}));
      events.push_back(event_of(
          {12, "2026-04-09", "event.countersigned", R"({"target": "e10"})", {}, "b", "bureau_officer"}));
    }
    const auto rows = judged(events, row.today);
    EXPECT_EQ(rows[0].year, row.verdict) << row.what;
    EXPECT_EQ(rows[0].days_wanted, Fraction(144, 73)) << row.what;
    EXPECT_EQ(rows[0].is_short(),
              row.verdict == YearVerdict::kBelowAgreed || row.verdict == YearVerdict::kBelowUnagreed);
  }
}

TEST(Workdays, WhatPolicyWants) {
  std::vector<ListedEvent> events = contract_of(kThreeDays);
  events.push_back(event_of(
      {3, "2026-04-01", "policy.parameter_set", R"({"name": "workdays.proration", "value": "none"})"}));
  events.push_back(
      event_of({4, "2026-04-01", "policy.parameter_set", R"({"name": "workdays.year_days", "value": 100})"}));
  EXPECT_EQ(judged(events, "2026-04-09")[0].days_wanted, Fraction(100));
  events.push_back(
      event_of({5, "2026-04-01", "policy.parameter_set", R"({"name": "workdays.week", "value": "lunar"})"}));
  const FigureLog log(std::move(events));
  const auto refused = workdays(known_now(log), {"c40"}, 2026, jst_day("2026-04-09"));
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.status().reason(), "figures.parameter");
}

TEST(Workdays, WhoseWeeksAndWhichYear) {
  const auto with_kind = [](std::string_view kind) {
    return R"({"contract_id": "k", "kind": ")" + std::string(kind) +
           R"(", "center_id": "c40", "start": "2026-03-31", "end": "2026-04-30"})";
  };
  EXPECT_TRUE(judged(contract_of(with_kind("co")), "2026-05-01", 2025).empty());
  EXPECT_EQ(judged(contract_of(with_kind("cco")), "2026-05-01", 2025).size(), 1U);
  EXPECT_TRUE(judged(contract_of(with_kind("cco")), "2026-05-01", 2026).empty());
}

TEST(Workdays, Json) {
  const FigureLog log(contract_of(kThreeDays));
  const auto rows = workdays(known_now(log), {"c40"}, 2026, jst_day("2026-04-30")).value();
  EXPECT_EQ(write_json(json_of(rows.at(0))),
            R"({"contract":"k","kind":"prod_lead","person":null,"weeks":0,"short_weeks":[],"half_days":0,)"
            R"("year":"below_unagreed","days_wanted":{"over":144,"under":73}})");
}

}  // namespace
}  // namespace projections::figures
