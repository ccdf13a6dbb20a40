#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>
#include <set>
#include <span>

#include "ledger/base/json_reader.h"
#include "ops/commands.h"
#include "ops/figures_text.h"
#include "ops/remote.h"
#include "projections/figures/violations.h"

namespace ops {
namespace {

struct FigureOptions {
  RemoteOptions remote;
  std::string scope, center, month, closing, kind, fiscal_year, day, definition, as_of, limit, cursor;
  std::string indicator, list = "numerator", question = "indicators";
  std::string language = "en";
  bool csv = false, opens_inputs = false;
};

// A question of the API that has a name on the command line.
struct Question {
  std::string_view name, path;
  bool of_center = false;  // takes `center`, not `scope`
};
constexpr Question kFigures[] = {
    {"indicators", "/v1/indicators"},     {"restatements", "/v1/indicators/restatements"},
    {"fixed", "/v1/indicators/fixed"},    {"workdays", "/v1/workdays/compliance"},
    {"costs", "/v1/costs/summary", true}, {"eligibility", "/v1/costs/eligibility", true}};

std::set<std::string> names_of(std::span<const Question> questions) {
  std::set<std::string> names;
  for (const Question& one : questions) names.insert(std::string(one.name));
  return names;
}

std::string target_of(const std::string& path, const FigureOptions& options, bool of_center) {
  std::string query;
  const auto add = [&](std::string_view name, const std::string& value) {
    if (value.empty()) return;
    query += (query.empty() ? "?" : "&") + std::string(name) + "=" + api::encode_uri_component(value);
  };
  constexpr std::string_view kCenterScope = "center:";
  const bool is_center = options.scope.rfind(kCenterScope, 0) == 0;
  if (of_center) {
    add("center", is_center ? options.scope.substr(kCenterScope.size()) : options.scope);
  } else {
    add("scope", options.scope);
  }
  add("fy", options.fiscal_year);
  add("on", options.day);
  add("definition", options.definition);
  add("as_of", options.as_of);
  add("limit", options.limit);
  add("cursor", options.cursor);
  add("month", options.closing);
  add("inputs", options.opens_inputs ? "open" : "");
  add("format", options.csv ? "csv" : "");
  return path + query;
}

void ask(const std::string& target, const FigureOptions& options, CommandState& state) {
  auto remote = Remote::connect(options.remote);
  if (!remote.ok()) return state.fail(remote.status());
  // What was appended just now should be counted.
  const auto answer = remote->call("GET", target, {}, {}, {{"Prefer", "wait=10"}});
  if (!answer.ok()) return state.fail(answer.status());
  if (options.csv) {
    std::fputs(answer->body.c_str(), stdout);
    return;
  }
  const auto json = ledger::read_json(answer->body);
  if (!json.ok()) return state.fail(json.status());
  if (state.json) {
    std::printf("%s\n", answer->body.c_str());
  } else {
    const auto language = options.language == "ja" ? projections::LabelLanguage::kJapanese
                                                   : projections::LabelLanguage::kEnglish;
    std::fputs(figures_text(*json, language).c_str(), stdout);
    if (const std::string* access = answer->header("daicho-access-event")) {
      std::fprintf(stderr, "This question is recorded as event %s.\n", access->c_str());
    }
  }
  const ledger::JsonValue* inside = json->find("answer");
  if (inside != nullptr && has_findings(*inside)) state.exit = ExitCode::kNegative;
}

const Question& named(std::span<const Question> questions, const std::string& name) {
  for (const Question& one : questions) {
    if (one.name == name) return one;
  }
  return questions.front();
}

void add_answer_options(CLI::App& command, FigureOptions& options) {
  add_remote_options(command, options.remote);
  command.add_option("--as-of", options.as_of, "As the ledger was at this size or time");
  command.add_option("--limit", options.limit, "Items of each list to show (at most 1000)");
  command.add_flag("--csv", options.csv, "As a CSV file; recorded as an export");
  command.add_option("--lang", options.language, "Language of labels: ja or en")
      ->check(CLI::IsMember({"ja", "en"}))
      ->capture_default_str();
}

}  // namespace

void add_figures_command(CLI::App& app, CommandState& state) {
  auto options = std::make_shared<FigureOptions>();
  CLI::App* command = app.add_subcommand(
      "figures",
      "The programme's indicators of a year, recomputed from the events, with what was left out and why,\n"
      "and the year before; or one list behind an indicator: --indicator sessions --list numerator.");
  add_answer_options(*command, *options);
  command->add_option("--scope", options->scope, "center:c40, prefecture:40, bureau:bureau-kyushu, nation")
      ->required();
  command->add_option("--fy", options->fiscal_year, "Fiscal year (from 1 April, JST), e.g. 2026");
  command->add_option("--definition", options->definition, "Definition version; default: the year's own");
  command
      ->add_option("--question", options->question,
                   "indicators, restatements, fixed, workdays, costs or eligibility")
      ->check(CLI::IsMember(names_of(kFigures)))
      ->capture_default_str();
  command->add_option("--month", options->closing, "With --question fixed: the closing of this month only");
  command->add_flag(
      "--open-inputs", options->opens_inputs,
      "Recompute figures over confidential inputs; for who may read each of them, each is recorded "
      "as read; needs --purpose");
  auto* one = command->add_option("--indicator", options->indicator, "One indicator's list, page by page");
  command->add_option("--list", options->list, "numerator, denominator, excluded or stale")
      ->needs(one)
      ->capture_default_str();
  command->add_option("--cursor", options->cursor, "Where an earlier page of the list ended")->needs(one);
  command->callback([options, &state] {
    if (!options->indicator.empty()) {
      const std::string path = "/v1/indicators/" + api::encode_uri_component(options->indicator) + "/" +
                               api::encode_uri_component(options->list);
      return ask(target_of(path, *options, false), *options, state);
    }
    const Question& question = named(kFigures, options->question);
    ask(target_of(std::string(question.path), *options, question.of_center), *options, state);
  });
}

void add_reconcile_command(CLI::App& app, CommandState& state) {
  auto options = std::make_shared<FigureOptions>();
  CLI::App* command = app.add_subcommand(
      "reconcile",
      "Is a monthly report true? Each figure as reported, recomputed at the report's cut-off, and now, with\n"
      "the events behind every gap. Exit code 1 when a figure is wrong.");
  add_answer_options(*command, *options);
  command->add_option("center", options->center, "Centre, e.g. c40")->required();
  command->add_option("month", options->month, "Month, YYYY-MM")->required();
  command->callback([options, &state] {
    const std::string path = "/v1/reports/" + api::encode_uri_component(options->center) + "/" +
                             api::encode_uri_component(options->month) + "/reconcile";
    ask(target_of(path, *options, false), *options, state);
  });
}

void add_report_command(CLI::App& app, CommandState& state) {
  auto options = std::make_shared<FigureOptions>();
  CLI::App* command = app.add_subcommand(
      "report",
      "A centre's month as a page to print (HTML, on stdout): the report against the events, the year's\n"
      "indicators, unmet duties, costs, working days; with the ledger's size and root. --json for the data.");
  add_remote_options(*command, options->remote);
  command->add_option("center", options->center, "Centre, e.g. c40")->required();
  command->add_option("month", options->month, "Month, YYYY-MM")->required();
  command->add_option("--as-of", options->as_of, "As the ledger was at this size or time");
  command->callback([options, &state] {
    std::string target = "/v1/reports/" + api::encode_uri_component(options->center) + "/" +
                         api::encode_uri_component(options->month) +
                         (state.json ? "?format=json" : "?format=html");
    if (!options->as_of.empty()) target += "&as_of=" + api::encode_uri_component(options->as_of);
    auto remote = Remote::connect(options->remote);
    if (!remote.ok()) return state.fail(remote.status());
    const auto answer = remote->call("GET", target);
    if (!answer.ok()) return state.fail(answer.status());
    std::printf("%s\n", answer->body.c_str());
  });
}

void add_violations_command(CLI::App& app, CommandState& state) {
  auto options = std::make_shared<FigureOptions>();
  std::set<std::string> kinds;
  for (const auto& kind : projections::figures::violation_kinds()) kinds.insert(std::string(kind.name));
  CLI::App* command = app.add_subcommand(
      "violations",
      "What breaks the programme's rules, recomputed from the events; beside it what the ledger flagged and\n"
      "what it refused. Exit code 1 when there is any.");
  add_answer_options(*command, *options);
  command->add_option("kind", options->kind, "phase2, fees, procedures, workdays, costs or duties")
      ->required()
      ->check(CLI::IsMember(kinds));
  command->add_option("--scope", options->scope, "center:c40, prefecture:40, bureau:bureau-kyushu, nation")
      ->required();
  command->add_option("--fy", options->fiscal_year, "Fiscal year; workdays, costs and duties need one");
  command->add_option("--on", options->day, "The day that workdays and duties are judged on; default today");
  command->callback([options, &state] {
    ask(target_of("/v1/violations/" + options->kind, *options, false), *options, state);
  });
}

}  // namespace ops
