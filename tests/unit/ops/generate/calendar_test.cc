// Goal: generated days are Japanese working days and the programme's dates. Method: known holidays and dates
// of the two calls in tables; more days that are no working days than days that are.
#include "ops/generate/calendar.h"

#include <gtest/gtest.h>

namespace ops::generate {
namespace {

DayNumber day(std::string_view text) {
  return ledger::days_from_civil(*ledger::parse_date(text));
}

TEST(CalendarTest, OffDaysAreNoWorkingDays) {
  constexpr std::string_view kOff[] = {
      "2026-01-01", "2026-01-02", "2026-01-03", "2026-01-12",  // Coming of Age: second Monday
      "2026-02-11", "2026-02-23", "2026-03-20",                // vernal equinox
      "2026-04-29", "2026-05-03", "2026-05-04", "2026-05-05",
      "2026-05-06",  // 3 May is a Sunday: the next day that is no holiday
      "2026-07-20", "2026-08-11", "2026-09-21",
      "2026-09-22",  // between two holidays
      "2026-09-23",  // autumnal equinox
      "2026-10-12", "2026-11-03", "2026-11-23", "2026-12-29", "2026-12-31",
      "2025-02-24",  // substitute for Sunday 23 February
      "2025-03-20", "2024-03-20", "2024-09-22", "2024-09-23", "2027-03-22",
      "2026-04-04", "2026-04-05"};  // a weekend
  for (const std::string_view off : kOff) EXPECT_FALSE(is_working_day(day(off))) << off;
}

TEST(CalendarTest, OrdinaryDaysAreWorkingDays) {
  constexpr std::string_view kWorking[] = {"2026-01-05", "2026-04-01", "2026-04-30", "2026-05-07",
                                           "2026-06-03", "2026-12-28", "2025-03-10", "2026-03-31"};
  for (const std::string_view working : kWorking) EXPECT_TRUE(is_working_day(day(working))) << working;
}

TEST(CalendarTest, AYearHasAboutTwoHundredAndFortyWorkingDays) {
  std::size_t days = 0;
  for (YearMonth month{2026, 4}; month < YearMonth{2027, 4}; month = month.next()) {
    const std::vector<DayNumber> of_month = working_days(month);
    EXPECT_GE(of_month.size(), 16U) << month.text();
    EXPECT_LE(of_month.size(), 23U) << month.text();
    days += of_month.size();
  }
  EXPECT_GE(days, 240U);
  EXPECT_LE(days, 245U);
}

TEST(CalendarTest, TheKnownCallsFollowFromTheRules) {
  EXPECT_EQ(body_call(2025).opens.text(), "2025-02-17T09:00:00+09:00");
  EXPECT_EQ(body_call(2025).closes.text(), "2025-03-10T12:00:00+09:00");
  EXPECT_EQ(productivity_call(2026).opens.text(), "2025-12-01T09:00:00+09:00");
  EXPECT_EQ(productivity_call(2026).closes.text(), "2026-01-06T12:00:00+09:00");
}

TEST(CalendarTest, TimesAreJapanTimes) {
  const JstTime time{day("2026-04-01"), 60};
  EXPECT_EQ(time.text(), "2026-04-01T00:01:00+09:00");
  EXPECT_EQ(ledger::parse_rfc3339(time.text()).value(), time.micros());
  EXPECT_EQ(JstTime::from(time.micros()), time);
  EXPECT_EQ(time.plus_minutes(-2).text(), "2026-03-31T23:59:00+09:00");
  EXPECT_EQ(time.plus_seconds(86'400).date(), "2026-04-02");
}

TEST(CalendarTest, MonthsAndFiscalYears) {
  EXPECT_EQ((YearMonth{2026, 12}.next()), (YearMonth{2027, 1}));
  EXPECT_EQ((YearMonth{2026, 3}.fiscal_year()), 2025);
  EXPECT_EQ((YearMonth{2026, 4}.fiscal_year()), 2026);
  EXPECT_EQ(date_text(YearMonth{2028, 2}.last_day()), "2028-02-29");
}

TEST(CalendarTest, WorkingDaysAroundADay) {
  EXPECT_EQ(working_day_until(day("2026-05-06")), day("2026-05-01"));
  EXPECT_EQ(working_day_until(day("2026-05-07")), day("2026-05-07"));
  EXPECT_EQ(working_day_after(day("2026-05-01"), 1), day("2026-05-07"));
  EXPECT_EQ(working_day_after(day("2026-05-01"), 2), day("2026-05-08"));
}

}  // namespace
}  // namespace ops::generate
