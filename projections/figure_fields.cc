#include "projections/figure_fields.h"

namespace projections {

using ledger::Bytes;
using ledger::ByteView;
using ledger::JsonValue;

namespace {

// 0: not in the table.
std::uint8_t number_of(std::string_view name) {
  const auto* found = std::find(std::begin(kFigureFields), std::end(kFigureFields), name);
  return found == std::end(kFigureFields) ? std::uint8_t{0}
                                          : static_cast<std::uint8_t>(found - std::begin(kFigureFields) + 1);
}

void put_member(std::uint8_t number, const JsonValue& value, Bytes& out) {
  out.push_back(static_cast<char>(number));
  pack(value, out);
}

// The value of the member with that number; nullptr: there is none.
const char* find_number(const char* at, std::uint8_t number) {
  for (; *at != 0; at += 1 + PackedValue(at + 1).size()) {
    if (static_cast<std::uint8_t>(*at) == number) return at + 1;
  }
  return nullptr;
}

}  // namespace

const char* FigureData::find(FigureField field) const {
  return field.empty() ? nullptr : find_number(at_, field.number());
}

PackedValue FigureData::value(FigureField field) const {
  const char* found = find(field);
  return found == nullptr ? PackedValue() : PackedValue(found);
}

std::string_view FigureData::text(FigureField field) const {
  const PackedValue found = value(field);
  return found.is_string() ? found.as_string() : std::string_view();
}

ByteView FigureData::bytes() const {
  const char* end = at_;
  while (*end != 0) end += 1 + PackedValue(end + 1).size();
  return {at_, static_cast<std::size_t>(end + 1 - at_)};
}

Bytes figure_data_of(const JsonValue& data, std::span<const FigureField> left_out) {
  const auto is_left_out = [&](std::uint8_t number) {
    return std::any_of(left_out.begin(), left_out.end(),
                       [&](FigureField field) { return field.number() == number; });
  };
  Bytes out;
  if (data.is_object()) {
    for (const auto& [name, value] : data.as_object()) {
      const std::uint8_t number = number_of(name);
      if (number != 0 && !is_left_out(number)) put_member(number, value, out);
    }
  }
  out.push_back('\0');
  return out;
}

void add_figure_data(Bytes& data, FigureField field, const JsonValue& value) {
  data.pop_back();
  put_member(field.number(), value, data);
  data.push_back('\0');
}

void add_figure_data(Bytes& data, std::string_view name, const JsonValue& value) {
  const std::uint8_t number = number_of(name);
  if (number == 0 || find_number(data.data(), number) != nullptr) return;
  data.pop_back();
  put_member(number, value, data);
  data.push_back('\0');
}

std::size_t figure_data_size(ByteView bytes) {
  const std::size_t all = bytes.size();
  while (!bytes.empty() && bytes.front() != 0) {
    const auto number = static_cast<std::uint8_t>(bytes.front());
    const std::size_t size = packed_size(bytes.substr(1));
    if (number > std::size(kFigureFields) || size == 0) return 0;
    bytes.remove_prefix(1 + size);
  }
  return bytes.empty() ? 0 : all - bytes.size() + 1;
}

}  // namespace projections
