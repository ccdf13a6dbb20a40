// Days, months and fiscal years of the programme: Japan time, fiscal years from 1 April (ledger/base/time.h).
//
// Place in the flow: what figures count by. A date field is a day in Japan already; an instant becomes one
// here. Pure values; any thread.
#pragma once

#include <limits>
#include <optional>
#include <string>
#include <string_view>

#include "ledger/base/time.h"

namespace projections::figures {

// Days since 1970-01-01.
using Day = ledger::StrongNumber<struct DayTag, std::int64_t>;
// Of a fact without a readable date: in no period.
inline constexpr Day kNoDay{std::numeric_limits<std::int64_t>::min()};
// An end that nobody set.
inline constexpr Day kOpenEnd{std::numeric_limits<std::int64_t>::max()};

Day day_of(const ledger::CivilDate& date);
// Precondition: neither kNoDay nor kOpenEnd.
ledger::CivilDate date_of(Day day);
std::string format_day(Day day);  // "2026-04-01"
// Of a date or of an instant; kNoDay when it is neither.
Day jst_day(std::string_view text);
Day jst_day(ledger::UnixMicros time);
int fiscal_year_of(Day day);
constexpr Day days_after(Day day, std::int64_t count) {
  return Day(day.value + count);
}

// Days from first to last, both included.
struct Period {
  std::string label;  // "FY2026" or "2026-04"
  Day first, last;
  bool has(Day day) const { return first <= day && day <= last; }
  std::int64_t days() const { return last.value - first.value + 1; }
  bool operator==(const Period&) const = default;
};

Period fiscal_year_period(int year);
// nullopt unless "YYYY-MM".
std::optional<Period> month_period(std::string_view year_month);

// The same day `count` months earlier; at the end of a shorter month, its last day.
Day months_before(Day day, std::int64_t count);
// Whether [first, last] is exactly a year, say 2025-01-01 to 2025-12-31.
bool is_twelve_months(Day first, Day last);

}  // namespace projections::figures
