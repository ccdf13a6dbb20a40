#include "api/figure_question.h"

#include <algorithm>

#include "api/authorisation.h"
#include "api/query_args.h"
#include "ledger/base/time.h"
#include "ledger/domain/codes.h"
#include "ledger/domain/records.h"
#include "ledger/event/event.h"
#include "ledger/journal/kv_state.h"
#include "projections/figures/definitions.h"
#include "projections/figures/scope.h"
#include "projections/figures/violations.h"

namespace api {
namespace {

using ledger::JsonValue;
using ledger::Result;
using ledger::Status;
using projections::figures::ScopeKind;
using security::DataClass;

constexpr std::uint64_t kFirstFiscalYear = 2014;  // the programme's first
constexpr std::uint64_t kLastFiscalYear = 2100;

constexpr std::size_t kNoCapture = SIZE_MAX;

constexpr FigureAbout kScope = FigureAbout::kScope;
constexpr FigureAbout kCenter = FigureAbout::kCenter;
constexpr FigurePeriod kYear = FigurePeriod::kFiscalYear;
constexpr FigurePeriod kOptionalYear = FigurePeriod::kOptionalYear;
constexpr FigurePeriod kMonth = FigurePeriod::kMonth;

constexpr FigureQuestionRow kRows[] = {
    {"get_indicators", "indicators", "indicator_set", kScope, kYear, false, DataClass::kCaseNarrative},
    {"get_indicator_list", "indicator_list", "", kScope, kYear, false, DataClass::kCaseNarrative, true},
    {"get_restatements", "restatements", "merge_restatements", kScope, kYear, false,
     DataClass::kBusinessMaster},
    {"get_fixed_figures", "fixed_figures", "fixed_figures", kScope, kOptionalYear, false, DataClass::kReport},
    {"get_monthly_report", "monthly_report", "reconcile", kCenter, kMonth, false, DataClass::kReport, true},
    {"get_reconciliation", "reconcile", "reconcile", kCenter, kMonth, false, DataClass::kCaseNarrative},
    {"get_violations", "violations", "violations", kScope, kOptionalYear, true, DataClass::kContractFee,
     true},
    {"get_phase2_violations", "violations", "violations", kScope, kOptionalYear, false,
     DataClass::kCaseNarrative, true, "phase2"},
    {"get_fee_violations", "violations", "violations", kScope, kOptionalYear, false, DataClass::kContractFee,
     true, "fees"},
    {"get_procedure_violations", "violations", "violations", kScope, kOptionalYear, false,
     DataClass::kContractFee, true, "procedures"},
    {"get_workdays", "workdays", "workdays", kScope, kYear, true, DataClass::kContractFee, true},
    {"get_cost_summary", "cost_summary", "cost_summary", kCenter, kYear, false, DataClass::kContractFee,
     true},
    {"get_eligibility", "eligibility", "eligibility", kCenter, kYear, false, DataClass::kContractFee, true},
    {"get_duties", "duties", "unmet_duties", kCenter, kYear, true, DataClass::kReport, true},
};

// A capture of the path, or a query member that must be there.
Result<std::string> needed(const Call& call, std::string_view name, std::size_t capture,
                           std::string_view want) {
  if (capture < call.captures.size()) return call.captures[capture];
  LEDGER_ASSIGN(std::string text, query_text(call, name));
  if (!text.empty()) return text;
  return ledger::invalid("query.missing", "the query member \"" + std::string(name) + "\" is missing")
      .at("?" + std::string(name))
      .want(std::string(want));
}

Status read_about(const Call& call, FigureQuestion& question) {
  if (question.row->about == kCenter) {
    LEDGER_ASSIGN(const std::string center, needed(call, "center", 0, "a centre, e.g. c40"));
    if (!ledger::is_segment(center)) {
      return ledger::invalid("figures.center", "this is no centre").at("?center").want("e.g. c40");
    }
    question.about = "center:" + center;
    question.ask.add("center", JsonValue(center));
    return Status();
  }
  constexpr std::string_view kWant = "center:c40, prefecture:40, bureau:bureau-kyushu or nation";
  LEDGER_ASSIGN(question.about, needed(call, "scope", kNoCapture, kWant));
  if (const auto scope = projections::figures::parse_scope(question.about); !scope.ok()) {
    return ledger::invalid(scope.status().reason(), scope.status().message())
        .at("?scope")
        .want(std::string(kWant));
  }
  question.ask.add("scope", JsonValue(question.about));
  return Status();
}

Status read_period(const Call& call, FigureQuestion& question) {
  if (question.row->period == kYear || question.row->period == kOptionalYear) {
    LEDGER_ASSIGN(const auto year, query_number(call, "fy"));
    if (!year && question.row->period == kOptionalYear) return Status();
    if (!year || *year < kFirstFiscalYear || *year > kLastFiscalYear) {
      return ledger::invalid("figures.fiscal_year", "the fiscal year is missing or none of the programme's")
          .at("?fy")
          .want("a year from " + std::to_string(kFirstFiscalYear) + " on, e.g. 2026");
    }
    question.period = std::to_string(*year);
    question.ask.add("fy", JsonValue(static_cast<std::int64_t>(*year)));
  } else if (question.row->period == kMonth) {
    LEDGER_ASSIGN(question.period, needed(call, "month", 1, "a month, e.g. 2026-04"));
    if (!ledger::is_year_month(question.period)) {
      return ledger::invalid("figures.month", "this is no month").at("?month").want("YYYY-MM, e.g. 2026-04");
    }
    question.ask.add("month", JsonValue(question.period));
  }
  return Status();
}

Status read_day(const Call& call, FigureQuestion& question) {
  if (!question.row->takes_day) return Status();
  LEDGER_ASSIGN(std::string day, query_text(call, "on"));
  if (day.empty()) day = ledger::format_date(ledger::jst_date(call.context.clock.now()));
  if (!ledger::parse_date(day)) {
    return ledger::invalid("figures.day", "this is no day").at("?on").want("YYYY-MM-DD");
  }
  question.ask.add("on", JsonValue(day));
  return Status();
}

// Members that choose among a question's answers: one indicator, another definition than the year's own.
Status read_choice(const Call& call, FigureQuestion& question) {
  const bool one = question.row->operation_id == "get_indicator_list";
  if (!one && question.row->operation_id != "get_indicators") return Status();
  if (one) question.ask.add("indicator", JsonValue(call.captures.front()));
  LEDGER_ASSIGN(const std::string definition, query_text(call, "definition"));
  if (definition.empty()) return Status();
  if (projections::figures::indicators_of(definition).empty()) {
    return ledger::invalid("figures.definition", "no such definition version")
        .at("?definition")
        .want(std::string(projections::figures::kDefinition2024) + " or " +
              std::string(projections::figures::kDefinition2026));
  }
  question.ask.add("definition", JsonValue(definition));
  return Status();
}

// Which closing of the fixed figures, and whether confidential inputs are opened.
Status read_inputs(const Call& call, FigureQuestion& question) {
  const bool is_fixed = question.row->operation_id == "get_fixed_figures";
  if (!is_fixed && question.row->operation_id != "get_indicators") return Status();
  if (is_fixed) {
    question.inputs = InputUse::kCompared;
    LEDGER_ASSIGN(const std::string month, query_text(call, "month"));
    if (!month.empty() && !ledger::is_year_month(month)) {
      return ledger::invalid("figures.month", "this is no month").at("?month").want("YYYY-MM, e.g. 2026-04");
    }
    if (!month.empty()) question.ask.add("month", JsonValue(month));
  }
  LEDGER_ASSIGN(const std::string inputs, query_text(call, "inputs"));
  if (inputs.empty()) return Status();
  if (inputs != "open") {
    return ledger::invalid("figures.inputs", "inputs stay sealed or are opened").at("?inputs").want("open");
  }
  question.inputs = InputUse::kOpened;
  return Status();
}

// Centre or organisation whose reach the policy is asked about.
Result<std::string> place_of(const Call& call, const std::string& about) {
  LEDGER_ASSIGN(const auto scope, projections::figures::parse_scope(about));
  if (scope.kind == ScopeKind::kNation) return std::string(ledger::kScopeNation);
  if (scope.kind != ScopeKind::kPrefecture) return scope.name;
  const ledger::KvState state(*call.view->reader);
  const auto prefecture = ledger::find(state, ledger::prefecture_record(scope.name));
  LEDGER_TRY(state.health());
  return prefecture ? prefecture->center : std::string(ledger::kScopeNation);
}

// Which violations: said by the route, or captured from its path.
Status read_kind(const Call& call, FigureQuestion& question) {
  if (question.row->question != "violations") return Status();
  const std::string kind =
      question.row->kind.empty() ? call.captures.front() : std::string(question.row->kind);
  if (projections::figures::find_violation_kind(kind) == nullptr) {
    std::string names;
    for (const auto& one : projections::figures::violation_kinds()) {
      names += (names.empty() ? "" : ", ") + std::string(one.name);
    }
    return ledger::not_found("figures.kind", "nobody asks for violations of this kind").want(names);
  }
  question.ask.add("kind", JsonValue(kind));
  return Status();
}

// What the lists of this question name; entries into phase 2 are told of businesses.
DataClass shown_class(const FigureQuestion& question) {
  return question.ask.text("kind") == "phase2" ? DataClass::kCaseNarrative : question.row->shows;
}

}  // namespace

const FigureQuestionRow* find_figure_question(std::string_view operation_id) {
  const auto* found = std::find_if(std::begin(kRows), std::end(kRows), [&](const FigureQuestionRow& row) {
    return row.operation_id == operation_id;
  });
  return found == std::end(kRows) ? nullptr : found;
}

Result<FigureQuestion> read_figure_question(const Call& call) {
  FigureQuestion question;
  question.row = find_figure_question(call.route->operation_id);
  LEDGER_CHECK(question.row != nullptr);
  question.ask = JsonValue(JsonValue::Object{});
  if (!question.row->question.empty()) question.ask.add("question", JsonValue(question.row->question));
  LEDGER_TRY(read_about(call, question));
  LEDGER_TRY(read_period(call, question));
  LEDGER_TRY(read_day(call, question));
  LEDGER_TRY(read_kind(call, question));
  LEDGER_TRY(read_choice(call, question));
  LEDGER_TRY(read_inputs(call, question));
  Target target;
  LEDGER_ASSIGN(question.place, place_of(call, question.about));
  target.center = question.place;
  LEDGER_TRY(require(call, security::Action::kFigures, target).status());
  target.data_class = shown_class(question);
  const auto lists = require(call, security::Action::kReadState, target);
  question.shows_lists = lists.ok();
  if (lists.ok()) return question;
  if (question.row->is_list || lists.status().code() != ledger::StatusCode::kPermissionDenied) {
    return lists.status();
  }
  question.withheld_by = lists.status().rule();
  return question;
}

}  // namespace api
