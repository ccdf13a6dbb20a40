#include "projections/figures/bureau_questions.h"

#include <algorithm>

#include "projections/figures/costs.h"
#include "projections/figures/duties.h"
#include "projections/figures/fees.h"
#include "projections/figures/phase2.h"
#include "projections/figures/procedures.h"
#include "projections/figures/violations.h"
#include "projections/figures/workdays.h"

namespace projections::figures {

using ledger::JsonValue;
using ledger::Result;
using ledger::Status;

namespace {

constexpr std::int64_t kYearMin = 2014, kYearMax = 2100;  // as the catalogue's fiscal years

Status wrong(std::string_view reason, std::string_view member, std::string message, std::string want) {
  return ledger::invalid(reason, std::move(message)).at("/" + std::string(member)).want(std::move(want));
}

Result<std::string> text_of(const JsonValue& ask, std::string_view member, std::string_view want) {
  const std::string_view text = ask.text(member);
  if (!text.empty()) return std::string(text);
  return wrong("figures.missing", member, "the question lacks " + std::string(member), std::string(want));
}

Result<std::string> center_of(const JsonValue& ask) {
  return text_of(ask, "center", "a centre, e.g. c40");
}

Result<Scope> scope_of(const JsonValue& ask) {
  LEDGER_ASSIGN(const std::string text,
                text_of(ask, "scope", "center:c40, bureau:…, prefecture:40 or nation"));
  return parse_scope(text);
}

// nullopt: not given.
Result<std::optional<int>> year_if_given(const JsonValue& ask) {
  const JsonValue* member = ask.find("fy");
  if (member == nullptr || member->is_null()) return std::optional<int>();
  if (member->is_int() && member->as_int() >= kYearMin && member->as_int() <= kYearMax) {
    return std::optional(static_cast<int>(member->as_int()));
  }
  return wrong("figures.year", "fy", "not a fiscal year", "an integer from 2014 to 2100");
}

Result<int> year_of(const JsonValue& ask) {
  LEDGER_ASSIGN(const std::optional<int> year, year_if_given(ask));
  if (year) return *year;
  return wrong("figures.missing", "fy", "the question lacks fy", "an integer from 2014 to 2100");
}

Result<std::optional<Day>> day_if_given(const JsonValue& ask) {
  const JsonValue* member = ask.find("on");
  if (member == nullptr || member->is_null()) return std::optional<Day>();
  const auto date = member->is_string() ? ledger::parse_date(member->as_string()) : std::nullopt;
  if (date) return std::optional(day_of(*date));
  return wrong("figures.day", "on", "not a day", "YYYY-MM-DD");
}

Result<Day> day_asked(const JsonValue& ask) {
  LEDGER_ASSIGN(const std::optional<Day> day, day_if_given(ask));
  if (day) return *day;
  return wrong("figures.missing", "on", "the question lacks on", "YYYY-MM-DD");
}

template <typename Row>
JsonValue json_list(const std::vector<Row>& rows) {
  JsonValue::Array list;
  list.reserve(rows.size());
  for (const Row& row : rows) list.push_back(json_of(row));
  return JsonValue(std::move(list));
}

using Judge = std::vector<Violation> (*)(const Known& known, const Centers& centers);
template <Judge kJudge>
Result<JsonValue> ask_violations(const Known& known, const JsonValue& ask) {
  LEDGER_ASSIGN(const Scope scope, scope_of(ask));
  return json_of(kJudge(known, centers_of(known, scope)));
}

Result<JsonValue> ask_workdays(const Known& known, const JsonValue& ask) {
  LEDGER_ASSIGN(const Scope scope, scope_of(ask));
  LEDGER_ASSIGN(const int year, year_of(ask));
  LEDGER_ASSIGN(const Day day, day_asked(ask));
  LEDGER_ASSIGN(const std::vector<WorkdayRow> rows, workdays(known, centers_of(known, scope), year, day));
  return json_list(rows);
}

Result<JsonValue> ask_cost_summary(const Known& known, const JsonValue& ask) {
  LEDGER_ASSIGN(const std::string center, center_of(ask));
  LEDGER_ASSIGN(const int year, year_of(ask));
  return cost_summary(known, center, year);
}

Result<JsonValue> ask_eligibility(const Known& known, const JsonValue& ask) {
  LEDGER_ASSIGN(const std::string center, center_of(ask));
  LEDGER_ASSIGN(const int year, year_of(ask));
  return json_of(eligibility(known, center, year));
}

Result<JsonValue> ask_unmet_duties(const Known& known, const JsonValue& ask) {
  LEDGER_ASSIGN(const std::string center, center_of(ask));
  LEDGER_ASSIGN(const int year, year_of(ask));
  LEDGER_ASSIGN(const Day day, day_asked(ask));
  LEDGER_ASSIGN(const std::vector<Duty> rows, unmet_duties(known, center, year, day));
  return json_list(rows);
}

Result<JsonValue> ask_violations_of_kind(const Known& known, const JsonValue& ask) {
  ViolationsQuestion question;
  LEDGER_ASSIGN(const std::string name, text_of(ask, "kind", "a kind of violations, e.g. fees"));
  const ViolationKindRow* kind = find_violation_kind(name);
  if (kind == nullptr) {
    std::string names;
    for (const ViolationKindRow& row : violation_kinds()) {
      names += (names.empty() ? "" : ", ") + std::string(row.name);
    }
    return wrong("figures.kind", "kind", "no such kind of violations", names);
  }
  question.kind = kind->kind;
  LEDGER_ASSIGN(question.scope, scope_of(ask));
  LEDGER_ASSIGN(question.fiscal_year, year_if_given(ask));
  LEDGER_ASSIGN(question.today, day_if_given(ask));
  return violations(known, question);
}

struct QuestionRow {
  std::string_view name;
  Result<JsonValue> (*answer)(const Known& known, const JsonValue& ask);
};
constexpr QuestionRow kQuestions[] = {{"phase2_violations", ask_violations<phase2_violations>},
                                      {"fee_violations", ask_violations<fee_violations>},
                                      {"procedure_violations", ask_violations<procedure_violations>},
                                      {"workdays", ask_workdays},
                                      {"cost_summary", ask_cost_summary},
                                      {"eligibility", ask_eligibility},
                                      {"unmet_duties", ask_unmet_duties},
                                      {"violations", ask_violations_of_kind}};

const QuestionRow* find_question(std::string_view name) {
  const auto* found = std::find_if(std::begin(kQuestions), std::end(kQuestions),
                                   [&](const QuestionRow& row) { return row.name == name; });
  return found == std::end(kQuestions) ? nullptr : found;
}

}  // namespace

bool is_bureau_question(std::string_view name) {
  return find_question(name) != nullptr;
}

Result<JsonValue> answer_bureau_question(const Known& known, const JsonValue& ask) {
  const QuestionRow* question = find_question(ask.text("question"));
  if (question != nullptr) return question->answer(known, ask);
  std::string names;
  for (const QuestionRow& row : kQuestions) names += (names.empty() ? "" : ", ") + std::string(row.name);
  return wrong("figures.question", "question", "no such question", names);
}

}  // namespace projections::figures
