// Catalogue schema: one event type as JSON Schema (2020-12), for clients that check before they send.
//
// It describes the event as it is sent in clear (application/json, or the payload before an author signs it):
// envelope and `data`, public and confidential fields together. It says what check_fields says, except what a
// schema can't: check digits, distinct persons, texts in bytes. Made from the row; pure, any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace api {

// nullopt when there is no such type.
std::optional<std::string> catalogue_schema_json(std::string_view type);

}  // namespace api
