#include "projections/figures/calendar.h"

#include <algorithm>

namespace projections::figures {

using ledger::CivilDate;

namespace {

constexpr int kMonths = 12;

Day last_of_month(int year, int month) {
  const CivilDate next = month == kMonths ? CivilDate{year + 1, 1, 1} : CivilDate{year, month + 1, 1};
  return days_after(day_of(next), -1);
}

}  // namespace

Day day_of(const CivilDate& date) {
  return Day(ledger::days_from_civil(date));
}

CivilDate date_of(Day day) {
  return ledger::civil_from_days(day.value);
}

std::string format_day(Day day) {
  return ledger::format_date(date_of(day));
}

Day jst_day(std::string_view text) {
  if (const auto date = ledger::parse_date(text)) return day_of(*date);
  const auto instant = ledger::parse_rfc3339(text);
  return instant.ok() ? jst_day(*instant) : kNoDay;
}

Day jst_day(ledger::UnixMicros time) {
  return day_of(ledger::jst_date(time));
}

int fiscal_year_of(Day day) {
  return ledger::fiscal_year(date_of(day));
}

Period fiscal_year_period(int year) {
  return {"FY" + std::to_string(year), day_of({year, 4, 1}), day_of({year + 1, 3, 31})};
}

std::optional<Period> month_period(std::string_view year_month) {
  const auto first = ledger::parse_date(std::string(year_month) + "-01");
  if (!first) return std::nullopt;
  return Period{std::string(year_month), day_of(*first), last_of_month(first->year, first->month)};
}

Day months_before(Day day, std::int64_t count) {
  const CivilDate date = date_of(day);
  const std::int64_t months = std::int64_t{date.year} * kMonths + date.month - 1 - count;
  const int year = static_cast<int>(months / kMonths);
  const int month = static_cast<int>(months % kMonths) + 1;
  return std::min(days_after(day_of({year, month, 1}), date.day - 1), last_of_month(year, month));
}

bool is_twelve_months(Day first, Day last) {
  return months_before(days_after(last, 1), kMonths) == first;
}

}  // namespace projections::figures
