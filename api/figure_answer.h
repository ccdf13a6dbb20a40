// FigureAnswer: one question about figures, answered at one size of the ledger.
//
// Place in the flow: between the figure routes and projections/figures: waits for the projection, loads what
// the question needs, computes. Pure reads; any thread.
#pragma once

#include "api/routes.h"
#include "ledger/base/json_value.h"
#include "projections/figures/answer.h"

namespace api {

// `ask` as projections/figures/ask.h takes it; of an indicator's lists, the first `list_max` items and their
// true length. Errors of the ask; unavailable projection.behind, figures.cancelled (the service stops, or the
// client has gone); errors of the database.
ledger::Result<ledger::JsonValue> answer_figures(const Call& call, const ledger::JsonValue& ask,
                                                 ledger::TreeSize as_of,
                                                 projections::figures::ListMax list_max = std::nullopt);

}  // namespace api
