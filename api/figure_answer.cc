#include "api/figure_answer.h"

#include "api/catch_up.h"
#include "projections/figure_events.h"
#include "projections/figures/answers.h"
#include "projections/figures/figure_loader.h"

namespace api {

namespace figures = projections::figures;

ledger::Result<ledger::JsonValue> answer_figures(const Call& call, const ledger::JsonValue& ask,
                                                 ledger::TreeSize as_of) {
  LEDGER_TRY(catch_up(call, projections::FigureEvents::kName, as_of));
  LEDGER_ASSIGN(const figures::Ask parsed, figures::parse_ask(ask));
  LEDGER_ASSIGN(const figures::FigureLog log, figures::load(call.context.projector->snapshot(), ask, as_of));
  return figures::answer(log, parsed);
}

}  // namespace api
