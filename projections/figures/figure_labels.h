// FigureLabels: what figures, reasons and states are called, for people, in Japanese and English.
//
// Place in the flow: the command line, monthly reports and the console; the API carries the codes. Names of
// indicators come from ledger/domain/indicators.h. Constant data; any thread.
#pragma once

#include <string_view>

#include "projections/record_labels.h"

namespace projections::figures {

// "no_voucher" → "証ひょうなし" or "No voucher"; "sessions" → "相談実績件数"; the code itself when it has no
// label.
std::string_view figure_label(std::string_view code, LabelLanguage language);

}  // namespace projections::figures
