// JsonModel: a second reader of the project's JSON profile, written from RFC 8259 alone, byte by byte.
//
// Shares no code with ledger/base/json_reader; answers what that must answer, without saying why. Slow and
// plain on purpose. Pure; any thread.
#pragma once

#include <optional>
#include <string_view>

#include "ledger/base/json_value.h"

namespace fuzz {

// The value of `text`; nullopt when it is outside the profile (json_value.h).
std::optional<ledger::JsonValue> read_json_model(std::string_view text);

}  // namespace fuzz
