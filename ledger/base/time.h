// Time as text and as the programme's calendar: RFC 3339 instants, JST dates, months and fiscal years.
//
// The fiscal year (年度) runs from 1 April to 31 March in Japan time (UTC+9, no daylight saving). Pure; any
// thread; no clock is read here (see clock.h).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "ledger/base/status.h"
#include "ledger/base/types.h"

namespace ledger {

// A calendar date of the proleptic Gregorian calendar.
struct CivilDate {
  int year = 1970;
  int month = 1;  // 1..12
  int day = 1;    // 1..31
  auto operator<=>(const CivilDate&) const = default;
};

// RFC 3339 with a mandatory offset; up to six fractional digits; leap second 60 and offset -00:00 are
// refused. Years 1900..9999, as written as well as in UTC and JST. Upper-case T and Z only. invalid_argument
// time.malformed | time.offset_missing | time.precision.
Result<UnixMicros> parse_rfc3339(std::string_view text);
// Always UTC, exactly six fractional digits: "2026-06-03T01:00:00.000000Z".
std::string format_recorded_at(UnixMicros time);

// "YYYY-MM-DD", a date that exists, years 1900..9999; nullopt otherwise.
std::optional<CivilDate> parse_date(std::string_view text);
std::string format_date(const CivilDate& date);
// Days since 1970-01-01.
std::int64_t days_from_civil(const CivilDate& date);
CivilDate civil_from_days(std::int64_t days);

CivilDate jst_date(UnixMicros time);
// "YYYY-MM" of the JST date; parse_year_month accepts only that shape with month 01..12.
std::string jst_year_month(UnixMicros time);
std::string year_month(const CivilDate& date);
bool is_year_month(std::string_view text);
// 2026-03-31T23:59:59+09:00 is 2025; 2026-03-31T15:00:00Z is 2026.
int fiscal_year(UnixMicros time);
int fiscal_year(const CivilDate& date);

}  // namespace ledger
