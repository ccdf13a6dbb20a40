// Indicators of the programme and the fiscal years in which they are in force.
//
// Place in the flow: targets and evaluations name an indicator, and a rule asks whether it was in force; the
// documentation lists them. The sets are those of 003 table 12 (to FY2025) and tables 15 and 16 (from
// FY2026). Constants; any thread.
#pragma once

#include <span>
#include <string_view>

namespace ledger {

struct IndicatorSpec {
  std::string_view id;
  int first_fy;
  int last_fy;
  std::string_view label_ja;
  std::string_view label_en;
  std::string_view source;
};

std::span<const IndicatorSpec> indicators();
// nullptr when there is no such indicator.
const IndicatorSpec* find_indicator(std::string_view id);

}  // namespace ledger
