#include "projections/figures/answers.h"

#include <algorithm>
#include <limits>

#include "projections/figures/bureau_questions.h"
#include "projections/figures/definitions.h"
#include "projections/figures/fixed.h"
#include "projections/figures/indicators.h"
#include "projections/figures/merge_restatements.h"
#include "projections/figures/reports.h"

namespace projections::figures {

using ledger::JsonValue;
using ledger::Result;

namespace {

Result<JsonValue> ask_reconcile(const Known& known, const Ask& ask) {
  LEDGER_TRY(need_center(ask));
  LEDGER_TRY(need_month(ask));
  return reconcile(known, ask.center, ask.month);
}

Result<JsonValue> ask_indicator_set(const Known& known, const Ask& ask) {
  LEDGER_TRY(need_scope(ask));
  LEDGER_TRY(need_year(ask));
  FigureOf of;
  of.definition = ask.definition;
  of.scope = *ask.scope;
  of.fiscal_year = *ask.fiscal_year;
  of.position = known.log->last_position(known.cut_off);
  KnownFacts facts(known);
  return indicator_set(facts, of, ask.erased, ask.list_max);
}

Result<JsonValue> ask_fixed_figures(const Known& known, const Ask& ask) {
  LEDGER_TRY(need_scope(ask));
  return fixed_figures(known, {*ask.scope, ask.fiscal_year, ask.month}, ask.erased);
}

Result<JsonValue> ask_merge_restatements(const Known& known, const Ask& ask) {
  LEDGER_TRY(need_scope(ask));
  LEDGER_TRY(need_year(ask));
  return merge_restatements(known, *ask.scope, *ask.fiscal_year);
}

using Answering = Result<JsonValue> (*)(const Known& known, const Ask& ask);
constexpr std::string_view kQuestions[] = {
    "reconcile",           // 11
    "indicator_set",       // 12
    "fixed_figures",       // what 11 is for confidential inputs
    "merge_restatements",  // 13
    "phase2_violations",   // 14
    "fee_violations",      // 15
    "procedure_violations",
    "workdays",
    "cost_summary",
    "eligibility",
    "unmet_duties",  // 20
    "violations",    // 14 to 20 beside what the ledger itself said
};
constexpr Answering kAnswering[] = {
    ask_reconcile,         ask_indicator_set,  ask_fixed_figures,        ask_merge_restatements,
    ask_phase2_violations, ask_fee_violations, ask_procedure_violations, ask_workdays,
    ask_cost_summary,      ask_eligibility,    ask_unmet_duties,         ask_violations,
};
static_assert(std::size(kQuestions) == std::size(kAnswering));

Result<JsonValue> answer_question(const FigureLog& log, const Ask& ask) {
  const auto* found = std::find(std::begin(kQuestions), std::end(kQuestions), ask.question);
  if (found == std::end(kQuestions)) {
    return ledger::not_found("figures.question", "no such question").at("/question");
  }
  const Known known{&log, ask.as_of.value_or(known_now(log).cut_off)};
  return kAnswering[found - std::begin(kQuestions)](known, ask);
}

Result<JsonValue> answer_month_figure(const FigureLog& log, const Ask& ask) {
  LEDGER_TRY(need_center(ask));
  LEDGER_TRY(need_month(ask));
  const Known known{&log, ask.cut_off.value_or(known_now(log).cut_off)};
  const auto position = ask.cut_off ? ask.cut_off : log.last_position(std::nullopt);
  LEDGER_ASSIGN(Answer found, month_figure(known, ask.figure, ask.center, ask.month, position));
  found.ruled_by = rulings(known, ask.figure, false);
  return json_of(found);
}

// Without a definition: that of the year, but the old set's for what only that one has.
std::string_view definition_of(const Ask& ask) {
  if (!ask.definition.empty()) return ask.definition;
  if (find_indicator(kDefinition2024, ask.indicator) != nullptr) return kDefinition2024;
  return definition_of_year(*ask.fiscal_year);
}

Result<JsonValue> answer_indicator(const FigureLog& log, const Ask& ask) {
  LEDGER_TRY(need_scope(ask));
  LEDGER_TRY(need_year(ask));
  FigureOf of;
  of.indicator = ask.indicator;
  of.definition = definition_of(ask);
  of.scope = *ask.scope;
  of.fiscal_year = *ask.fiscal_year;
  of.position = ask.cut_off ? ask.cut_off : log.last_position(std::nullopt);
  KnownFacts facts({&log, ask.cut_off.value_or(known_now(log).cut_off)});
  LEDGER_ASSIGN(const Answer found, figure(facts, of, ask.erased));
  return json_of(found, ask.list_max);
}

}  // namespace

Result<JsonValue> answer(const FigureLog& log, const Ask& ask) {
  if (!ask.question.empty()) return answer_question(log, ask);
  if (!ask.figure.empty()) return answer_month_figure(log, ask);
  return answer_indicator(log, ask);
}

std::span<const std::string_view> questions() {
  return kQuestions;
}

}  // namespace projections::figures
