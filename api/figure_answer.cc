#include "api/figure_answer.h"

#include <utility>

#include "api/catch_up.h"
#include "api/figure_inputs.h"
#include "api/opened_figures.h"
#include "api/read_models.h"
#include "ledger/base/free_memory.h"
#include "projections/figure_events.h"
#include "projections/figures/answers.h"
#include "projections/figures/fixed.h"

namespace api {

namespace figures = projections::figures;
using ledger::JsonValue;
using ledger::Result;

namespace {

constexpr std::size_t kWideBytes = std::size_t{100} << 20;  // of events: a bureau's year and more

// `inputs` may be null. `held`: bytes of the events that were looked at.
Result<JsonValue> answer_loaded(const Call& call, const JsonValue& ask, ledger::TreeSize as_of,
                                figures::ListMax list_max, const FigureInputs* inputs, std::size_t& held) {
  LEDGER_ASSIGN(figures::Ask parsed, figures::parse_ask(ask));
  LEDGER_ASSIGN(const figures::FigureLog log,
                figures::load(read_models(call, {projections::FigureEvents::kName}), ask, as_of, inputs,
                              figure_limits(call)));
  held = log.bytes();
  parsed.list_max = list_max;
  if (inputs != nullptr) parsed.erased = inputs->erased();
  return figures::answer(log, parsed);
}

Result<JsonValue> answer_compared(const Call& call, const JsonValue& ask, ledger::TreeSize as_of,
                                  std::size_t& held) {
  const FigureInputs inputs(call.view, call.context.unsealer);
  LEDGER_ASSIGN(const JsonValue rows, answer_loaded(call, ask, as_of, std::nullopt, &inputs, held));
  return figures::shown_rows(rows, false);
}

}  // namespace

figures::LoadLimits figure_limits(const ApiContext& context) {
  return {figures::kFigureBytesMax,
          [&context] { return context.waits != nullptr && context.waits->closed(); }};
}

figures::LoadLimits figure_limits(const Call& call) {
  figures::LoadLimits limits = figure_limits(call.context);
  limits.stop = [&call, service_ends = std::move(limits.stop)] {
    return service_ends() || (call.request.is_abandoned && call.request.is_abandoned());
  };
  return limits;
}

Result<JsonValue> answer_figures(const Call& call, const JsonValue& ask, ledger::TreeSize as_of,
                                 const FigureReading& reading) {
  LEDGER_TRY(catch_up(call, projections::FigureEvents::kName, as_of));
  if (reading.inputs == InputUse::kOpened) return answer_opened(call, ask, as_of, reading.list_max);
  std::size_t held = 0;
  auto answer = reading.inputs == InputUse::kCompared
                    ? answer_compared(call, ask, as_of, held)
                    : answer_loaded(call, ask, as_of, reading.list_max, nullptr, held);
  if (held > kWideBytes) ledger::give_back_free_memory();
  return answer;
}

Result<JsonValue> fixed_of_month(const Call& call, const std::string& center, const std::string& month,
                                 ledger::TreeSize as_of) {
  const auto days = figures::month_period(month);
  if (!days) return JsonValue(JsonValue::Array{});
  JsonValue ask{JsonValue::Object{}};
  ask.add("question", JsonValue("fixed_figures"));
  ask.add("scope", JsonValue("center:" + center));
  ask.add("fy", JsonValue(static_cast<std::int64_t>(figures::fiscal_year_of(days->first))));
  ask.add("month", JsonValue(month));
  return answer_figures(call, ask, as_of, {InputUse::kCompared});
}

}  // namespace api
