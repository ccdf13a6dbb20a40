// NumberComparison: whether what an event says about corporate numbers (法人番号) is what the sealed numbers
// say.
//
// Place in the flow: POST /v1/events, between admission and the writer, on the HTTP thread. Numbers are
// confidential and rules see public fields only; so `business.merged` and
// `business.corporate_number_verified` carry the outcome of a comparison as a code, and here that code is
// held against the vault. Nothing but agreement leaves. "unknown" claims nothing and is let through unless
// the numbers are known to differ, for then there must be no merge. Judged on the request's view and the
// elements before it in the same batch: a number that somebody else verifies in the same instant is not seen.
// What the rules refuse anyway gets their answer. An audit can't repeat this: it has no vault. Any thread.
#pragma once

#include <vector>

#include "api/routes.h"

namespace api {

// failed_precondition number.contradicted at the field of the first element that does not hold, or what the
// rules say up to it; data_loss of the vault.
ledger::Status check_number_claims(const Call& call, const std::vector<ledger::VerifiedEvent>& events);

}  // namespace api
