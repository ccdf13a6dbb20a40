// Calendar: Japanese working days and the programme's dates, so that generated days look like real ones.
//
// Pure functions of the proleptic Gregorian calendar in Japan time; holidays as the law has them since 2021,
// with the office closed from 29 December to 3 January; the equinox formula holds for 1980 to 2099. Any
// thread.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/time.h"
#include "ledger/base/types.h"

namespace ops::generate {

using DayNumber = std::int64_t;  // days since 1970-01-01

// A moment of Japan time: the day and the second in it.
struct JstTime {
  DayNumber day = 0;
  int second = 0;  // 0..86399
  auto operator<=>(const JstTime&) const = default;

  static JstTime from(ledger::UnixMicros time);
  JstTime plus_seconds(int seconds) const;
  JstTime plus_minutes(int minutes) const { return plus_seconds(minutes * 60); }
  ledger::UnixMicros micros() const;
  std::string text() const;  // "2026-04-01T09:05:00+09:00"
  std::string date() const;  // "2026-04-01"
};

struct YearMonth {
  int year = 1970;
  int month = 1;
  auto operator<=>(const YearMonth&) const = default;

  YearMonth next() const { return month == 12 ? YearMonth{year + 1, 1} : YearMonth{year, month + 1}; }
  int fiscal_year() const { return month >= 4 ? year : year - 1; }
  DayNumber first_day() const;
  DayNumber last_day() const { return next().first_day() - 1; }
  std::string text() const;  // "2026-04"
};

DayNumber day_number(int year, int month, int day);
std::string date_text(DayNumber day);
// 0 Sunday … 6 Saturday.
int weekday(DayNumber day);
// The n-th Monday of a month, n from 1.
DayNumber nth_monday(int year, int month, int n);
bool is_holiday(DayNumber day);
bool is_working_day(DayNumber day);
// `day` itself when it is a working day, else the nearest one before it.
DayNumber working_day_until(DayNumber day);
// The n-th working day after `day`, n from 1.
DayNumber working_day_after(DayNumber day, int n);
std::vector<DayNumber> working_days(YearMonth month);

// Calls for the contracts of a fiscal year, dated as in the two calls that are known (001 of February 2025,
// 000 of December 2025): implementing bodies from the third Monday of February for three weeks, until noon;
// productivity leads from the first Monday of December until 6 January, noon.
struct CallDates {
  JstTime opens, closes;
};
CallDates body_call(int fiscal_year);
CallDates productivity_call(int fiscal_year);

}  // namespace ops::generate
