// RecordLabels: what the members and codes of records are called, for people.
//
// Place in the flow: the command line and reports; the API carries codes and the labels of kinds and event
// types. Constant data; any thread.
#pragma once

#include <string_view>

namespace projections {

enum class LabelLanguage : unsigned char { kJapanese, kEnglish };

// "business_id" → "事業者" or "Business"; the name itself when there is no label.
std::string_view member_label(std::string_view name, LabelLanguage language);
// "withdrawn" → "撤回" or "withdrawn"; the code itself when there is no label.
std::string_view code_label(std::string_view code, LabelLanguage language);

}  // namespace projections
