#include "projections/figures/indicators.h"

#include <algorithm>
#include <utility>

#include "ledger/domain/indicators.h"
#include "projections/figures/counts.h"
#include "projections/figures/fixed.h"
#include "projections/figures/surveys.h"
#include "projections/figures/values.h"

namespace projections::figures {

using ledger::JsonValue;
using ledger::Result;

namespace {

// 拠点独自の取組: written down, judged by people (003 section 6 ⑧).
Result<Answer> initiative(Question& q, std::string_view indicator) {
  Answer answer = q.null_answer(indicator, "qualitative");
  for (const FigureEvent* event : q.known().of_type("initiative.recorded")) {
    const bool is_here =
        q.centers().contains(event->text("center_id")) && q.period().has(jst_day(event->text("recorded_on")));
    if (is_here) answer.numerator.push_back(event->id);
  }
  std::sort(answer.numerator.begin(), answer.numerator.end());
  return answer;
}

// 000 2(5) names three axes and leaves their indicators to a later notice; beside it, what can be counted
// today.
struct CountedBeside {
  std::string_view indicator, type;
  FigureField date_field;
};
constexpr CountedBeside kCountedBeside[] = {
    {"productivity_support", "productivity_plan.adopted", "adopted_on"},
    {"productivity_capability", "followup.recorded", "followed_on"},
};

Result<Answer> without_definition(Question& q, std::string_view indicator) {
  Answer answer = q.null_answer(indicator, "no_definition_in_sources");
  for (const CountedBeside& row : kCountedBeside) {
    if (row.indicator != indicator) continue;
    LEDGER_ASSIGN(const std::span<const Fact> facts, q.facts().of_type(row.type, row.date_field));
    answer.beside.add(std::string(row.type), JsonValue(static_cast<std::int64_t>(q.here(facts).size())));
  }
  return answer;
}

struct FunctionRow {
  std::string_view id;
  Indicator function;
};
constexpr FunctionRow kFunctions[] = {
    {"businesses", businesses},
    {"sessions", sessions},
    {"referrals", referrals},
    {"joint_sessions", joint_sessions},
    {"outcomes_confirmed", outcomes_confirmed},
    {"survey_insight", survey_share},
    {"survey_knowledge", survey_share},
    {"survey_roadmap", survey_share},
    {"survey_outcome", survey_share},
    {"survey_satisfaction", survey_share},
    {"issues_identified", issues_identified},
    {"session_minutes", session_minutes},
    {"utilisation", utilisation},
    {"issues_resolved", issues_resolved},
    {"referred_businesses", referred_businesses},
    {"joint_businesses", joint_businesses},
    {"va_sum", va_sum},
    {"va_productivity", va_productivity},
    {"survey_selfreliance", survey_selfreliance},
    {"va_yoy", va_yoy},
    {"sales_growth", sales_growth},
    {"co_improved", co_improved},
    {"knowhow_shared", knowhow_shared},
    {"employees_sum", employees_sum},
    {"initiative", initiative},
    {"productivity_support", without_definition},
    {"productivity_discovery", without_definition},
    {"productivity_capability", without_definition},
};

Indicator function_of(std::string_view id) {
  const auto* row = std::find_if(std::begin(kFunctions), std::end(kFunctions),
                                 [&](const FunctionRow& each) { return each.id == id; });
  LEDGER_CHECK(row != std::end(kFunctions));
  return row->function;
}

ledger::Status unknown_definition() {
  return ledger::not_found("figures.definition", "no such definition version")
      .at("/definition")
      .want("2024.1 or 2026.1");
}

// Value of the last evaluation of exactly this scope's centre.
JsonValue published(const Question& q, std::string_view indicator, int fiscal_year) {
  JsonValue value;
  for (const FigureEvent* event : q.known().of_type("evaluation.ranked")) {
    const bool is_meant = event->text("indicator") == indicator && event->number("fy") == fiscal_year &&
                          q.centers().size() == 1 && q.centers().contains(event->text("center_id"));
    if (!is_meant) continue;
    value = event->value("value").json();
  }
  return value;
}

// Whether a year before the definition has something to be computed from, and shall be.
Result<bool> has_baseline(Question& q) {
  LEDGER_ASSIGN(const std::span<const Fact> sessions, q.facts().sessions());
  LEDGER_ASSIGN(const std::string_view missing, q.choice("baseline.missing"));
  return missing != "null" && !q.here(sessions).empty();
}

}  // namespace

Result<Answer> figure(KnownFacts& facts, const FigureOf& of, const Erased& erased) {
  if (indicators_of(of.definition).empty()) return unknown_definition();
  const IndicatorRow* row = find_indicator(of.definition, of.indicator);
  if (row == nullptr) {
    return ledger::not_found("figures.indicator", "the definition version has no such indicator")
        .at("/indicator");
  }
  Question q(facts, of.definition, of.scope, fiscal_year_period(of.fiscal_year), of.position, erased);
  const bool before_definition = of.fiscal_year < row->first_fy;
  LEDGER_ASSIGN(const bool has_base, before_definition ? has_baseline(q) : Result<bool>(true));
  if (!has_base) {
    Answer none = q.null_answer(of.indicator, "no_baseline");
    none.ruled_by = rulings(q.known(), of.indicator, before_definition);
    return none;
  }
  LEDGER_ASSIGN(Answer answer, function_of(of.indicator)(q, of.indicator));
  answer.ruled_by = rulings(q.known(), of.indicator, before_definition);
  return answer;
}

Result<JsonValue> indicator_set(KnownFacts& facts, FigureOf of, const Erased& erased, ListMax list_max) {
  if (of.definition.empty()) of.definition = definition_of_year(of.fiscal_year);
  if (indicators_of(of.definition).empty()) return unknown_definition();
  const Question q(facts, of.definition, of.scope, fiscal_year_period(of.fiscal_year), of.position, erased);
  FigureOf before = of;
  before.fiscal_year = of.fiscal_year - 1;
  JsonValue rows{JsonValue::Object{}};
  for (const IndicatorRow& indicator : indicators_of(of.definition)) {
    LEDGER_TRY(facts.known().log->check_stop());
    of.indicator = before.indicator = indicator.id;
    LEDGER_ASSIGN(const Answer now, figure(facts, of, erased));
    LEDGER_ASSIGN(const Answer then, figure(facts, before, erased));
    JsonValue row{JsonValue::Object{}};
    row.add("now", json_of(now, list_max));
    row.add("before", json_of(then, list_max));
    row.add("published_before", published(q, indicator.id, before.fiscal_year));
    const ledger::IndicatorSpec* spec = ledger::find_indicator(indicator.id);
    if (spec != nullptr && spec->kind == ledger::IndicatorKind::kConfidential) {
      row.add("fixed", newest_fixed(facts.known(), of.scope, of.fiscal_year, indicator.id));
    }
    rows.add(std::string(indicator.id), std::move(row));
  }
  return rows;
}

}  // namespace projections::figures
