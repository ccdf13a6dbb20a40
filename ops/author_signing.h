// Author signing: from an event with all its fields in clear to the SD-JWT that its author sends.
//
// Place in the flow: client side only (`daicho keys sign`, the generator). Which fields are confidential is
// read from the catalogue; salts are random, or derived from a seed where the output must be reproducible.
// Pure but for the salts.
#pragma once

#include <string>
#include <string_view>

#include "ledger/base/json_value.h"
#include "ledger/base/status.h"
#include "ledger/event/sd_jwt.h"
#include "security/signature.h"

namespace ops {

// Same form as the attested way in (admission.h, parse_attested); `aud` may be absent and is then `origin`.
ledger::Result<std::string> sign_event(const ledger::JsonValue& event, std::string_view origin,
                                       const security::PrivateKey& key);

// The same with salts HMAC-like derived from `salt_seed`, the event id and the field: for synthetic data
// only.
ledger::Result<std::string> sign_event_with_seed(const ledger::JsonValue& event, std::string_view origin,
                                                 const security::PrivateKey& key, std::string_view salt_seed);

}  // namespace ops
