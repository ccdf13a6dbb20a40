#include "tests/unit/api/schema_check.h"

#include <algorithm>
#include <array>
#include <regex>

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

bool matches(const std::string& text, std::string_view pattern) {
  return std::regex_search(text, std::regex(pattern.begin(), pattern.end()));
}

// Whether `size` lies within the two keywords, where they are given.
bool within(const JsonValue& schema, std::string_view least, std::string_view most, std::int64_t size) {
  const JsonValue* low = schema.find(least);
  const JsonValue* high = schema.find(most);
  return (low == nullptr || size >= low->as_int()) && (high == nullptr || size <= high->as_int());
}

std::string size_fault(const JsonValue& value, const JsonValue& schema, const std::string& where) {
  bool good = true;
  if (value.is_int()) good = within(schema, "minimum", "maximum", value.as_int());
  if (value.is_string()) {
    good = within(schema, "minLength", "maxLength", static_cast<std::int64_t>(value.as_string().size()));
  }
  if (value.is_array()) {
    good = within(schema, "minItems", "maxItems", static_cast<std::int64_t>(value.as_array().size()));
  }
  if (value.is_object()) {
    good =
        within(schema, "minProperties", "maxProperties", static_cast<std::int64_t>(value.as_object().size()));
  }
  return good ? std::string() : where + ": is too small or too large";
}

// Members that the properties don't list: against false, or against a schema of their own.
std::string surplus_fault(const JsonValue& value, const JsonValue& schema, const JsonValue& document,
                          const std::string& where) {
  const JsonValue* additional = schema.find("additionalProperties");
  if (additional == nullptr || !value.is_object()) return {};
  const JsonValue* properties = schema.find("properties");
  for (const auto& [name, member] : value.as_object()) {
    if (properties != nullptr && properties->find(name) != nullptr) continue;
    if (additional->is_bool() && !additional->as_bool()) return where + ": has no member " + name;
    if (!additional->is_object()) continue;
    const std::string fault = schema_fault(member, *additional, document, where + "/" + name);
    if (!fault.empty()) return fault;
  }
  return {};
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
  static constexpr std::array<std::string_view, 26> kKnown = {
      "$ref",        "type",        "required",      "properties",
      "items",       "enum",        "oneOf",         "pattern",
      "format",      "description", "minimum",       "maximum",
      "default",     "title",       "const",         "additionalProperties",
      "minItems",    "maxItems",    "minProperties", "maxProperties",
      "uniqueItems", "minLength",   "maxLength",     "$schema",
      "$id",         "x-class"};
  for (const auto& [name, keyword] : schema.as_object()) {
    if (name != "x-title-ja" && std::find(kKnown.begin(), kKnown.end(), name) == kKnown.end())
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
    if (!matches(value.as_string(), pattern)) return where + ": does not match " + std::string(pattern);
  }
  if (const JsonValue* constant = schema.find("const"); constant != nullptr && !(*constant == value)) {
    return where + ": is not the constant";
  }
  if (const std::string fault = size_fault(value, schema, where); !fault.empty()) return fault;
  if (const std::string fault = surplus_fault(value, schema, document, where); !fault.empty()) return fault;
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
