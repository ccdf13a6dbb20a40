// SchemaCheck: the part of JSON Schema that the API's description uses, for judging real answers.
//
// Understood: $ref into the same document, type, required, properties, items, enum, oneOf, pattern (only
// "^[0-9a-f]{n}$"). A keyword that is none of these, nor one that carries no constraint here, is itself a
// fault: a schema must not promise what nobody checks. Pure.
#pragma once

#include <string>

#include "ledger/base/json_value.h"

namespace tests {

// Why `value` does not meet `schema`; empty when it does. `document` is what $ref points into.
std::string schema_fault(const ledger::JsonValue& value, const ledger::JsonValue& schema,
                         const ledger::JsonValue& document, const std::string& where = "");

}  // namespace tests
