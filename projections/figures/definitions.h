// What the sources leave open, as data: indicator sets, categories of footnote 7, policy parameters.
//
// Place in the flow: every figure asks here for the value in force at its cut-off. A definition version fixes
// indicators and defaults; a `policy.parameter_set` event changes a value from its position on. Constants and
// pure functions; any thread.
#pragma once

#include <span>
#include <string_view>

#include "ledger/base/status.h"
#include "projections/figures/answer.h"
#include "projections/figures/calendar.h"
#include "projections/figures/figure_log.h"
#include "projections/figures/scope.h"

namespace projections::figures {

struct IndicatorRow {
  std::string_view id;
  int first_fy = 0;  // a year before it has a value only when there is something to compute it from
};
inline constexpr std::string_view kDefinition2024 = "2024.1";
inline constexpr std::string_view kDefinition2026 = "2026.1";
inline constexpr int kLastFyOfOldSet = 2025;  // 003 section 6: basically from FY2026

// Empty: no such definition version.
std::span<const IndicatorRow> indicators_of(std::string_view definition);
const IndicatorRow* find_indicator(std::string_view definition, std::string_view id);  // nullptr
std::string_view definition_of_year(int fiscal_year);

// Value in force of a parameter whose answers are words. failed_precondition figures.parameter: the policy
// asks for an answer that nothing here computes. Precondition: a known name.
ledger::Result<std::string_view> choice(const Known& known, std::string_view name);
// The same of a number; a value that is none sets nothing. Precondition: a known name.
std::int64_t number(const Known& known, std::string_view name);
// The first of `names` whose value asks for data that no event carries; empty: none. Precondition: each is a
// parameter of which the log carries data for one answer only.
std::string_view unanswerable(const Known& known, std::span<const std::string_view> names);
// Integer value of the last `policy.parameter_set` of that name; nullopt: none (ceilings, say).
std::optional<std::int64_t> parameter_value(const Known& known, std::string_view name);

// Parameters that an indicator, or a figure of a monthly report, is computed by, with the values in force at
// the cut-off. One that rules each event by the value of its own time (it_exception.last_fy) has a row for
// every value so far. What is asked of years before a definition (baseline.missing) stands only for those.
std::vector<Ruling> rulings(const Known& known, std::string_view indicator, bool before_definition);

// The same of a list of violations: "fees", "workdays" … and, of costs, the ceilings set for these centres.
std::vector<Ruling> violation_rulings(const Known& known, std::string_view kind, const Centers& centers,
                                      std::optional<int> fiscal_year);

enum class ParameterAnswers {
  kSeveral,  // each answer that the parameter offers is computed
  kOne,      // events carry data for the default only
  kNumber,
  kNotAsked,  // no figure asks
};
// What figures make of a parameter.
ParameterAnswers answers_to(std::string_view parameter);

enum class CategoryState { kCounted, kExcluded, kExceptionOver };
// Whether issues of the category count on that day (003 footnote 7); `it_last_fy` is the value in force of
// it_exception.last_fy.
CategoryState category_state(std::string_view category, Day day, std::int64_t it_last_fy);

// Confidential fields that figures read: gone when the business is erased. Empty for other types.
std::span<const std::string_view> confidential_inputs(std::string_view type);

}  // namespace projections::figures
