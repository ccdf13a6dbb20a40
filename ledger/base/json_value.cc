#include "ledger/base/json_value.h"

#include "ledger/base/check.h"

namespace ledger {

const JsonValue* JsonValue::find(std::string_view name) const {
  if (!is_object()) return nullptr;
  for (const auto& [member_name, value] : as_object()) {
    if (member_name == name) return &value;
  }
  return nullptr;
}

std::string_view JsonValue::text(std::string_view name) const {
  const JsonValue* member = find(name);
  return member != nullptr && member->is_string() ? std::string_view(member->as_string())
                                                  : std::string_view();
}

void JsonValue::add(std::string name, JsonValue value) {
  LEDGER_CHECK(is_object() && find(name) == nullptr);
  as_object().emplace_back(std::move(name), std::move(value));
}

}  // namespace ledger
