// OpenedFigures: a figure over confidential inputs, recomputed at any position for somebody who may read
// every one of them.
//
// Place in the flow: figure routes come here when the caller asks to open the inputs. What the question reads
// is found without opening anything; the policy is asked for each of these events; one record.viewed per
// business names them; only then they are opened. Whoever may not read one of them gets nothing. Threads:
// any.
#pragma once

#include "api/routes.h"
#include "ledger/base/json_value.h"
#include "projections/figures/answer.h"

namespace api {

// Businesses that one question may open; a wider one is asked centre by centre.
inline constexpr std::size_t kOpenedBusinessesMax = 500;

// `ask` and `list_max` as answer_figures() takes them. permission_denied policy.denied (nothing is recorded
// then); invalid_argument purpose.missing; resource_exhausted figures.too_many_inputs; unavailable
// access.not_recorded; errors of the ask and of the database.
ledger::Result<ledger::JsonValue> answer_opened(const Call& call, const ledger::JsonValue& ask,
                                                ledger::TreeSize as_of,
                                                projections::figures::ListMax list_max);

}  // namespace api
