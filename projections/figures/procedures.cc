#include "projections/figures/procedures.h"

#include <algorithm>
#include <array>

#include "projections/figures/contracts.h"

namespace projections::figures {

namespace {

// 001 II.1 note 2: the 了承 is for those newly hired from this fiscal year on.
constexpr std::int64_t kNewFromFy = 2025;

bool is_coordinator(std::string_view kind) {
  return kind == "co" || kind == "sub_cco";
}

// Who does not say when the person was first hired hires with this contract.
std::int64_t hired_fy(const Contract& contract) {
  const std::int64_t said = contract.concluded->number("hired_fy").value_or(0);
  return said != 0 ? said : fiscal_year_of(contract.first);
}

Violation approval_problems(const Known& known, const Contract& contract) {
  Violation found;
  bool in_time = false;
  for (const FigureEvent* event : known.naming("person_id", contract.person())) {
    if (event->type != "appointment.approved" || event->text("role") != contract.kind() ||
        event->text("center_id") != contract.center()) {
      continue;
    }
    found.basis.push_back(event);
    in_time |=
        jst_day(event->text("approved_on")) <= contract.concluded_on && event->position < contract.position;
  }
  if (found.basis.empty()) {
    found.reasons.emplace_back("no_approval");
  } else if (!in_time) {
    found.reasons.emplace_back("approval_after_contract");
  }
  return found;
}

// The event that `step` names, if it is of that type and about the same contract.
const FigureEvent* step_before(const Known& known, const FigureEvent& step, FigureField field,
                               std::string_view type, std::string_view contract) {
  const FigureEvent* event = known.by_id(step.text(field));
  const bool fits = event != nullptr && event->type == type && event->text("contract_id") == contract;
  return fits ? event : nullptr;
}

// 001 II.1 note 1 (4), (5): interview, report, decision, rescission; each by its reference, in that order of
// days and of positions.
Violation rescission_problems(const Known& known, const FigureEvent& rescission) {
  Violation found;
  const std::string_view contract = rescission.text("contract_id");
  const FigureEvent* decision = step_before(known, rescission, "decision", "rescission.decided", contract);
  if (decision == nullptr) {
    found.reasons.emplace_back("no_decision");
    return found;
  }
  found.basis.push_back(decision);
  if (!decision->flag("allowed")) found.reasons.emplace_back("decision_refused");
  const FigureEvent* report = step_before(known, *decision, "report", "rescission.reported", contract);
  if (report == nullptr) {
    found.reasons.emplace_back("no_report");
    return found;
  }
  found.basis.push_back(report);
  const FigureEvent* interview =
      step_before(known, *report, "interview", "rescission.interview_held", contract);
  if (interview == nullptr) {
    found.reasons.emplace_back("no_interview");
    return found;
  }
  found.basis.push_back(interview);
  const std::array days{interview->text("held_on"), report->text("reported_on"), decision->text("decided_on"),
                        rescission.text("rescinded_on")};
  const std::array positions{interview->position, report->position, decision->position, rescission.position};
  // Dates order as texts.
  if (!std::is_sorted(days.begin(), days.end()) || !std::is_sorted(positions.begin(), positions.end())) {
    found.reasons.emplace_back("wrong_order");
  }
  return found;
}

}  // namespace

std::vector<Violation> procedure_violations(const Known& known, const Centers& centers) {
  const Contracts contracts(known);
  std::vector<Violation> rows;
  const auto take = [&](Violation row, const FigureEvent& event, std::string_view kind) {
    if (row.reasons.empty()) return;
    row.event = &event;
    row.center = event.text("center_id");
    row.contract = event.text("contract_id");
    row.kind = kind;
    rows.push_back(std::move(row));
  };
  for (const Contract& contract : contracts.all()) {
    const bool asked = is_coordinator(contract.kind()) && hired_fy(contract) >= kNewFromFy &&
                       centers.contains(std::string(contract.center()));
    if (asked) take(approval_problems(known, contract), *contract.concluded, contract.kind());
  }
  for (const FigureEvent* event : known.of_type("contract.rescinded")) {
    if (event->text("kind") == kChief && centers.contains(std::string(event->text("center_id")))) {
      take(rescission_problems(known, *event), *event, kChief);
    }
  }
  return rows;
}

}  // namespace projections::figures
