#include <algorithm>

#include "ledger/domain/effect_values.h"
#include "ledger/domain/fee_table.h"
#include "ledger/domain/mandate_values.h"
#include "ledger/domain/rule_functions.h"

namespace ledger {

namespace {

std::optional<ContractRecord> contract_of(const RuleContext& c) {
  return find(c.state, contract_record(c.event.text("contract_id")));
}

// nullptr: the contract is unknown or has no fee; other rules say so.
const FeeBounds* bounds_of(const RuleContext& c) {
  const auto contract = contract_of(c);
  return contract ? find_fee_bounds(contract->kind) : nullptr;
}

std::vector<AssignmentRecord> paid_assignments(const RuleContext& c) {
  std::vector<AssignmentRecord> assignments;
  for (const std::string& id : texts_of(c.event, "assignment_ids")) {
    if (auto assignment = find(c.state, assignment_record(id))) assignments.push_back(std::move(*assignment));
  }
  return assignments;
}

}  // namespace

Verdict check_fee_kind(const RuleContext& c) {
  return Verdict::of(!contract_of(c) || bounds_of(c) != nullptr, "contract_id");
}

Verdict check_fee_honorarium(const RuleContext& c) {
  const auto contract = contract_of(c);
  return Verdict::of(!contract || contract->honorarium, "contract_id");
}

Verdict check_fee_cco_flat(const RuleContext& c) {
  const FeeBounds* bounds = bounds_of(c);
  if (bounds == nullptr || !bounds->flat) return Verdict::holds();
  return Verdict::of(c.event.type == "fee.rate_set" && c.event.number("yen") == bounds->base_yen, "yen");
}

Verdict check_fee_over_ceiling(const RuleContext& c) {
  const FeeBounds* bounds = bounds_of(c);
  return Verdict::of(bounds == nullptr || bounds->flat || c.event.number("yen") <= bounds->ceiling_yen,
                     "yen");
}

Verdict check_fee_over_base(const RuleContext& c) {
  const FeeBounds* bounds = bounds_of(c);
  if (bounds == nullptr || bounds->flat) return Verdict::holds();
  const auto fee = find(c.state, fee_record(c.event.text("contract_id")));
  return Verdict::of(c.event.number("yen") <= std::max(bounds->base_yen, fee ? fee->approved_yen : 0), "yen");
}

Verdict check_fee_rate_order(const RuleContext& c) {
  const auto contract = contract_of(c);
  if (!contract) return Verdict::holds();
  const Day from = day_of(c.event.text("from"));
  if (from < contract->start || from > contract->end) return Verdict::breaks("from");
  const auto fee = find(c.state, fee_record(c.event.text("contract_id")));
  return Verdict::of(!fee || fee->rates.empty() || fee->rates.back().from < from, "from");
}

Verdict check_fee_circumstance(const RuleContext& c) {
  const FeeBounds* bounds = bounds_of(c);
  return Verdict::of(
      bounds == nullptr || !bounds->needs_circumstance || !c.event.text("circumstance").empty(),
      "circumstance");
}

Verdict check_assignment_new(const RuleContext& c) {
  return Verdict::of(!find(c.state, assignment_record(c.event.text("assignment_id"))), "assignment_id");
}

Verdict check_assignment_person(const RuleContext& c) {
  const auto contract = contract_of(c);
  return Verdict::of(!contract || contract->person.value == c.event.text("person_id"), "person_id");
}

Verdict check_assignment_term(const RuleContext& c) {
  const auto contract = contract_of(c);
  const Day day = day_of(c.event.text("performed_on"));
  return Verdict::of(!contract || (contract->start <= day && day <= contract->end), "performed_on");
}

Verdict check_assignment_day(const RuleContext& c) {
  const auto day =
      find(c.state, work_day_record(c.event.text("person_id"), day_of(c.event.text("performed_on"))));
  return Verdict::of(!day || day->halves + halves_of(c.event) <= 2, "fraction");
}

Verdict check_paid_assignments(const RuleContext& c) {
  const auto assignments = paid_assignments(c);
  const bool all_known = assignments.size() == texts_of(c.event, "assignment_ids").size();
  return Verdict::of(all_known && std::all_of(assignments.begin(), assignments.end(),
                                              [&](const AssignmentRecord& assignment) {
                                                return assignment.contract == c.event.text("contract_id");
                                              }),
                     "assignment_ids");
}

Verdict check_paid_once(const RuleContext& c) {
  const auto assignments = paid_assignments(c);
  return Verdict::of(std::none_of(assignments.begin(), assignments.end(),
                                  [](const AssignmentRecord& assignment) { return assignment.paid; }),
                     "assignment_ids");
}

Verdict check_paid_payee(const RuleContext& c) {
  const auto assignments = paid_assignments(c);
  return Verdict::of(std::all_of(assignments.begin(), assignments.end(),
                                 [&](const AssignmentRecord& assignment) {
                                   return assignment.person.value == c.event.text("payee");
                                 }),
                     "payee");
}

Verdict check_paid_rate(const RuleContext& c) {
  const auto fee = find(c.state, fee_record(c.event.text("contract_id")));
  const auto assignments = paid_assignments(c);
  return Verdict::of(std::all_of(assignments.begin(), assignments.end(),
                                 [&](const AssignmentRecord& assignment) {
                                   return fee && rate_on(*fee, assignment.performed_on) > 0;
                                 }),
                     "assignment_ids");
}

Verdict check_paid_amount(const RuleContext& c) {
  const auto fee = find(c.state, fee_record(c.event.text("contract_id")));
  if (!fee) return Verdict::holds();
  std::int64_t due = 0;
  for (const AssignmentRecord& assignment : paid_assignments(c)) {
    const std::int64_t rate = rate_on(*fee, assignment.performed_on);
    if (rate == 0) return Verdict::holds();
    due += fee_for(rate, assignment.half);
  }
  return Verdict::of(due == c.event.number("amount_yen"), "amount_yen");
}

}  // namespace ledger
