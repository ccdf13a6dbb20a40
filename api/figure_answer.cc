#include "api/figure_answer.h"

#include "api/catch_up.h"
#include "api/read_models.h"
#include "ledger/base/free_memory.h"
#include "projections/figure_events.h"
#include "projections/figures/answers.h"
#include "projections/figures/figure_loader.h"

namespace api {

namespace figures = projections::figures;

namespace {

constexpr std::size_t kWideBytes = std::size_t{100} << 20;  // of events: a bureau's year and more

}  // namespace

ledger::Result<ledger::JsonValue> answer_figures(const Call& call, const ledger::JsonValue& ask,
                                                 ledger::TreeSize as_of, figures::ListMax list_max) {
  LEDGER_TRY(catch_up(call, projections::FigureEvents::kName, as_of));
  LEDGER_ASSIGN(figures::Ask parsed, figures::parse_ask(ask));
  parsed.list_max = list_max;
  const figures::Stop stop = [&call] {
    const bool service_ends = call.context.waits != nullptr && call.context.waits->closed();
    return service_ends || (call.request.is_abandoned && call.request.is_abandoned());
  };
  std::size_t held = 0;
  auto answer = [&]() -> ledger::Result<ledger::JsonValue> {
    LEDGER_ASSIGN(const figures::FigureLog log,
                  figures::load(read_models(call, {projections::FigureEvents::kName}), ask, as_of, nullptr,
                                {figures::kFigureBytesMax, stop}));
    held = log.bytes();
    return figures::answer(log, parsed);
  }();
  if (held > kWideBytes) ledger::give_back_free_memory();
  return answer;
}

}  // namespace api
