#include "projections/packed_value.h"

#include <string>
#include <utility>

namespace projections {

using ledger::Bytes;
using ledger::ByteView;
using ledger::JsonValue;
using Kind = PackedValue::Kind;

namespace {

constexpr std::size_t kKindBytes = 1, kIntBytes = 8, kLengthBytes = 4;
constexpr std::size_t kHeadBytes = kKindBytes + kLengthBytes;  // of a text, array or object
constexpr unsigned kBitsPerByte = 8;

template <std::size_t kCount>
std::uint64_t number_at(const char* at) {
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < kCount; ++i) {
    number = number << kBitsPerByte | static_cast<std::uint8_t>(at[i]);
  }
  return number;
}

void put_kind(Kind kind, Bytes& out) {
  out.push_back(static_cast<char>(kind));
}

void put_text(std::string_view text, Bytes& out) {
  put_kind(Kind::kText, out);
  ledger::put_u32(out, static_cast<std::uint32_t>(text.size()));
  out.append(text);
}

// Of values, or of names and values in turn; false when they don't fill the bytes exactly.
bool is_list(ByteView bytes, bool is_object) {
  for (bool is_name = is_object; !bytes.empty(); is_name = is_object && !is_name) {
    const std::size_t size = packed_size(bytes);
    if (size == 0 || (is_name && !PackedValue(bytes.data()).is_string())) return false;
    bytes.remove_prefix(size);
    if (is_name && bytes.empty()) return false;
  }
  return true;
}

}  // namespace

void pack(const JsonValue& value, Bytes& out) {
  if (value.is_null()) {
    put_kind(Kind::kNull, out);
  } else if (value.is_bool()) {
    put_kind(value.as_bool() ? Kind::kTrue : Kind::kFalse, out);
  } else if (value.is_int()) {
    put_kind(Kind::kInt, out);
    ledger::put_u64(out, static_cast<std::uint64_t>(value.as_int()));
  } else if (value.is_string()) {
    put_text(value.as_string(), out);
  } else {
    Bytes body;
    if (value.is_array()) {
      for (const JsonValue& item : value.as_array()) pack(item, body);
    } else {
      for (const auto& [name, member] : value.as_object()) {
        put_text(name, body);
        pack(member, body);
      }
    }
    put_kind(value.is_array() ? Kind::kArray : Kind::kObject, out);
    ledger::put_u32(out, static_cast<std::uint32_t>(body.size()));
    out.append(body);
  }
}

std::size_t packed_size(ByteView bytes) {
  if (bytes.empty()) return 0;
  switch (static_cast<Kind>(bytes.front())) {
    case Kind::kNull:
    case Kind::kFalse:
    case Kind::kTrue:
      return kKindBytes;
    case Kind::kInt:
      return bytes.size() < kKindBytes + kIntBytes ? 0 : kKindBytes + kIntBytes;
    case Kind::kText:
    case Kind::kArray:
    case Kind::kObject:
      break;
    default:
      return 0;
  }
  if (bytes.size() < kHeadBytes) return 0;
  const std::size_t length = number_at<kLengthBytes>(bytes.data() + kKindBytes);
  if (bytes.size() - kHeadBytes < length) return 0;
  const auto kind = static_cast<Kind>(bytes.front());
  const bool fits = kind == Kind::kText || is_list(bytes.substr(kHeadBytes, length), kind == Kind::kObject);
  return fits ? kHeadBytes + length : 0;
}

std::size_t PackedValue::size() const {
  if (is_int()) return kKindBytes + kIntBytes;
  return is_string() || is_array() || is_object() ? kHeadBytes + body().size() : kKindBytes;
}

std::int64_t PackedValue::as_int() const {
  return static_cast<std::int64_t>(number_at<kIntBytes>(at_ + kKindBytes));
}

std::string_view PackedValue::body() const {
  return {at_ + kHeadBytes, static_cast<std::size_t>(number_at<kLengthBytes>(at_ + kKindBytes))};
}

JsonValue PackedValue::json() const {
  switch (kind()) {
    case Kind::kNull:
      return {};
    case Kind::kFalse:
    case Kind::kTrue:
      return JsonValue(as_bool());
    case Kind::kInt:
      return JsonValue(as_int());
    case Kind::kText:
      return JsonValue(as_string());
    case Kind::kArray: {
      JsonValue::Array items;
      each_item([&](PackedValue item) { items.push_back(item.json()); });
      return JsonValue(std::move(items));
    }
    case Kind::kObject:
      break;
  }
  JsonValue::Object members;
  each_member([&](std::string_view name, PackedValue member) { members.emplace_back(name, member.json()); });
  return JsonValue(std::move(members));
}

}  // namespace projections
