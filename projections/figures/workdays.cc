#include "projections/figures/workdays.h"

#include <algorithm>
#include <map>
#include <unordered_map>

#include "projections/figures/answer.h"
#include "projections/figures/definitions.h"
#include "projections/figures/facts.h"

namespace projections::figures {

using ledger::JsonValue;
using ledger::Result;

namespace {

constexpr std::int64_t kWeekDays = 7;
constexpr std::int64_t kLeastHalvesAWeek = 6;  // three days; holidays change nothing, the sources name none
// 1970-01-05, a Monday, as a day number.
constexpr std::int64_t kAMonday = 4;

// Parameters in force, read once.
struct Rules {
  std::int64_t first_of_week = kAMonday;  // day number of some week's first day
  std::int64_t year_days = 0;
  bool prorated = true;
};

Result<Rules> read_rules(const Known& known) {
  Rules rules;
  LEDGER_ASSIGN(const std::string_view week, choice(known, "workdays.week"));
  if (week == "sunday_to_saturday") --rules.first_of_week;
  LEDGER_ASSIGN(const std::string_view proration, choice(known, "workdays.proration"));
  rules.prorated = proration == "by_contract_days";
  rules.year_days = number(known, "workdays.year_days");
  return rules;
}

// Half days reported for one contract, by day.
class Halves {
 public:
  void add(Day day, std::int64_t halves) { by_day_[day] += halves; }
  std::int64_t between(Day first, Day last) const {
    std::int64_t sum = 0;
    for (auto at = by_day_.lower_bound(first); at != by_day_.end() && at->first <= last; ++at) {
      sum += at->second;
    }
    return sum;
  }

 private:
  std::map<Day, std::int64_t> by_day_;
};
using HalvesByContract = std::unordered_map<std::string_view, Halves>;

HalvesByContract read_halves(const Known& known) {
  HalvesByContract halves;
  for (const FigureEvent* event : known.of_type("workday.reported")) {
    const std::int64_t count = event->text("fraction") == "half" ? 1 : 2;
    halves[event->text("contract_id")].add(jst_day(event->text("performed_on")), count);
  }
  return halves;
}

// Days agreed by all three parties, by the last exception of each contract that is complete.
std::unordered_map<std::string_view, std::int64_t> read_exceptions(const Known& known) {
  std::unordered_map<std::string_view, std::int64_t> days;
  for (const Fact& fact : stated(known, "workday.exception_agreed")) {
    if (const auto agreed = fact.number("days")) days[fact.text("contract_id")] = *agreed;
  }
  return days;
}

Day first_week(Day contract_first, const Rules& rules) {
  const std::int64_t into = (contract_first.value - rules.first_of_week) % kWeekDays;
  const std::int64_t days_in = into < 0 ? into + kWeekDays : into;
  return days_in == 0 ? contract_first : days_after(contract_first, kWeekDays - days_in);
}

// A week that the contract cuts is not judged.
void judge_weeks(const Rules& rules, const Halves& halves, Day today, WorkdayRow& row) {
  for (Day first = first_week(row.contract.first, rules);; first = days_after(first, kWeekDays)) {
    const Day last = days_after(first, kWeekDays - 1);
    if (last > row.contract.last || last >= today) return;
    ++row.weeks;
    const std::int64_t found = halves.between(first, last);
    if (found < kLeastHalvesAWeek) row.short_weeks.push_back({first, found});
  }
}

// A part of a year wants its share of the days (programme 8).
void judge_year(const Rules& rules, std::optional<std::int64_t> agreed_days, Day today, WorkdayRow& row) {
  const Contract& contract = row.contract;
  const Period year = fiscal_year_period(fiscal_year_of(contract.first));
  const std::int64_t days = contract.last.value - contract.first.value + 1;
  row.days_wanted =
      rules.prorated ? Fraction(Int128{rules.year_days} * days, year.days()) : Fraction(rules.year_days);
  const Fraction worked(row.half_days, 2);
  if (today <= contract.last) {
    row.year = YearVerdict::kRunning;
  } else if (worked >= row.days_wanted) {
    row.year = YearVerdict::kReached;
  } else {
    const bool agreed = agreed_days && worked >= Fraction(*agreed_days);
    row.year = agreed ? YearVerdict::kBelowAgreed : YearVerdict::kBelowUnagreed;
  }
}

}  // namespace

std::string_view verdict_name(YearVerdict verdict) {
  switch (verdict) {
    case YearVerdict::kRunning:
      return "running";
    case YearVerdict::kReached:
      return "reached";
    case YearVerdict::kBelowAgreed:
      return "below_agreed";
    case YearVerdict::kBelowUnagreed:
      return "below_unagreed";
  }
  return {};
}

Result<std::vector<WorkdayRow>> workdays(const Known& known, const Centers& centers, int fiscal_year,
                                         Day today) {
  LEDGER_ASSIGN(const Rules rules, read_rules(known));
  const Contracts contracts(known);
  const HalvesByContract halves = read_halves(known);
  const auto exceptions = read_exceptions(known);
  std::vector<WorkdayRow> rows;
  for (const Contract& contract : contracts.all()) {
    const bool weekly = contract.kind() == kChief || contract.kind() == kProductivityLead;
    if (!weekly || fiscal_year_of(contract.first) != fiscal_year ||
        !centers.contains(std::string(contract.center()))) {
      continue;
    }
    static const Halves kNone;
    const auto found = halves.find(contract.id());
    const Halves& own = found == halves.end() ? kNone : found->second;
    WorkdayRow row;
    row.contract = contract;
    row.half_days = own.between(contract.first, contract.last);
    judge_weeks(rules, own, today, row);
    if (contract.kind() == kProductivityLead) {
      const auto agreed = exceptions.find(contract.id());
      judge_year(rules, agreed == exceptions.end() ? std::nullopt : std::optional(agreed->second), today,
                 row);
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

JsonValue json_of(const WorkdayRow& row) {
  JsonValue json{JsonValue::Object{}};
  json.add("contract", JsonValue(row.contract.id()));
  json.add("kind", JsonValue(row.contract.kind()));
  json.add("person", json_or_null(row.contract.person()));
  json.add("weeks", JsonValue(row.weeks));
  JsonValue::Array weeks;
  for (const ShortWeek& week : row.short_weeks) {
    weeks.emplace_back(JsonValue::Array{JsonValue(format_day(week.first)), JsonValue(week.half_days)});
  }
  json.add("short_weeks", JsonValue(std::move(weeks)));
  json.add("half_days", JsonValue(row.half_days));
  if (row.year) {
    json.add("year", JsonValue(verdict_name(*row.year)));
    json.add("days_wanted", json_of(row.days_wanted));
  }
  return json;
}

}  // namespace projections::figures
