#include <string>

#include "ledger/base/time.h"
#include "ledger/domain/codes.h"
#include "ledger/domain/duty_values.h"
#include "ledger/domain/effect_values.h"
#include "ledger/domain/flag_functions.h"
#include "ledger/domain/mandate_values.h"
#include "ledger/domain/roles.h"

namespace ledger {

namespace {

constexpr std::int64_t kHourMicros = 3'600'000'000;
constexpr int kWeekDays = 7;
constexpr int kWeekHalvesMin = 6;  // three days
constexpr int kMonthsOfYear = 12;
constexpr Day kMonday = 4;  // 1970-01-05 as a day number; weeks are counted from it
constexpr Day kSunday = 3;

std::optional<ContractRecord> contract_of(const TermContext& c) {
  return find(c.state, contract_record(c.event.text("contract_id")));
}

std::int64_t value_of(const TermContext& c, std::string_view parameter) {
  return parameter_value(c.state, parameter);
}

// Months since year 0 of "YYYY-MM", and back.
std::int64_t month_number(std::string_view year_month) {
  const auto first = parse_date(std::string(year_month) + "-01");
  return first ? std::int64_t{first->year} * kMonthsOfYear + first->month - 1 : 0;
}
CivilDate first_of(std::int64_t month) {
  return {static_cast<int>(month / kMonthsOfYear), static_cast<int>(month % kMonthsOfYear) + 1, 1};
}

// Half days that a person has reported in the week that ends on `last`.
int halves_of_week(const TermContext& c, std::string_view person, Day last) {
  int halves = 0;
  for (Day day = last - kWeekDays + 1; day <= last; ++day) {
    const auto record = find(c.state, reported_day_record(person, day));
    halves += record ? record->halves : 0;
  }
  return halves;
}

}  // namespace

bool incident_late(const TermContext& c) {
  const auto incident = find(c.state, stage_record(c.event.stream.value));
  const auto known = parse_rfc3339(incident ? incident->kept : std::string());
  if (!known.ok()) return false;
  const std::int64_t taken = instant_of(c.event, "reported_at").value - known->value;
  return taken > value_of(c, kParameterIncidentHours) * kHourMicros;
}

bool monthly_report_late(const TermContext& c) {
  CivilDate due = first_of(month_number(c.event.text("year_month")) + 1);
  due.day = static_cast<int>(value_of(c, kParameterMonthlyReportDay));
  return std::int64_t{day_of(c.event.occurred_at)} > days_from_civil(due);
}

bool security_report_late(const TermContext& c) {
  const auto contract = contract_of(c);
  if (!contract) return false;
  const std::int64_t month = month_number(c.event.text("year_month"));
  const std::int64_t begun = month_number(year_month(civil_from_days(contract->start)));
  const std::int64_t interval = value_of(c, kParameterSecurityReportMonths);
  if (month - begun < interval) return false;
  for (std::int64_t before = 1; before <= interval; ++before) {
    std::string stream("secreport/");
    stream.append(c.event.text("contract_id")).append("/").append(year_month(first_of(month - before)));
    if (find(c.state, stage_record(stream))) return false;
  }
  return true;
}

bool performance_report_late(const TermContext& c) {
  const auto contract = contract_of(c);
  if (!contract) return false;
  const std::int64_t due = std::int64_t{contract->end} + value_of(c, kParameterPerformanceDays);
  return day_of(c.event.text("submitted_on")) > due;
}

bool workweek_below(const TermContext& c) {
  const auto contract = contract_of(c);
  if (!contract || (contract->kind != "cco" && contract->kind != "prod_lead")) return false;
  const std::int64_t month = month_number(c.event.text("year_month"));
  const Day first = static_cast<Day>(days_from_civil(first_of(month)));
  const Day after = static_cast<Day>(days_from_civil(first_of(month + 1)));
  const Day monday_or_sunday = value_of(c, kParameterWeek) == 0 ? kMonday : kSunday;
  for (Day last = first; last < after; ++last) {
    if ((last - monday_or_sunday + 1) % kWeekDays != 0) continue;
    const bool whole = contract->start <= last - kWeekDays + 1 && last <= contract->end;
    if (whole && halves_of_week(c, c.event.text("person_id"), last) < kWeekHalvesMin) return true;
  }
  return false;
}

bool diagnosis_overdue(const TermContext& c) {
  const auto before =
      find(c.state, diagnoses_of(center_of(c.state, c.row, c.event), c.event.text("host_id")));
  const Day day = day_of(c.event.text("completed_on"));
  return before && std::int64_t{day} - before->last > value_of(c, kParameterDiagnosisDays);
}

bool forum_below(const TermContext& c) {
  const auto contract = contract_of(c);
  if (!contract) return false;
  const std::int64_t least = value_of(c, kParameterForums);
  for (const std::string_view kind : {"regional", "inter_center"}) {
    const auto held = find(c.state, forums_of(contract->center, fiscal_year_of(contract->start), kind));
    if ((held ? held->times : 0) < least) return true;
  }
  return false;
}

}  // namespace ledger
