#include "api/figure_answer.h"
#include "api/figure_question.h"
#include "api/figure_text.h"
#include "api/handlers.h"
#include "api/internal_event.h"
#include "api/query_args.h"
#include "ledger/base/json_writer.h"
#include "ledger/base/uuid.h"

namespace api {
namespace {

using ledger::JsonValue;
using ledger::Result;
using ledger::TreeSize;

void begin_answer(const Call& call, const FigureQuestion& question, ledger::JsonWriter& json) {
  json.begin_object()
      .member("question", question.row->query)
      .member("about", question.about)
      .member("period", question.period)
      .member("ledger", call.context.origin);
}

// The question as an event before the answer leaves; a file is an export, too.
Result<Response> finish(const Call& call, const FigureQuestion& question, Response response,
                        TreeSize reflects, std::size_t rows) {
  LEDGER_ASSIGN(
      const ledger::Receipt recorded,
      record_figure_view(call, {std::string(question.row->query), question.about, question.period, rows}));
  response.set_header("Daicho-Access-Event", ledger::format_event_id(recorded.id));
  response.set_header("Ledger-Position", std::to_string(reflects.value));
  return response;
}

Result<bool> asks_csv(const Call& call) {
  LEDGER_ASSIGN(const std::string format, query_text(call, "format"));
  if (format.empty() || format == "json") return false;
  if (format == "csv") return true;
  return ledger::invalid("query.format", "the answer is not to be had in this format")
      .at("?format")
      .want("json or csv");
}

}  // namespace

Result<Response> get_figures(const Call& call) {
  LEDGER_ASSIGN(const FigureQuestion question, read_figure_question(call));
  LEDGER_ASSIGN(const bool csv, asks_csv(call));
  LEDGER_ASSIGN(const TreeSize as_of, query_as_of(call));
  LEDGER_ASSIGN(const projections::PageRequest page, query_page(call));
  LEDGER_ASSIGN(JsonValue answer, answer_figures(call, question.ask, as_of, {question.inputs, page.limit}));
  if (question.row->operation_id == "get_reconciliation") {
    LEDGER_ASSIGN(JsonValue fixed, fixed_of_month(call, call.captures[0], call.captures[1], as_of));
    answer.add("fixed", std::move(fixed));
  }
  const JsonValue shown = with_bounded_lists(std::move(answer), page.limit, question.shows_lists);
  Response response;
  response.content_type = csv ? "text/csv; charset=utf-8; header=present" : "application/json";
  if (csv) {
    response.body = figure_csv(shown);
    response.set_header("Content-Disposition",
                        "attachment; filename=\"" + std::string(question.row->query) + ".csv\"");
    LEDGER_TRY(record_export(call, {question.place, {}, rows_in(shown)}, response.body));
  } else {
    ledger::JsonWriter json;
    begin_answer(call, question, json);
    json.key("answer").value(shown);
    json.member("withheld_by", question.withheld_by).member("reflects", as_of.value);
    response.body = json.end_object().take();
  }
  return finish(call, question, std::move(response), as_of, rows_in(shown));
}

// One list of one indicator, page by page, all pages of one state: the cursor holds its size.
Result<Response> get_indicator_list(const Call& call) {
  LEDGER_ASSIGN(const FigureQuestion question, read_figure_question(call));
  LEDGER_ASSIGN(const projections::PageRequest page, query_page(call));
  LEDGER_ASSIGN(const TreeSize asked, query_as_of(call));
  std::string name = "figures";
  for (const std::string_view part : {std::string_view(call.captures[0]), std::string_view(call.captures[1]),
                                      std::string_view(question.about), std::string_view(question.period)}) {
    projections::append_question(name, part);
  }
  LEDGER_ASSIGN(const auto cursor, projections::parse_key_cursor(name, page.after));
  const TreeSize as_of = cursor ? cursor->size : asked;
  if (as_of > call.view->head.size) {
    return ledger::invalid("page.cursor", "the cursor is of a larger ledger").at("?cursor").want("`next`");
  }
  constexpr std::size_t kFirstMax = 1'000'000'000;  // of a cursor that nobody gave out
  const std::uint64_t named = cursor ? ledger::parse_decimal(cursor->last).value_or(kFirstMax) : 0;
  const std::size_t first = std::min<std::uint64_t>(named, kFirstMax);
  LEDGER_ASSIGN(const JsonValue answer,
                answer_figures(call, question.ask, as_of, {.list_max = first + page.limit}));
  const JsonValue* list = answer.find(call.captures[1]);
  const JsonValue* counted = answer.find(std::string(call.captures[1]) + "_count");
  if (list == nullptr || !list->is_array() || counted == nullptr || !counted->is_int()) {
    return ledger::not_found("figures.list", "an indicator has no such list")
        .want("numerator, denominator, excluded or stale");
  }
  const JsonValue::Array& items = list->as_array();
  const auto count = static_cast<std::size_t>(counted->as_int());
  const std::size_t end = std::min(items.size(), first + page.limit);
  ledger::JsonWriter json;
  begin_answer(call, question, json);
  json.member("indicator", call.captures[0]).member("list", call.captures[1]);
  json.member("count", count).key("items").begin_array();
  for (std::size_t i = std::min(first, end); i < end; ++i) json.value(items[i]);
  const bool more = end < count;
  json.end_array().member("more", more);
  json.member("next",
              more ? projections::format_key_cursor(name, {as_of, std::to_string(end)}) : std::string());
  json.member("reflects", as_of.value);
  Response response;
  response.content_type = "application/json";
  response.body = json.end_object().take();
  return finish(call, question, std::move(response), as_of, end - std::min(first, end));
}

}  // namespace api
