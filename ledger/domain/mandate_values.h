// Questions that rules and effects of the mandate ask of state in the same way.
//
// Private to ledger/domain. Pure; any thread.
#pragma once

#include <algorithm>
#include <numeric>
#include <optional>
#include <string>

#include "ledger/base/time.h"
#include "ledger/domain/effect_values.h"

namespace ledger {

inline int fiscal_year_of(Day day) {
  return fiscal_year(civil_from_days(day));
}

// The contract of a centre's chief coordinator on a day; nullptr: the post is vacant.
inline const ChiefTerm* chief_on(const ChiefPostRecord& post, Day day) {
  for (const ChiefTerm& term : post.terms) {
    if (term.first <= day && day <= term.last) return &term;
  }
  return nullptr;
}

// "2026-04" of a day given as "2026-04-01".
inline std::string_view month_of(std::string_view date) {
  return date.substr(0, 7);
}

inline const WorkMonth* find_month(const WorkTermRecord& term, std::string_view month) {
  const auto at = std::find_if(term.months.begin(), term.months.end(),
                               [&](const WorkMonth& known) { return known.year_month == month; });
  return at == term.months.end() ? nullptr : &*at;
}

inline std::int64_t halves_worked(const WorkTermRecord& term) {
  return std::accumulate(
      term.months.begin(), term.months.end(), std::int64_t{0},
      [](std::int64_t sum, const WorkMonth& month) { return sum + std::int64_t{month.halves}; });
}

// Last day of a period of whole months that begins on `from`.
inline Day last_of_months(Day from, std::int64_t months) {
  const CivilDate first = civil_from_days(from);
  const std::int64_t index = static_cast<std::int64_t>(first.year) * 12 + (first.month - 1) + months;
  const CivilDate month{static_cast<int>(index / 12), static_cast<int>(index % 12) + 1, 1};
  const CivilDate after =
      month.month == 12 ? CivilDate{month.year + 1, 1, 1} : CivilDate{month.year, month.month + 1, 1};
  const std::int64_t begin = days_from_civil(month);
  return static_cast<Day>(std::min(begin + first.day - 2, days_from_civil(after) - 1));
}

// Fee rate in force on a day; 0: none.
inline std::int64_t rate_on(const FeeRecord& fee, Day day) {
  std::int64_t yen = 0;
  for (const FeeRate& rate : fee.rates) {
    if (rate.from <= day) yen = rate.yen;
  }
  return yen;
}

}  // namespace ledger
