// Goal: days are Japan's, fiscal years run from 1 April, months back keep the day where the month has it.
#include "projections/figures/calendar.h"

#include <gtest/gtest.h>

namespace projections::figures {
namespace {

TEST(Calendar, DayOfADateAndOfAnInstant) {
  const struct {
    std::string_view text, day;
  } kRows[] = {
      {"2026-04-01", "2026-04-01"},
      {"2026-03-31T15:00:00Z", "2026-04-01"},
      {"2026-03-31T14:59:59.999999Z", "2026-03-31"},
      {"2026-03-31T23:59:59+09:00", "2026-03-31"},
      {"2026-04-01T00:00:00-11:00", "2026-04-01"},
  };
  for (const auto& row : kRows) EXPECT_EQ(format_day(jst_day(row.text)), row.day) << row.text;
  for (const std::string_view text : {"", "2026-02-30", "2026-04", "soon", "2026-04-01T00:00:00"}) {
    EXPECT_EQ(jst_day(text), kNoDay) << text;
  }
}

TEST(Calendar, PeriodsIncludeBothEnds) {
  const Period year = fiscal_year_period(2026);
  EXPECT_EQ(year.label, "FY2026");
  EXPECT_EQ(year.days(), 365);
  EXPECT_EQ(fiscal_year_period(2023).days(), 366);  // February 2024
  EXPECT_TRUE(year.has(jst_day("2026-04-01")));
  EXPECT_TRUE(year.has(jst_day("2027-03-31")));
  EXPECT_FALSE(year.has(jst_day("2026-03-31")));
  EXPECT_FALSE(year.has(jst_day("2027-04-01")));
  EXPECT_FALSE(year.has(kNoDay));
  EXPECT_EQ(fiscal_year_of(jst_day("2027-03-31")), 2026);
}

TEST(Calendar, Months) {
  const struct {
    std::string_view month, last;
  } kRows[] = {{"2026-02", "2026-02-28"},
               {"2028-02", "2028-02-29"},
               {"2026-12", "2026-12-31"},
               {"2026-04", "2026-04-30"}};
  for (const auto& row : kRows) {
    const auto period = month_period(row.month);
    ASSERT_TRUE(period.has_value()) << row.month;
    EXPECT_EQ(format_day(period->first), std::string(row.month) + "-01");
    EXPECT_EQ(format_day(period->last), row.last);
  }
  for (const std::string_view text : {"", "2026", "2026-13", "2026-4", "2026-04-01"}) {
    EXPECT_FALSE(month_period(text).has_value()) << text;
  }
}

TEST(Calendar, MonthsBefore) {
  const struct {
    std::string_view day;
    int count;
    std::string_view before;
  } kRows[] = {
      {"2027-03-31", 24, "2025-03-31"}, {"2026-03-31", 1, "2026-02-28"}, {"2028-03-31", 1, "2028-02-29"},
      {"2028-02-29", 12, "2027-02-28"}, {"2026-01-15", 1, "2025-12-15"}, {"2026-05-31", 0, "2026-05-31"},
  };
  for (const auto& row : kRows) {
    EXPECT_EQ(format_day(months_before(jst_day(row.day), row.count)), row.before) << row.day;
  }
}

TEST(Calendar, TwelveMonths) {
  const struct {
    std::string_view first, last;
    bool is_year;
  } kRows[] = {
      {"2025-01-01", "2025-12-31", true},  {"2025-01-01", "2025-12-30", false},
      {"2025-01-01", "2026-01-31", false}, {"2024-03-01", "2025-02-28", true},
      {"2023-03-01", "2024-02-29", true},  {"2025-04-01", "2026-03-31", true},
  };
  for (const auto& row : kRows) {
    EXPECT_EQ(is_twelve_months(jst_day(row.first), jst_day(row.last)), row.is_year) << row.last;
  }
}

}  // namespace
}  // namespace projections::figures
