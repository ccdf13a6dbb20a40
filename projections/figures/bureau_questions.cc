#include "projections/figures/bureau_questions.h"

#include "projections/figures/costs.h"
#include "projections/figures/duties.h"
#include "projections/figures/fees.h"
#include "projections/figures/phase2.h"
#include "projections/figures/procedures.h"
#include "projections/figures/violations.h"
#include "projections/figures/workdays.h"

namespace projections::figures {

using ledger::JsonValue;

namespace {

template <typename Row>
JsonValue json_list(const std::vector<Row>& rows) {
  JsonValue::Array list;
  list.reserve(rows.size());
  for (const Row& row : rows) list.push_back(json_of(row));
  return JsonValue(std::move(list));
}

using Judge = std::vector<Violation> (*)(const Known& known, const Centers& centers);
AnswerOr ask_judge(Judge judge, const Known& known, const Ask& ask) {
  LEDGER_TRY(need_scope(ask));
  return json_list(judge(known, centers_of(known, *ask.scope)));
}

}  // namespace

AnswerOr ask_phase2_violations(const Known& known, const Ask& ask) {
  return ask_judge(phase2_violations, known, ask);
}

AnswerOr ask_fee_violations(const Known& known, const Ask& ask) {
  return ask_judge(fee_violations, known, ask);
}

AnswerOr ask_procedure_violations(const Known& known, const Ask& ask) {
  return ask_judge(procedure_violations, known, ask);
}

AnswerOr ask_workdays(const Known& known, const Ask& ask) {
  LEDGER_TRY(need_scope(ask));
  LEDGER_TRY(need_year(ask));
  LEDGER_TRY(need_day(ask));
  const Centers centers = centers_of(known, *ask.scope);
  LEDGER_ASSIGN(const std::vector<WorkdayRow> rows,
                workdays(known, centers, *ask.fiscal_year, jst_day(ask.on)));
  return json_list(rows);
}

AnswerOr ask_cost_summary(const Known& known, const Ask& ask) {
  LEDGER_TRY(need_center(ask));
  LEDGER_TRY(need_year(ask));
  return cost_summary(known, ask.center, *ask.fiscal_year);
}

AnswerOr ask_eligibility(const Known& known, const Ask& ask) {
  LEDGER_TRY(need_center(ask));
  LEDGER_TRY(need_year(ask));
  return json_of(eligibility(known, ask.center, *ask.fiscal_year));
}

AnswerOr ask_unmet_duties(const Known& known, const Ask& ask) {
  LEDGER_TRY(need_center(ask));
  LEDGER_TRY(need_year(ask));
  LEDGER_TRY(need_day(ask));
  LEDGER_ASSIGN(const std::vector<Duty> rows,
                unmet_duties(known, ask.center, *ask.fiscal_year, jst_day(ask.on)));
  return json_list(rows);
}

AnswerOr ask_violations(const Known& known, const Ask& ask) {
  const ViolationKindRow* kind = find_violation_kind(ask.kind);
  if (kind == nullptr) {
    std::string names;
    for (const ViolationKindRow& row : violation_kinds()) {
      names += (names.empty() ? "" : ", ") + std::string(row.name);
    }
    return ledger::not_found("figures.kind", "no such kind of violations").at("/kind").want(names);
  }
  LEDGER_TRY(need_scope(ask));
  if (kind->needs_year) LEDGER_TRY(need_year(ask));
  if (kind->needs_day) LEDGER_TRY(need_day(ask));
  ViolationsQuestion question{kind->kind, *ask.scope, ask.fiscal_year, std::nullopt};
  if (!ask.on.empty()) question.today = jst_day(ask.on);
  return violations(known, question);
}

}  // namespace projections::figures
