#include "ops/generate/calendar.h"

#include <cstdio>

namespace ops::generate {

namespace {

constexpr std::int64_t kSecondMicros = 1'000'000;
constexpr std::int64_t kDaySeconds = 24LL * 3600;
constexpr std::int64_t kJstOffsetSeconds = 9LL * 3600;

// Day of March or September on which the equinox falls, 1980 to 2099.
int equinox(int year, double base) {
  return static_cast<int>(base + 0.242194 * (year - 1980)) - (year - 1980) / 4;
}

struct FixedDay {
  int month, day;
};
constexpr FixedDay kFixedHolidays[] = {{1, 1}, {2, 11}, {2, 23}, {4, 29}, {5, 3},
                                       {5, 4}, {5, 5},  {8, 11}, {11, 3}, {11, 23}};
struct MovingDay {
  int month, nth_monday;
};
constexpr MovingDay kMovingHolidays[] = {{1, 2}, {7, 3}, {9, 3}, {10, 2}};

bool is_named_holiday(DayNumber day) {
  const ledger::CivilDate date = ledger::civil_from_days(day);
  for (const FixedDay& fixed : kFixedHolidays) {
    if (date.month == fixed.month && date.day == fixed.day) return true;
  }
  for (const MovingDay& moving : kMovingHolidays) {
    if (date.month == moving.month && day == nth_monday(date.year, moving.month, moving.nth_monday))
      return true;
  }
  if (date.month == 3) return date.day == equinox(date.year, 20.8431);
  return date.month == 9 && date.day == equinox(date.year, 23.2488);
}

// A holiday on a Sunday moves to the next day that is none.
bool is_substitute(DayNumber day) {
  for (DayNumber before = day - 1; is_named_holiday(before); --before) {
    if (weekday(before) == 0) return true;
  }
  return false;
}

bool is_office_closed(DayNumber day) {
  const ledger::CivilDate date = ledger::civil_from_days(day);
  return (date.month == 12 && date.day >= 29) || (date.month == 1 && date.day <= 3);
}

}  // namespace

JstTime JstTime::from(ledger::UnixMicros time) {
  const std::int64_t seconds = time.value / kSecondMicros + kJstOffsetSeconds;
  return {seconds / kDaySeconds, static_cast<int>(seconds % kDaySeconds)};
}

JstTime JstTime::plus_seconds(int seconds) const {
  const std::int64_t total = day * kDaySeconds + second + seconds;
  return {total / kDaySeconds, static_cast<int>(total % kDaySeconds)};
}

ledger::UnixMicros JstTime::micros() const {
  return ledger::UnixMicros((day * kDaySeconds + second - kJstOffsetSeconds) * kSecondMicros);
}

std::string JstTime::text() const {
  char clock[32];
  std::snprintf(clock, sizeof(clock), "T%02d:%02d:%02d+09:00", second / 3600, second / 60 % 60, second % 60);
  return date() + clock;
}

std::string JstTime::date() const {
  return date_text(day);
}

DayNumber YearMonth::first_day() const {
  return day_number(year, month, 1);
}

std::string YearMonth::text() const {
  return ledger::year_month({year, month, 1});
}

DayNumber day_number(int year, int month, int day) {
  return ledger::days_from_civil({year, month, day});
}

std::string date_text(DayNumber day) {
  return ledger::format_date(ledger::civil_from_days(day));
}

// 1970-01-01 was a Thursday.
int weekday(DayNumber day) {
  return static_cast<int>((day + 4) % 7);
}

DayNumber nth_monday(int year, int month, int n) {
  const DayNumber first = day_number(year, month, 1);
  return first + (8 - weekday(first)) % 7 + 7LL * (n - 1);
}

bool is_holiday(DayNumber day) {
  if (is_named_holiday(day) || is_substitute(day)) return true;
  // A day between two holidays is one as well.
  return is_named_holiday(day - 1) && is_named_holiday(day + 1);
}

bool is_working_day(DayNumber day) {
  const int of_week = weekday(day);
  return of_week != 0 && of_week != 6 && !is_holiday(day) && !is_office_closed(day);
}

DayNumber working_day_until(DayNumber day) {
  while (!is_working_day(day)) --day;
  return day;
}

DayNumber working_day_after(DayNumber day, int n) {
  while (n > 0) {
    if (is_working_day(++day)) --n;
  }
  return day;
}

std::vector<DayNumber> working_days(YearMonth month) {
  std::vector<DayNumber> days;
  for (DayNumber day = month.first_day(); day <= month.last_day(); ++day) {
    if (is_working_day(day)) days.push_back(day);
  }
  return days;
}

CallDates body_call(int fiscal_year) {
  const DayNumber opens = nth_monday(fiscal_year, 2, 3);
  return {{opens, 9 * 3600}, {opens + 21, 12 * 3600}};
}

CallDates productivity_call(int fiscal_year) {
  return {{nth_monday(fiscal_year - 1, 12, 1), 9 * 3600}, {day_number(fiscal_year, 1, 6), 12 * 3600}};
}

}  // namespace ops::generate
