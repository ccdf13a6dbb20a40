// JsonWriter: append-only writer of compact JSON (no insignificant white space) with a stable member order.
//
// Escapes the minimum that RFC 8259 §7 demands (quote, backslash, control characters as \u00xx or the short
// forms \b \t \n \f \r); everything else is passed through as UTF-8. Not thread-safe; owns its buffer.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/json_value.h"

namespace ledger {

class JsonWriter {
 public:
  JsonWriter& begin_object();
  JsonWriter& end_object();
  JsonWriter& begin_array();
  JsonWriter& end_array();
  // Precondition: inside an object, followed by exactly one value.
  JsonWriter& key(std::string_view name);

  JsonWriter& value(std::string_view text);
  JsonWriter& value(const char* text) { return value(std::string_view(text)); }
  JsonWriter& value(const std::string& text) { return value(std::string_view(text)); }
  JsonWriter& value(std::int64_t number);
  JsonWriter& value(std::uint64_t number);
  JsonWriter& value(int number) { return value(static_cast<std::int64_t>(number)); }
  JsonWriter& value(bool flag);
  JsonWriter& value(const JsonValue& tree);
  JsonWriter& null();
  // Inserts text that is already JSON, unchecked.
  JsonWriter& raw(std::string_view json);

  template <typename T>
  JsonWriter& member(std::string_view name, const T& item) {
    key(name);
    return value(item);
  }

  // Room for `bytes` more, so that a long text is not copied each time it outgrows its place.
  JsonWriter& reserve(std::size_t bytes) {
    out_.reserve(out_.size() + bytes);
    return *this;
  }
  // Precondition: every object and array is closed.
  std::string take();

 private:
  void before_value();
  std::string out_;
  struct Level {
    bool is_object;
    bool has_items;
  };
  std::vector<Level> levels_;
  bool after_key_ = false;
};

// Compact text of a tree; write_json(read_json(x)) is the canonical form used for generated payloads.
std::string write_json(const JsonValue& tree);
// The quoted and escaped JSON string for `text`.
std::string json_quote(std::string_view text);
// RFC 6901 escape of one reference token ("~" and "/").
std::string pointer_token(std::string_view name);

}  // namespace ledger
