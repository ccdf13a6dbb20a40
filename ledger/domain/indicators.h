// Indicators of the programme: in which fiscal years they are in force, which versions of the definitions
// have them, what kind of proof their value has, and its unit.
//
// Place in the flow: targets, evaluations and fixed figures name an indicator, and rules ask whether it is in
// force or defined; the documentation lists them. The sets are those of 003 table 12 (to FY2025) and tables
// 15 and 16 (from FY2026). Constants; any thread.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace ledger {

// A set of definitions: how indicators are computed, and the defaults of what the sources leave open. A year
// may be recomputed under a later version, to compare it with the years behind it.
struct DefinitionSpec {
  std::string_view version;
  int first_fy;  // whose figures are stated under it
  int last_fy;
};

enum class IndicatorKind : std::uint8_t {
  kPublic,        // follows from public fields: anyone can recompute it from the proven list of events
  kConfidential,  // rests on sealed fields: figure.fixed holds it fast, with a commitment to its inputs
  kNoValue,       // written down and judged by people, or not yet defined by the sources: never a number
};

struct IndicatorSpec {
  std::string_view id;
  int first_fy;
  int last_fy;
  std::span<const std::string_view> definitions;  // versions that define it
  IndicatorKind kind;
  std::string_view unit;  // of the value; of a ratio both units with "/"; empty: no value
  std::string_view label_ja;
  std::string_view label_en;
  std::string_view source;
};

// Ascending by years.
std::span<const DefinitionSpec> definitions();
// The version under which a fiscal year's figures are stated; precondition: 2014 <= fiscal_year <= 2100.
std::string_view definition_version_of(int fiscal_year);
// "public", "confidential" or "no_value".
std::string_view indicator_kind_name(IndicatorKind kind);

std::span<const IndicatorSpec> indicators();
// nullptr when there is no such indicator.
const IndicatorSpec* find_indicator(std::string_view id);
// nullptr when that version does not define it.
const IndicatorSpec* find_indicator(std::string_view id, std::string_view definition_version);

}  // namespace ledger
