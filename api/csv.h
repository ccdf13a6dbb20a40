// Csv: rows of text as RFC 4180, UTF-8, that no spreadsheet takes for formulas.
//
// Place in the flow: exports of audit answers. A cell that a spreadsheet would run ('=', '+', '-', '@', tab,
// carriage return at its beginning) gets an apostrophe in front (001 annex 16(3)). Pure; any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace api {

// Appends one record with its line end.
void write_csv_row(const std::vector<std::string>& cells, std::string& out);

}  // namespace api
