#include "api/figure_answer.h"

#include <utility>

#include "api/catch_up.h"
#include "api/figure_inputs.h"
#include "api/opened_figures.h"
#include "api/read_models.h"
#include "projections/figure_events.h"
#include "projections/figures/answers.h"
#include "projections/figures/fixed.h"

namespace api {

namespace figures = projections::figures;
using ledger::JsonValue;
using ledger::Result;

namespace {

// What the end of an answer may take before the connection is cut.
constexpr std::int64_t kLastMicros = 5'000'000;

bool is_late(const Call& call) {
  const auto& deadline = call.request.deadline_micros;
  return deadline && call.context.clock.monotonic_micros() + kLastMicros > *deadline;
}

// `inputs` may be null.
Result<JsonValue> answer_loaded(const Call& call, const JsonValue& ask, ledger::TreeSize as_of,
                                figures::ListMax list_max, const FigureInputs* inputs) {
  LEDGER_ASSIGN(figures::Ask parsed, figures::parse_ask(ask));
  LEDGER_ASSIGN(const figures::FigureLog log,
                figures::load(read_models(call, {projections::FigureEvents::kName}), ask, as_of, inputs,
                              figure_limits(call)));
  parsed.list_max = list_max;
  if (inputs != nullptr) parsed.erased = inputs->erased();
  return figures::answer(log, parsed);
}

Result<JsonValue> answer_compared(const Call& call, const JsonValue& ask, ledger::TreeSize as_of) {
  const FigureInputs inputs(call.view, call.context.unsealer);
  LEDGER_ASSIGN(const JsonValue rows, answer_loaded(call, ask, as_of, std::nullopt, &inputs));
  return figures::shown_rows(rows, false);
}

Result<JsonValue> answer_read(const Call& call, const JsonValue& ask, ledger::TreeSize as_of,
                              const FigureReading& reading) {
  switch (reading.inputs) {
    case InputUse::kOpened:
      return answer_opened(call, ask, as_of, reading.list_max);
    case InputUse::kCompared:
      return answer_compared(call, ask, as_of);
    default:
      return answer_loaded(call, ask, as_of, reading.list_max, nullptr);
  }
}

}  // namespace

figures::LoadLimits figure_limits(const ApiContext& context) {
  return {figures::kFigureBytesMax,
          [&context] { return context.waits != nullptr && context.waits->closed(); }, context.figures_memory,
          figures::Asker::kService};
}

figures::LoadLimits figure_limits(const Call& call) {
  figures::LoadLimits limits = figure_limits(call.context);
  limits.stop = [&call, service_ends = std::move(limits.stop)] {
    return service_ends() || is_late(call) || (call.request.is_abandoned && call.request.is_abandoned());
  };
  limits.asker = figures::Asker::kCaller;
  return limits;
}

Result<JsonValue> answer_figures(const Call& call, const JsonValue& ask, ledger::TreeSize as_of,
                                 const FigureReading& reading) {
  LEDGER_TRY(catch_up(call, projections::FigureEvents::kName, as_of));
  auto answer = answer_read(call, ask, as_of, reading);
  if (answer.ok() || answer.status().reason() != "figures.cancelled" || !is_late(call)) return answer;
  return ledger::unavailable("figures.too_slow",
                             "the answer takes longer than a request may, with all that is asked now")
      .want("the same question later, or one about a smaller scope");
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
