#include "api/authorisation.h"
#include "api/figure_answer.h"
#include "api/figure_question.h"
#include "api/figure_text.h"
#include "api/handlers.h"
#include "api/internal_event.h"
#include "api/query_args.h"
#include "api/report_html.h"
#include "ledger/base/json_writer.h"
#include "ledger/base/time.h"
#include "ledger/base/uuid.h"
#include "ledger/journal/reader.h"
#include "projections/figures/calendar.h"

namespace api {
namespace {

using ledger::JsonValue;
using ledger::Result;
using ledger::TreeSize;

// A part of the report: a question of its own.
struct Part {
  std::string_view name, question;
  bool of_scope = false;  // asks by scope, not by centre
  bool takes_month = false, takes_day = false;
  bool is_money = false;  // only for who may read contracts and fees
};
constexpr Part kParts[] = {{"reconcile", "reconcile", false, true},
                           {"indicators", "indicator_set", true},
                           {"duties", "unmet_duties", false, false, true},
                           {"costs", "cost_summary", false, false, false, true},
                           {"workdays", "workdays", true, false, true, true}};

JsonValue ask_of(const Part& part, const std::string& center, const std::string& month) {
  const auto days = projections::figures::month_period(month);
  JsonValue ask{JsonValue::Object{}};
  ask.add("question", JsonValue(part.question));
  if (part.of_scope) {
    ask.add("scope", JsonValue("center:" + center));
  } else {
    ask.add("center", JsonValue(center));
  }
  if (part.takes_month) {
    ask.add("month", JsonValue(month));
  } else {
    const int year = projections::figures::fiscal_year_of(days->first);
    ask.add("fy", JsonValue(static_cast<std::int64_t>(year)));
  }
  if (part.takes_day) ask.add("on", JsonValue(projections::figures::format_day(days->last)));
  return ask;
}

Result<bool> asks_html(const Call& call) {
  LEDGER_ASSIGN(const std::string format, query_text(call, "format"));
  if (format.empty() || format == "json") return false;
  if (format == "html") return true;
  return ledger::invalid("query.format", "the report is not to be had in this format")
      .at("?format")
      .want("json or html");
}

}  // namespace

Result<Response> get_monthly_report(const Call& call) {
  LEDGER_ASSIGN(const FigureQuestion question, read_figure_question(call));
  LEDGER_ASSIGN(const bool html, asks_html(call));
  LEDGER_ASSIGN(const TreeSize as_of, query_as_of(call));
  LEDGER_ASSIGN(const projections::PageRequest page, query_page(call));
  Target target;
  target.center = question.place;
  target.data_class = security::DataClass::kContractFee;
  const auto may_see_money = require(call, security::Action::kReadState, target);
  target.data_class = security::DataClass::kCaseNarrative;
  const auto may_see_events = require(call, security::Action::kReadState, target);
  JsonValue parts{JsonValue::Object{}};
  for (const Part& part : kParts) {
    if (part.is_money && !may_see_money.ok()) continue;
    LEDGER_ASSIGN(JsonValue answer,
                  answer_figures(call, ask_of(part, call.captures[0], call.captures[1]), as_of));
    parts.add(std::string(part.name), with_bounded_lists(std::move(answer), page.limit, may_see_events.ok()));
  }
  LEDGER_ASSIGN(JsonValue fixed, fixed_of_month(call, call.captures[0], call.captures[1], as_of));
  parts.add("fixed", std::move(fixed));
  LEDGER_ASSIGN(const ledger::Hash32 root, ledger::root_at(*call.view, as_of));
  JsonValue answer{JsonValue::Object{}};
  answer.add("center", JsonValue(call.captures[0]));
  answer.add("month", JsonValue(call.captures[1]));
  answer.add("ledger", JsonValue(call.context.origin));
  answer.add("parts", std::move(parts));
  answer.add("withheld_by", JsonValue(may_see_money.ok() ? "" : may_see_money.status().rule()));
  answer.add("root", JsonValue(ledger::to_hex(ledger::view_of(root))));
  answer.add("reflects", JsonValue(static_cast<std::int64_t>(as_of.value)));
  Response response;
  response.content_type = html ? "text/html; charset=utf-8" : "application/json";
  response.body = html ? report_html(answer) : ledger::write_json(answer);
  if (html) response.set_header("Content-Security-Policy", report_content_policy());
  const FigureView view{std::string(question.row->query), question.about, question.period,
                        std::size(kParts) + 1};
  LEDGER_ASSIGN(const ledger::Receipt recorded, record_figure_view(call, view));
  response.set_header("Daicho-Access-Event", ledger::format_event_id(recorded.id));
  response.set_header("Ledger-Position", std::to_string(as_of.value));
  return response;
}

}  // namespace api
