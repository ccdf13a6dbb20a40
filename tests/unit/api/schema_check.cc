#include "tests/unit/api/schema_check.h"

#include <algorithm>
#include <array>

namespace tests {
namespace {

using ledger::JsonValue;

bool has_type(const JsonValue& value, std::string_view type) {
  if (type == "object") return value.is_object();
  if (type == "array") return value.is_array();
  if (type == "string") return value.is_string();
  if (type == "integer") return value.is_int();
  if (type == "boolean") return value.is_bool();
  return false;
}

const JsonValue* resolve(std::string_view reference, const JsonValue& document) {
  const JsonValue* at = &document;
  if (!reference.starts_with("#/")) return nullptr;
  reference.remove_prefix(2);
  while (at != nullptr && !reference.empty()) {
    const std::string_view name = reference.substr(0, reference.find('/'));
    at = at->find(name);
    reference.remove_prefix(std::min(name.size() + 1, reference.size()));
  }
  return at;
}

// "^[0-9a-f]{n}$" is the only pattern in use.
bool matches_hex(const std::string& text, std::string_view pattern) {
  constexpr std::string_view kStart = "^[0-9a-f]{";
  if (!pattern.starts_with(kStart) || !pattern.ends_with("}$")) return false;
  const auto digits = static_cast<std::size_t>(std::stoul(std::string(pattern.substr(kStart.size()))));
  return text.size() == digits && text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

std::string object_fault(const JsonValue& value, const JsonValue& schema, const JsonValue& document,
                         const std::string& where) {
  if (const JsonValue* required = schema.find("required"); required != nullptr) {
    for (const JsonValue& name : required->as_array()) {
      if (value.find(name.as_string()) == nullptr)
        return where + ": the member " + name.as_string() + " is missing";
    }
  }
  const JsonValue* properties = schema.find("properties");
  if (properties == nullptr || !value.is_object()) return {};
  for (const auto& [name, property] : properties->as_object()) {
    const JsonValue* member = value.find(name);
    if (member == nullptr) continue;
    const std::string fault = schema_fault(*member, property, document, where + "/" + name);
    if (!fault.empty()) return fault;
  }
  return {};
}

std::string one_of_fault(const JsonValue& value, const JsonValue& choices, const JsonValue& document,
                         const std::string& where) {
  std::size_t met = 0;
  std::string faults;
  for (const JsonValue& choice : choices.as_array()) {
    const std::string fault = schema_fault(value, choice, document, where);
    met += fault.empty() ? 1U : 0U;
    faults += " | " + fault;
  }
  return met == 1 ? std::string() : where + ": meets " + std::to_string(met) + " of oneOf" + faults;
}

std::string keyword_fault(const JsonValue& schema, const std::string& where) {
  static constexpr std::array<std::string_view, 14> kKnown = {
      "$ref",    "type",   "required",    "properties", "items",   "enum",    "oneOf",
      "pattern", "format", "description", "minimum",    "maximum", "default", "title"};
  for (const auto& [name, keyword] : schema.as_object()) {
    if (std::find(kKnown.begin(), kKnown.end(), name) == kKnown.end())
      return where + ": unknown keyword " + name;
  }
  return {};
}

}  // namespace

std::string schema_fault(const JsonValue& value, const JsonValue& schema, const JsonValue& document,
                         const std::string& where) {
  if (!schema.is_object()) return where + ": the schema is no object";
  if (const std::string fault = keyword_fault(schema, where); !fault.empty()) return fault;
  if (const std::string_view reference = schema.text("$ref"); !reference.empty()) {
    const JsonValue* target = resolve(reference, document);
    if (target == nullptr) return where + ": nothing is at " + std::string(reference);
    return schema_fault(value, *target, document, where);
  }
  if (const JsonValue* choices = schema.find("oneOf"); choices != nullptr) {
    return one_of_fault(value, *choices, document, where);
  }
  const std::string_view type = schema.text("type");
  if (!type.empty() && !has_type(value, type)) return where + ": is no " + std::string(type);
  if (const JsonValue* codes = schema.find("enum"); codes != nullptr) {
    const auto& list = codes->as_array();
    if (std::find(list.begin(), list.end(), value) == list.end()) return where + ": is not one of enum";
  }
  if (const std::string_view pattern = schema.text("pattern"); !pattern.empty() && value.is_string()) {
    if (!matches_hex(value.as_string(), pattern)) return where + ": does not match " + std::string(pattern);
  }
  if (const JsonValue* items = schema.find("items"); items != nullptr && value.is_array()) {
    for (std::size_t i = 0; i < value.as_array().size(); ++i) {
      const std::string fault =
          schema_fault(value.as_array().at(i), *items, document, where + "/" + std::to_string(i));
      if (!fault.empty()) return fault;
    }
  }
  return object_fault(value, schema, document, where);
}

}  // namespace tests
