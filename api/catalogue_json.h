// Catalogue JSON: the event catalogue as data for clients and for `daicho catalogue --json`; one source, the
// rows. Pure; any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace api {

// {"version","groups","roles","purposes","retention_classes","parameters","indicators","types","rules"}.
std::string catalogue_json();
// One type as it stands in `types`; nullopt when there is none.
std::optional<std::string> catalogue_type_json(std::string_view type);

}  // namespace api
