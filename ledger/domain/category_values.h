// Which issues count as resolved, by category and day (003 footnote 7).
//
// Private to ledger/domain: terms count by it, and effects keep what was decided, so that whatever takes a
// resolved issue back takes back exactly what was counted. Pure; any thread.
#pragma once

#include <string_view>

#include "ledger/domain/codes.h"
#include "ledger/domain/mandate_values.h"
#include "ledger/domain/records.h"

namespace ledger {

// Handled by the centres, but never counted as resolved issues.
inline bool is_counted_category(std::string_view category) {
  return category != "bookkeeping" && category != "subsidy_plan" && category != "labour_administration";
}

// Specialist matters that count for the time being; 001 I.2(4) reads "DX(IT活用等)".
inline bool is_temporary_category(std::string_view category) {
  return category == "it_use" || category == "digital_transformation";
}

// An issue of this category resolved on this day, by the last fiscal year that is in force now. A later value
// changes nothing that was counted before it.
inline bool counts_as_resolved(const StateView& state, std::string_view category, Day resolved_on) {
  if (!is_temporary_category(category)) return is_counted_category(category);
  return fiscal_year_of(resolved_on) <= parameter_value(state, kParameterItException);
}

}  // namespace ledger
