// FigureAnswer: one question about figures, answered at one size of the ledger.
//
// Place in the flow: between the figure routes and projections/figures: waits for the projection, loads what
// the question needs, computes. Pure reads; any thread.
#pragma once

#include "api/routes.h"
#include "ledger/base/json_value.h"

namespace api {

// `ask` as projections/figures/ask.h takes it. Errors of the ask; unavailable projection.behind; errors of
// the database.
ledger::Result<ledger::JsonValue> answer_figures(const Call& call, const ledger::JsonValue& ask,
                                                 ledger::TreeSize as_of);

}  // namespace api
