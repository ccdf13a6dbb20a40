// Terms: from an accepted event and the state before it to its index terms (proofs.md §1), by a small
// template language that catalogue rows are written in.
//
//   template    = [guard] path [amount]
//   guard       = "[" condition *("," condition) "]"     all must hold
//   condition   = field "=" code | "late:" date | "counted" | "excluded" | "resolved" | "confirmed" |
//                 "joint" | "gains" | "loses"
//   path        = text with {placeholder}s, one of the families of proofs.md §1
//   amount      = "=" plus ["," minus]                   decimal or {integer field}; absent: 1
//   placeholder = public field | actor | business | center | scope | rym | period:date | fy:date | ym:date
//   date        = public date or instant field | @session (start of the session named by session_id) |
//                 @resolved | @confirmed (days of the issue named by issue_id)
// late: the month of `date` is closed for {center}. counted, excluded: whether the issue counts as a resolved
// one, by category, day and the parameter in force at the position (003 footnote 7), and once it is resolved
// what was decided then; resolved, confirmed: whether that issue is; gains, loses: whether the event's new
// category begins or ceases to count; joint: joint support of that session is recorded. center, business: see
// roles.h; center falls back on the actor's centre, the one that registered the business, the sealing scope.
// rym: JST month of recorded_at. period: "<fiscal year>/<yyyy-mm>" in JST. A placeholder without value drops
// its term.
//
// A correction takes back the figures of the facts that it replaces and brings its own, by the templates of
// the corrected row: amounts under minus and plus. Whatever changes a figure of a closed month is flagged
// month.restated there. Flags of the row (flags.h): flag/<name>/{center}/{rym}.
//
// Every type but `ledger.*` and `timestamp.*` also gets stream/<stream> and type/<type>/<rym>. Pure; any
// thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "ledger/domain/catalogue.h"
#include "ledger/domain/state.h"
#include "ledger/event/entry.h"

namespace ledger {

struct TermContext {
  const Event& event;
  const TypeSpec& row;
  UnixMicros recorded_at;           // of the entry that carries the terms
  const StateView& state;           // before the event
  const Event* replaced = nullptr;  // of a correction: what held the facts before it
  bool takes_back = false;          // the event is what a correction replaces
};

// Adds the terms that every event of a type gets. Not canonical yet.
void add_generic_terms(const TermContext& context, IndexTerms& terms);
// Adds the terms of the row's templates: at once, or at the completing countersignature.
void add_row_terms(const TermContext& context, IndexTerms& terms);

// What is wrong with a template of this row; nullopt when it resolves. For the catalogue's self-checks.
std::optional<std::string> check_template(const TypeSpec& row, std::string_view text);

}  // namespace ledger
