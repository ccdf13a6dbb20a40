// FigureFields: the members of events that figures read, by number; an event's data reduced to them.
//
// Place in the flow: rows of figure_events and lists in memory hold these members and no others, so a year of
// the nation is read from small rows. Whoever reads a member names it as a FigureField: a name that is not in
// the table does not compile. Bytes: per member its number and packed value; a 0 ends them. Ownership: views
// borrow. Pure; any thread.
#pragma once

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <span>
#include <string_view>

#include "projections/figure_field_names.h"
#include "projections/packed_value.h"

namespace projections {

class FigureField {
 public:
  FigureField() = default;  // none: no event has it
  // Implicit: a name stands where a field is meant.
  // NOLINTNEXTLINE(google-explicit-constructor)
  consteval FigureField(std::string_view name) : number_(number_of(name)) {}
  // NOLINTNEXTLINE(google-explicit-constructor)
  consteval FigureField(const char* name) : number_(number_of(name)) {}

  constexpr std::uint8_t number() const { return number_; }
  constexpr bool empty() const { return number_ == 0; }
  constexpr std::string_view name() const { return empty() ? "" : kFigureFields[number_ - 1]; }
  bool operator==(const FigureField&) const = default;

 private:
  static consteval std::uint8_t number_of(std::string_view name) {
    const auto* found = std::find(std::begin(kFigureFields), std::end(kFigureFields), name);
    if (found == std::end(kFigureFields)) figures_read_no_member_of_this_name();
    return static_cast<std::uint8_t>(found - std::begin(kFigureFields) + 1);
  }
  static void figures_read_no_member_of_this_name();  // nowhere defined: a call does not compile
  std::uint8_t number_ = 0;
};
static_assert(std::size(kFigureFields) < 255);

class FigureData {
 public:
  FigureData() = default;  // no members
  // Precondition: figure_data_size() of what lies there was not 0.
  explicit FigureData(const char* at) : at_(at) {}

  bool has(FigureField field) const { return find(field) != nullptr; }
  PackedValue value(FigureField field) const;  // null when absent
  // Of a string member; empty when absent or not a string.
  std::string_view text(FigureField field) const;
  ledger::ByteView bytes() const;  // with the ending 0

 private:
  const char* find(FigureField field) const;

  static constexpr char kNothing = 0;
  const char* at_ = &kNothing;
};

// The members of the table, without `left_out`; of anything but an object, none.
ledger::Bytes figure_data_of(const ledger::JsonValue& data, std::span<const FigureField> left_out = {});
// `data` with one more member. Precondition: it does not have it.
void add_figure_data(ledger::Bytes& data, FigureField field, const ledger::JsonValue& value);
// The same by its name; of a name that is not in the table, or is there, nothing.
void add_figure_data(ledger::Bytes& data, std::string_view name, const ledger::JsonValue& value);
// Length up to and with the ending 0; 0 when the bytes are not as they were written.
std::size_t figure_data_size(ledger::ByteView bytes);

}  // namespace projections
