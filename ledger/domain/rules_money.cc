#include <algorithm>

#include "ledger/domain/codes.h"
#include "ledger/domain/mandate_rule_functions.h"
#include "ledger/domain/mandate_values.h"

namespace ledger {

namespace {

constexpr std::int64_t kSanctionMonthsMax = 36;
constexpr std::int64_t kNoProration = 1;  // index of the choice

std::optional<ContractRecord> contract_of(const RuleContext& c) {
  return find(c.state, contract_record(c.event.text("contract_id")));
}

WorkTermRecord work_of(const RuleContext& c) {
  return find(c.state, work_term_record(c.event.text("contract_id"))).value_or(WorkTermRecord{});
}

AccountRecord account_of(const RuleContext& c) {
  return find(c.state, account_record(c.event.text("contract_id"))).value_or(AccountRecord{});
}

// Whether the half days of a contract reach the yearly days, prorated exactly.
bool reaches_year(const RuleContext& c, const ContractRecord& contract, std::int64_t year_days) {
  const std::int64_t halves = c.event.number("halves");
  const bool whole = parameter_value(c.state, kParameterProration) == kNoProration;
  const int year = fiscal_year_of(contract.start);
  const std::int64_t of_year = days_from_civil({year + 1, 4, 1}) - days_from_civil({year, 4, 1});
  const std::int64_t of_term = whole ? of_year : contract.end - contract.start + 1;
  return halves * of_year >= 2 * year_days * of_term;
}

}  // namespace

Verdict check_workday_self(const RuleContext& c) {
  return Verdict::of(c.event.actor.person.value == c.event.text("person_id"), "person_id");
}

Verdict check_workday_full(const RuleContext& c) {
  const auto day =
      find(c.state, reported_day_record(c.event.text("person_id"), day_of(c.event.text("performed_on"))));
  return Verdict::of(!day || day->halves + halves_of(c.event) <= 2, "fraction");
}

Verdict check_workday_month(const RuleContext& c) {
  const bool report = c.event.type == "workday.reported";
  const std::string_view name = report ? "performed_on" : "year_month";
  const WorkTermRecord work = work_of(c);
  const WorkMonth* month = find_month(work, month_of(c.event.text(name)));
  return Verdict::of(month == nullptr || !month->approved, name);
}

Verdict check_work_month_total(const RuleContext& c) {
  const WorkTermRecord work = work_of(c);
  const WorkMonth* month = find_month(work, c.event.text("year_month"));
  return Verdict::of(c.event.number("halves") == (month ? std::int64_t{month->halves} : 0), "halves");
}

Verdict check_exception_party(const RuleContext& c) {
  const auto contract = contract_of(c);
  if (contract && contract->kind != "prod_lead") return Verdict::breaks("contract_id");
  return Verdict::of(c.event.actor.person.value == c.event.text("person_id"), "person_id");
}

Verdict check_exception_days(const RuleContext& c) {
  const ParameterRuling year_days = parameter_ruling(c.state, kParameterYearDays);
  return Verdict::of(c.event.number("days") < year_days.value, "days").ruled_by(year_days);
}

Verdict check_workyear_kind(const RuleContext& c) {
  const auto contract = contract_of(c);
  return Verdict::of(!contract || contract->kind == "prod_lead", "contract_id");
}

Verdict check_workyear_over(const RuleContext& c) {
  const auto contract = contract_of(c);
  return Verdict::of(!contract || day_of(c.event.text("settled_on")) >= contract->end, "settled_on");
}

Verdict check_workyear_once(const RuleContext& c) {
  return Verdict::of(!work_of(c).settled, "contract_id");
}

Verdict check_workyear_total(const RuleContext& c) {
  return Verdict::of(c.event.number("halves") == halves_worked(work_of(c)), "halves");
}

Verdict check_workyear_verdict(const RuleContext& c) {
  const auto contract = contract_of(c);
  if (!contract) return Verdict::holds();
  const ParameterRuling year_days = parameter_ruling(c.state, kParameterYearDays);
  const std::string_view due = reaches_year(c, *contract, year_days.value) ? "reached"
                               : work_of(c).below_agreed                   ? "below_agreed"
                                                                           : "below_unagreed";
  return Verdict::of(c.event.text("verdict") == due, "verdict").ruled_by(year_days);
}

Verdict check_cost_new(const RuleContext& c) {
  return Verdict::of(!find(c.state, cost_record(c.event.text("cost_id"))), "cost_id");
}

Verdict check_cost_forbidden(const RuleContext& c) {
  return Verdict::of(c.event.text("cost_class") == "project", "cost_class");
}

Verdict check_cost_evidence(const RuleContext& c) {
  // General administration is a rate, not an expenditure (001 IX(1) IV).
  return Verdict::of(c.event.number("vouchers") > 0 || c.event.text("item") == "IV", "vouchers");
}

Verdict check_cost_travel(const RuleContext& c) {
  const std::string_view travel = c.event.text("travel");
  return Verdict::of(travel == "domestic" || (travel.empty() && c.event.text("item") != "II-1"), "travel");
}

Verdict check_cost_labour(const RuleContext& c) {
  return Verdict::of(c.event.text("item") != "I" || !c.event.text("labour_method").empty(), "labour_method");
}

Verdict check_cost_term(const RuleContext& c) {
  const auto contract = contract_of(c);
  const Day day = day_of(c.event.text("incurred_on"));
  return Verdict::of(!contract || (contract->start <= day && day <= contract->end), "incurred_on");
}

Verdict check_cost_subcontract(const RuleContext& c) {
  if (c.event.text("item") != "III")
    return Verdict::of(c.event.text("subcontract_id").empty(), "subcontract_id");
  const auto subcontract = find(c.state, subcontract_record(c.event.text("subcontract_id")));
  const std::int64_t spent = c.event.number("amount_yen") + c.event.number("tax_yen");
  return Verdict::of(subcontract && subcontract->approved &&
                         subcontract->contract == c.event.text("contract_id") &&
                         subcontract->spent + spent <= subcontract->amount,
                     "subcontract_id");
}

Verdict check_cost_known(const RuleContext& c) {
  const auto cost = find(c.state, cost_record(c.event.text("cost_id")));
  return Verdict::of(cost && cost->contract == c.event.text("contract_id"), "cost_id");
}

Verdict check_cost_over(const RuleContext& c) {
  const auto cost = find(c.state, cost_record(c.event.text("cost_id")));
  return Verdict::of(!cost || cost->disallowed + c.event.number("amount_yen") <= cost->amount, "amount_yen");
}

Verdict check_amount_open(const RuleContext& c) {
  return Verdict::of(!account_of(c).is_fixed, "contract_id");
}

Verdict check_payment_new(const RuleContext& c) {
  return Verdict::of(!find(c.state, payment_record(c.event.text("payment_id"))), "payment_id");
}

Verdict check_advance_ceiling(const RuleContext& c) {
  const AccountRecord account = account_of(c);
  return Verdict::of(account.advances_approved + c.event.number("amount_yen") <= account.amount,
                     "amount_yen");
}

Verdict check_payment_amount(const RuleContext& c) {
  const AccountRecord account = account_of(c);
  const std::int64_t yen = c.event.number("amount_yen");
  const std::string_view kind = c.event.text("kind");
  if (kind == "advance") {
    return Verdict::of(!account.is_fixed && account.advances_paid + yen <= account.advances_approved,
                       "amount_yen");
  }
  if (!account.is_fixed || account.settled) return Verdict::breaks("kind");
  const std::int64_t due = account.fixed - account.advances_paid;
  return Verdict::of(kind == "refund" ? due < 0 && yen == -due : yen == due, "amount_yen");
}

Verdict check_performance_once(const RuleContext& c) {
  return Verdict::of(!account_of(c).reported, "contract_id");
}

Verdict check_performance_total(const RuleContext& c) {
  return Verdict::of(c.event.number("total_yen") == account_of(c).accepted, "total_yen");
}

Verdict check_report_formats(const RuleContext& c) {
  if (!flag_of(c.event, "native")) return Verdict::breaks("native");
  return Verdict::of(flag_of(c.event, "text_pdf"), "text_pdf");
}

Verdict check_inspection_new(const RuleContext& c) {
  return Verdict::of(!find(c.state, inspection_record(c.event.text("inspection_id"))), "inspection_id");
}

Verdict check_amount_order(const RuleContext& c) {
  const AccountRecord account = account_of(c);
  // An inspection is the rule, not a must ("in principle").
  return Verdict::of(account.reported && (account.inspected || !c.event.text("waiver").empty()),
                     "contract_id");
}

Verdict check_amount_sum(const RuleContext& c) {
  const AccountRecord account = account_of(c);
  return Verdict::of(c.event.number("amount_yen") == std::min(account.accepted, account.amount),
                     "amount_yen");
}

Verdict check_sanction_months(const RuleContext& c) {
  const std::int64_t months = c.event.number("months");
  return Verdict::of(1 <= months && months <= kSanctionMonthsMax, "months");
}

Verdict check_sanction_finding(const RuleContext& c) {
  const auto inspection = find(c.state, inspection_record(c.event.text("inspection_id")));
  return Verdict::of(inspection && inspection->misuse && inspection->contract == c.event.text("contract_id"),
                     "inspection_id");
}

}  // namespace ledger
