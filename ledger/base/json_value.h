// JsonValue: an owned JSON tree in the project's strict profile.
//
// The profile (event.md §1): UTF-8, no duplicate member names, no floats, integers within int64, depth at
// most kJsonDepthMax. Members keep the order in which they were read. Values; any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace ledger {

class JsonValue {
 public:
  using Array = std::vector<JsonValue>;
  using Member = std::pair<std::string, JsonValue>;
  using Object = std::vector<Member>;

  JsonValue() = default;  // null
  explicit JsonValue(bool flag) : value_(flag) {}
  explicit JsonValue(std::int64_t number) : value_(number) {}
  explicit JsonValue(std::string text) : value_(std::move(text)) {}
  explicit JsonValue(std::string_view text) : value_(std::string(text)) {}
  explicit JsonValue(const char* text) : value_(std::string(text)) {}
  explicit JsonValue(Array items) : value_(std::move(items)) {}
  explicit JsonValue(Object members) : value_(std::move(members)) {}

  bool is_null() const { return std::holds_alternative<std::monostate>(value_); }
  bool is_bool() const { return std::holds_alternative<bool>(value_); }
  bool is_int() const { return std::holds_alternative<std::int64_t>(value_); }
  bool is_string() const { return std::holds_alternative<std::string>(value_); }
  bool is_array() const { return std::holds_alternative<Array>(value_); }
  bool is_object() const { return std::holds_alternative<Object>(value_); }

  // Precondition of each: the matching is_* holds.
  bool as_bool() const { return std::get<bool>(value_); }
  std::int64_t as_int() const { return std::get<std::int64_t>(value_); }
  const std::string& as_string() const { return std::get<std::string>(value_); }
  std::string& as_string() { return std::get<std::string>(value_); }
  const Array& as_array() const { return std::get<Array>(value_); }
  Array& as_array() { return std::get<Array>(value_); }
  const Object& as_object() const { return std::get<Object>(value_); }
  Object& as_object() { return std::get<Object>(value_); }

  // Member of an object by name; nullptr when absent or when this is not an object.
  const JsonValue* find(std::string_view name) const;
  // Text of a string member; empty when absent or not a string.
  std::string_view text(std::string_view name) const;
  // Appends a member; precondition: this is an object and has no such member.
  void add(std::string name, JsonValue value);

  bool operator==(const JsonValue&) const = default;

 private:
  std::variant<std::monostate, bool, std::int64_t, std::string, Array, Object> value_;
};

}  // namespace ledger
