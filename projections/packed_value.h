// PackedValue: a JSON value as bytes, read where they lie.
//
// Place in the flow: projections keep public data in rows and in memory by the million; a figure reads a few
// members of each, so nothing is parsed and nothing allocated. Bytes: one for the kind, then nothing, the
// integer (8, big-endian), the text, items or members behind their length (4). Ownership: borrows the bytes.
// Pure; any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "ledger/base/bytes.h"
#include "ledger/base/json_value.h"

namespace projections {

void pack(const ledger::JsonValue& value, ledger::Bytes& out);
// Length of the packed value at the beginning; 0 when there is none, or one that is damaged anywhere inside.
std::size_t packed_size(ledger::ByteView bytes);

class PackedValue {
 public:
  enum class Kind : std::uint8_t { kNull, kFalse, kTrue, kInt, kText, kArray, kObject };

  PackedValue() = default;  // null
  // Precondition: packed_size() of what lies there was not 0.
  explicit PackedValue(const char* at) : at_(at) {}

  bool is_bool() const { return kind() == Kind::kFalse || kind() == Kind::kTrue; }
  bool is_int() const { return kind() == Kind::kInt; }
  bool is_string() const { return kind() == Kind::kText; }
  bool is_array() const { return kind() == Kind::kArray; }
  bool is_object() const { return kind() == Kind::kObject; }
  // Precondition of each: the matching is_* holds.
  bool as_bool() const { return kind() == Kind::kTrue; }
  std::int64_t as_int() const;
  std::string_view as_string() const { return body(); }

  // Items of an array; none of anything else.
  template <typename Visit>
  void each_item(const Visit& visit) const {
    if (!is_array()) return;
    for (const char* at = body().data(); at != end(); at += PackedValue(at).size()) visit(PackedValue(at));
  }
  // Members of an object, in their order; none of anything else.
  template <typename Visit>
  void each_member(const Visit& visit) const {
    if (!is_object()) return;
    for (const char* at = body().data(); at != end();) {
      const PackedValue name(at), value(at + name.size());
      visit(name.as_string(), value);
      at += name.size() + value.size();
    }
  }
  ledger::JsonValue json() const;
  std::size_t size() const;  // in bytes

 private:
  Kind kind() const { return static_cast<Kind>(*at_); }
  std::string_view body() const;  // of a text, array or object
  const char* end() const { return body().data() + body().size(); }

  static constexpr char kNothing = 0;
  const char* at_ = &kNothing;
};

}  // namespace projections
