// Diagnostics: one JSON line per event on stderr; the only place of the product that writes there.
//
// Diagnostics are for operators and may be lost; anything an auditor needs is an event in the ledger instead.
// Never pass personal data, disclosures, secrets or search terms. Threads: any; a line is written atomically.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

#include "ledger/base/status.h"

namespace ledger {

enum class DiagLevel { kInfo, kWarning, kError };

struct DiagField {
  DiagField(std::string_view of, std::string_view is) : name(of), text(is), is_text(true) {}
  DiagField(std::string_view of, const char* is) : DiagField(of, std::string_view(is)) {}
  DiagField(std::string_view of, const std::string& is) : DiagField(of, std::string_view(is)) {}
  DiagField(std::string_view of, std::uint64_t is) : name(of), number(is) {}
  std::string name;
  std::string text;
  std::uint64_t number = 0;
  bool is_text = false;
};

// The line that diag() writes, with its line feed. At most PIPE_BUF bytes, so that lines of several threads
// never mix: the first field that does not fit and all behind it give way to "truncated":true.
std::string diag_line(DiagLevel level, std::string_view event, std::initializer_list<DiagField> fields);
// `event` is a stable snake_case name, e.g. "journal_closed".
void diag(DiagLevel level, std::string_view event, std::initializer_list<DiagField> fields = {});
void diag(DiagLevel level, std::string_view event, const Status& status);

}  // namespace ledger
