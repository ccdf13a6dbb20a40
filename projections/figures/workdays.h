// Workdays: three days in every contracted week, 240 days a year or their share (question 17).
//
// Place in the flow: a question about a Known, the centres of a scope, a fiscal year and a day; 001 II.1 note
// 1 (3), 000 2(2). Pure; any thread.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "ledger/base/status.h"
#include "projections/figures/contracts.h"
#include "projections/figures/fraction.h"
#include "projections/figures/scope.h"

namespace projections::figures {

struct ShortWeek {
  Day first;
  std::int64_t half_days;
};

// kBelowAgreed: by the three parties' exception. kRunning: up to the contract's last day.
enum class YearVerdict { kRunning, kReached, kBelowAgreed, kBelowUnagreed };
std::string_view verdict_name(YearVerdict verdict);  // "below_agreed" …

struct WorkdayRow {
  Contract contract;
  std::int64_t weeks = 0;              // judged: whole weeks of the contract that are over before the day
  std::vector<ShortWeek> short_weeks;  // of those, below three days
  std::int64_t half_days = 0;          // in the whole contract
  // Of those whose year has a number of days.
  std::optional<YearVerdict> year;
  Fraction days_wanted;

  bool is_short() const {
    return !short_weeks.empty() || year == YearVerdict::kBelowAgreed || year == YearVerdict::kBelowUnagreed;
  }
};

// Contracts of chiefs and productivity leads that begin in the fiscal year; only what lies before `today` is
// judged. Errors: figures.parameter.
ledger::Result<std::vector<WorkdayRow>> workdays(const Known& known, const Centers& centers, int fiscal_year,
                                                 Day today);

// {"contract", "kind", "person", "weeks", "short_weeks": [[first day, half days], …], "half_days", and with a
// year's number of days "year", "days_wanted"}
ledger::JsonValue json_of(const WorkdayRow& row);

}  // namespace projections::figures
