#include "projections/figures/violations.h"

#include <algorithm>
#include <set>

#include "ledger/base/check.h"
#include "projections/figures/answer.h"
#include "projections/figures/costs.h"
#include "projections/figures/definitions.h"
#include "projections/figures/duties.h"
#include "projections/figures/fees.h"
#include "projections/figures/phase2.h"
#include "projections/figures/procedures.h"
#include "projections/figures/workdays.h"

namespace projections::figures {

using ledger::JsonValue;
using ledger::Result;

namespace {

constexpr RefusalCode kPhase2Refusals[] = {{"phase.no_financials"},
                                           {"phase.not_started"},
                                           {"phase.no_agreement"},
                                           {"phase.criteria_missing"},
                                           {"phase.criterion_later"}};
constexpr RefusalCode kFeeRefusals[] = {{"fee.staff_not_honorarium"},
                                        {"fee.contract_kind"},
                                        {"fee.cco_flat"},
                                        {"fee.over_ceiling"},
                                        {"fee.over_base"},
                                        {"fee.rate_order"},
                                        {"fee.circumstance_missing"},
                                        {"fee.paid_twice"},
                                        {"fee.third_party"},
                                        {"fee.no_rate"},
                                        {"fee.amount"},
                                        {"reference.unknown", "fee.paid"},
                                        {"reference.unknown", "fee.rate_set"}};
constexpr RefusalCode kProcedureRefusals[] = {{"appointment.order"},
                                              {"contract.before_approval"},
                                              {"contract.before_nomination"},
                                              {"contract.cco_not_named"},
                                              {"rescission.order"},
                                              {"rescission.not_chief"},
                                              {"rescission.no_bureau_decision"},
                                              {"rescission.no_consultation"}};
constexpr RefusalCode kWorkdayRefusals[] = {
    {"workday.person"},          {"workday.day_full"},        {"workday.month_approved"},
    {"workday.total_mismatch"},  {"workday.exception_party"}, {"workday.exception_days"},
    {"workyear.kind"},           {"workyear.not_over"},       {"workyear.exists"},
    {"workyear.total_mismatch"}, {"workyear.verdict"}};
constexpr RefusalCode kCostRefusals[] = {{"cost.forbidden"},
                                         {"cost.no_evidence"},
                                         {"cost.travel_overseas"},
                                         {"cost.labour_method"},
                                         {"cost.outside_contract"},
                                         {"cost.subcontract"},
                                         {"cost.disallowed_over"},
                                         {"contract.over_ceiling"},
                                         {"contract.over_fund_ceiling"},
                                         {"contract.fund_sum"},
                                         {"subcontract.reason_letter_missing"}};
constexpr RefusalCode kDutyRefusals[] = {
    {"feedback.attendance"}, {"forum.not_coordinated"}, {"plan.drafter"},     {"plan.version"},
    {"report.month_open"},   {"report.cut_off"},        {"report.definition"}};

constexpr ViolationKindRow kKinds[] = {
    {ViolationKind::kPhase2, "phase2", "要件を満たさないフェーズ2への移行", "Phase 2 without all criteria",
     false, false, kPhase2Refusals},
    {ViolationKind::kFees, "fees", "基準に合わない謝金の支払", "Fees against the rules", false, false,
     kFeeRefusals},
    {ViolationKind::kProcedures, "procedures", "手続によらない契約・解除",
     "Contracts and rescissions without procedure", false, false, kProcedureRefusals},
    {ViolationKind::kWorkdays, "workdays", "不足する勤務日数", "Too few working days", true, true,
     kWorkdayRefusals},
    {ViolationKind::kCosts, "costs", "対象外又は上限を超える経費", "Costs not eligible or over a limit", true,
     false, kCostRefusals},
    {ViolationKind::kDuties, "duties", "果たされていない年間の義務", "Unmet yearly duties", true, true,
     kDutyRefusals}};

const ViolationKindRow& row_of(ViolationKind kind) {
  const auto* found = std::find_if(std::begin(kKinds), std::end(kKinds),
                                   [&](const ViolationKindRow& row) { return row.kind == kind; });
  LEDGER_CHECK(found != std::end(kKinds));
  return *found;
}

using EventList = std::vector<const FigureEvent*>;

// The day that puts an event into a fiscal year.
Day day_of_event(const FigureEvent& event) {
  if (event.type == "phase.transitioned") return jst_day(event.text("transitioned_on"));
  if (event.type == "fee.paid") return jst_day(event.text("paid_on"));
  if (event.type == "contract.rescinded") return jst_day(event.text("rescinded_on"));
  return jst_day(event.occurred_at);
}

bool in_year(Day day, std::optional<int> fiscal_year) {
  return !fiscal_year || fiscal_year_period(*fiscal_year).has(day);
}

// Adds where the row stands, what else was judged, and what the ledger said about all of it.
void add_word(std::string_view center, const FigureEvent* event, const EventList& basis, JsonValue& row) {
  row.add("center", json_or_null(center));
  EventList judged;
  if (event != nullptr) {
    row.add("position", json_or_null(std::optional(event->position)));
    row.add("type", JsonValue(event->type));
    judged.push_back(event);
  }
  JsonValue::Array ids, flags;
  for (const FigureEvent* other : basis) {
    ids.emplace_back(other->id);
    judged.push_back(other);
  }
  for (const LedgerFlag& flag : flags_of(judged)) flags.push_back(json_of(flag));
  row.add("basis", JsonValue(std::move(ids)));
  row.add("ledger_said", JsonValue(std::move(flags)));
}

JsonValue::Array rows_of(const std::vector<Violation>& found, std::optional<int> fiscal_year) {
  JsonValue::Array rows;
  for (const Violation& violation : found) {
    if (!in_year(day_of_event(*violation.event), fiscal_year)) continue;
    JsonValue row = json_of(violation);
    add_word(violation.center, violation.event, violation.basis, row);
    rows.push_back(std::move(row));
  }
  return rows;
}

// Events of a contract in which the ledger gives its word on working days.
EventList settlements_of(const Known& known, const Contract& contract) {
  EventList found{contract.concluded};
  for (const FigureEvent* event : known.naming("contract_id", contract.id())) {
    if (event->type == "workday.approved" || event->type == "workyear.settled") found.push_back(event);
  }
  return found;
}

Result<JsonValue::Array> workday_rows(const Known& known, const Centers& centers, int fiscal_year,
                                      Day today) {
  LEDGER_ASSIGN(const std::vector<WorkdayRow> found, workdays(known, centers, fiscal_year, today));
  JsonValue::Array rows;
  for (const WorkdayRow& one : found) {
    if (!one.is_short()) continue;
    JsonValue row = json_of(one);
    add_word(one.contract.center(), nullptr, settlements_of(known, one.contract), row);
    rows.push_back(std::move(row));
  }
  return rows;
}

// What the summary of a centre's year says against it.
std::vector<std::string> summary_problems(const JsonValue& summary) {
  const auto holds = [](const JsonValue* value) {
    return value != nullptr && value->is_bool() && value->as_bool();
  };
  std::vector<std::string> reasons;
  for (const std::string_view name : {"over_contract", "contract_over_ceiling"}) {
    if (holds(summary.find(name))) reasons.emplace_back(name);
  }
  if (holds(summary.find("subcontract")->find("violation"))) {
    reasons.emplace_back("subcontract_reason_letter_missing");
  }
  return reasons;
}

Result<JsonValue::Array> cost_rows(const Known& known, std::string_view center, int fiscal_year) {
  JsonValue::Array rows;
  LEDGER_ASSIGN(const JsonValue summary, cost_summary(known, center, fiscal_year));
  if (const std::vector<std::string> reasons = summary_problems(summary); !reasons.empty()) {
    JsonValue row{JsonValue::Object{}};
    row.add("summary", summary);
    row.add("reasons", json_of(reasons));
    add_word(center, nullptr, {}, row);
    rows.push_back(std::move(row));
  }
  for (const IneligibleRow& one : eligibility(known, center, fiscal_year).rows) {
    JsonValue row = json_of(one);
    add_word(center, one.event, one.basis, row);
    rows.push_back(std::move(row));
  }
  return rows;
}

// Where the ledger gives its word on a duty: the events that met it; of forums, the year's report.
EventList word_on_duty(const Known& known, std::string_view center, int fiscal_year, const Duty& duty) {
  EventList found;
  for (const std::string& id : duty.ids) found.push_back(known.by_id(id));
  if (!duty.name.starts_with("forum_")) return found;
  const Contracts contracts(known);
  for (const FigureEvent* event : known.of_type("business_report.delivered")) {
    const Contract* contract = contracts.find(event->text("contract_id"));
    if (contract != nullptr && contract->center() == center &&
        fiscal_year_of(contract->first) == fiscal_year) {
      found.push_back(event);
    }
  }
  return found;
}

Result<JsonValue::Array> duty_rows(const Known& known, std::string_view center, int fiscal_year, Day today) {
  LEDGER_ASSIGN(const std::vector<Duty> found, unmet_duties(known, center, fiscal_year, today));
  JsonValue::Array rows;
  for (const Duty& one : found) {
    JsonValue row = json_of(one);
    add_word(center, nullptr, word_on_duty(known, center, fiscal_year, one), row);
    rows.push_back(std::move(row));
  }
  return rows;
}

// Centre by centre, in the order of their ids.
Result<JsonValue::Array> by_center(const Centers& centers, const auto& rows_of_center) {
  JsonValue::Array rows;
  for (const std::string& center : std::set<std::string>(centers.begin(), centers.end())) {
    LEDGER_ASSIGN(JsonValue::Array own, rows_of_center(center));
    std::move(own.begin(), own.end(), std::back_inserter(rows));
  }
  return rows;
}

Result<JsonValue::Array> judge(const Known& known, const ViolationsQuestion& q, const Centers& centers) {
  switch (q.kind) {
    case ViolationKind::kPhase2:
      return rows_of(phase2_violations(known, centers), q.fiscal_year);
    case ViolationKind::kFees:
      return rows_of(fee_violations(known, centers), q.fiscal_year);
    case ViolationKind::kProcedures:
      return rows_of(procedure_violations(known, centers), q.fiscal_year);
    case ViolationKind::kWorkdays:
      return workday_rows(known, centers, *q.fiscal_year, *q.today);
    case ViolationKind::kCosts:
      return by_center(centers, [&](const std::string& c) { return cost_rows(known, c, *q.fiscal_year); });
    case ViolationKind::kDuties:
      return by_center(centers,
                       [&](const std::string& c) { return duty_rows(known, c, *q.fiscal_year, *q.today); });
  }
  return JsonValue::Array();
}

}  // namespace

std::span<const ViolationKindRow> violation_kinds() {
  return kKinds;
}

const ViolationKindRow* find_violation_kind(std::string_view name) {
  const auto* found = std::find_if(std::begin(kKinds), std::end(kKinds),
                                   [&](const ViolationKindRow& row) { return row.name == name; });
  return found == std::end(kKinds) ? nullptr : found;
}

Result<JsonValue> violations(const Known& known, const ViolationsQuestion& question) {
  const ViolationKindRow& kind = row_of(question.kind);
  LEDGER_CHECK(!kind.needs_year || question.fiscal_year);
  LEDGER_CHECK(!kind.needs_day || question.today);
  const Centers centers = centers_of(known, question.scope);
  LEDGER_ASSIGN(JsonValue::Array rows, judge(known, question, centers));
  JsonValue::Array attempts;
  for (const FigureEvent* attempt : refused_attempts(known, question.scope, kind.refusals)) {
    if (in_year(attempt_day(*attempt), question.fiscal_year)) attempts.push_back(json_of_attempt(*attempt));
  }
  JsonValue json{JsonValue::Object{}};
  json.add("kind", JsonValue(kind.name));
  json.add("scope", JsonValue(scope_text(question.scope)));
  json.add("fy", question.fiscal_year ? JsonValue(std::int64_t{*question.fiscal_year}) : JsonValue());
  json.add("on", question.today ? JsonValue(format_day(*question.today)) : JsonValue());
  json.add("ruled_by", json_of(violation_rulings(known, kind.name, centers, question.fiscal_year)));
  json.add("rows", JsonValue(std::move(rows)));
  json.add("refused_attempts", JsonValue(std::move(attempts)));
  return json;
}

}  // namespace projections::figures
