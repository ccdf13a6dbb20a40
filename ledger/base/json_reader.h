// Reads JSON text in the strict profile of json_value.h. Door to simdjson; nothing else includes it.
//
// Place in the flow: "decode", on the HTTP thread, and wherever stored JSON is read back. Refusals carry the
// JSON pointer of the offending value. Threads: any (a parser is kept per thread). Pure.
#pragma once

#include <string_view>

#include "ledger/base/json_value.h"
#include "ledger/base/status.h"

namespace ledger {

// Parses exactly one JSON value and nothing behind it but white space.
// invalid_argument: json.malformed, json.invalid_utf8, json.duplicate_key, json.float, json.integer_range,
// json.too_deep, json.trailing_bytes; each with a pointer where one can be given.
// resource_exhausted json.memory: the text is too large for the machine.
Result<JsonValue> read_json(std::string_view text);

}  // namespace ledger
