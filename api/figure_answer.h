// FigureAnswer: one question about figures, answered at one size of the ledger.
//
// Place in the flow: between the figure routes and projections/figures: waits for the projection, loads what
// the question needs, computes. Pure reads, but for opened inputs, which are recorded; any thread.
#pragma once

#include <string>

#include "api/routes.h"
#include "ledger/base/json_value.h"
#include "projections/figures/answer.h"
#include "projections/figures/figure_loader.h"

namespace api {

// What becomes of the confidential fields that a figure rests on.
enum class InputUse : std::uint8_t {
  kSealed,    // nothing is opened: such figures are null, and the newest fixed one stands beside
  kCompared,  // the service opens them and says whether fixed figures equal their recomputation, no more
  kOpened,    // the caller may read every one of them; each is recorded as read (opened_figures.h)
};

struct FigureReading {
  InputUse inputs = InputUse::kSealed;
  // Of an indicator's lists, the first so many items and their true length.
  projections::figures::ListMax list_max{};
};

// `ask` as projections/figures/ask.h takes it; `kCompared` is for the question fixed_figures. Errors of the
// ask; unavailable projection.behind, figures.busy (no room beside other questions), figures.too_slow (not
// in the time that a request may take), figures.cancelled (the service stops, or the client has gone);
// errors of the database; with kOpened those of answer_opened().
ledger::Result<ledger::JsonValue> answer_figures(const Call& call, const ledger::JsonValue& ask,
                                                 ledger::TreeSize as_of, const FigureReading& reading = {});
// What stands fixed for a centre's closing of a month, compared.
ledger::Result<ledger::JsonValue> fixed_of_month(const Call& call, const std::string& center,
                                                 const std::string& month, ledger::TreeSize as_of);

// What one question may hold beside others, and when it is given up: the service ends or, of a call, the
// client has gone or could not be answered in time. Without a call it is the service's own question, which
// comes before callers'. The limits borrow the call or context.
projections::figures::LoadLimits figure_limits(const Call& call);
projections::figures::LoadLimits figure_limits(const ApiContext& context);

}  // namespace api
