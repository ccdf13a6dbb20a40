// FigureLabels: what figures, reasons and states are called, for people, in Japanese and English.
//
// Place in the flow: the command line, monthly reports and the console; the API carries the codes. Names of
// indicators come from ledger/domain/indicators.h. Constant data; any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "ledger/base/json_value.h"
#include "projections/record_labels.h"

namespace projections::figures {

// "no_voucher" → "証ひょうなし" or "No voucher"; "sessions" → "相談実績件数"; the code itself when it has no
// label.
std::string_view figure_label(std::string_view code, LabelLanguage language);

// "1,234,567"
std::string grouped(std::int64_t number);
// {"over", "under"} of an exact quotient.
bool is_exact_ratio(const ledger::JsonValue& value);
// A value of an answer as people read it: grouped digits, "2/3 (0.67)" with the exact quotient first, labels
// for codes, members joined; "-" for nothing. Not escaped.
std::string figure_text(const ledger::JsonValue& value, LabelLanguage language);

}  // namespace projections::figures
