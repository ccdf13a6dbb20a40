// FigureText: an answer about figures as it leaves: lists bounded, and the same rows as CSV.
//
// Place in the flow: behind projections/figures, before the response. The lists of an answer (what was
// counted, what was left out and why, what moved it) may hold a year of events; they are cut to the page
// size, with their true length beside, and the whole list is read page by page elsewhere. Pure; any thread.
#pragma once

#include <cstddef>
#include <string>

#include "ledger/base/json_value.h"

namespace api {

// Each list gets a member "<name>_count" with its true length, unless one stands before it already; it keeps
// its first `limit` items, none when `shown` is false.
ledger::JsonValue with_bounded_lists(ledger::JsonValue answer, std::size_t limit, bool shown);
// How many rows an answer has: indicators, findings, figures of a report; at least 1.
std::size_t rows_in(const ledger::JsonValue& answer);
// One record per row, columns in the order in which members first appear; nested members by dotted names,
// lists joined by spaces. A fraction {over, under} is two columns.
std::string figure_csv(const ledger::JsonValue& answer);

}  // namespace api
