// Receipt check: from two texts, a receipt and an identity, to a verdict; shared by `daicho verify` and the
// small `daicho-verify`, which is built without the store.
#pragma once

#include <string_view>

#include "ledger/base/status.h"
#include "security/receipt_verifier.h"

namespace ops {

// `receipt`: what POST /v1/events or GET /v1/receipts answered, optionally with a member `disclosures` (list
// of encoded disclosures). `identity`: see LedgerIdentity. Errors say which of the two can't be read;
// everything that is merely untrue is in the verdict.
ledger::Result<security::ReceiptVerdict> check_receipt_text(std::string_view receipt,
                                                            std::string_view identity);

// The identity's keys as the verifier takes them; every kid must be the thumbprint of its key.
// invalid_argument identity.malformed | identity.kid.
ledger::Result<security::ReceiptTrust> parse_trust(std::string_view identity);

}  // namespace ops
