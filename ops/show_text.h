// ShowText: a state answer of the API as text for people, in Japanese or English; and which thing an id
// names.
//
// Place in the flow: `daicho show`. Labels come from the catalogue, the kinds of records and their members;
// what has none is printed as it is. Pure; any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/json_value.h"
#include "ledger/base/status.h"
#include "projections/record_labels.h"

namespace ops {

struct ShownThing {
  std::string kind;  // "case"
  std::string id;
  bool operator==(const ShownThing&) const = default;
};

// "case/0198…" names its kind; else the id's form tells: b-… a business, p-… a person, l-… a licence, k-… a
// contract, c40 a centre, a key's thumbprint a key, a UUIDv7 a case, an issue or a referral, in this order of
// trying. invalid_argument show.kind | show.id.
ledger::Result<std::vector<ShownThing>> things_named(std::string_view text);
// Path of the thing in the API; precondition: things_named() gave it.
std::string path_of(const ShownThing& thing);

// Precondition: `answer` is one of GET /v1/cases/{id} and the like (api/state_resources.h).
std::string show_text(const ledger::JsonValue& answer, projections::LabelLanguage language);

}  // namespace ops
