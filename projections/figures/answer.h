// Answer: one figure with its evidence, and its JSON.
//
// Place in the flow: every indicator gives one; the questions of the bureaus are built of them. `value` is
// exact: an integer, a fraction, a map of those, or null with a reason. The JSON is canonical: equal answers
// are equal bytes. Ownership: ids are views into the log; a nation's year has a million of them. Pure values;
// any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ledger/base/json_value.h"
#include "ledger/base/types.h"
#include "ledger/domain/contributions.h"
#include "projections/figures/told_apart.h"

namespace projections::figures {

struct Excluded {
  std::string_view id;
  std::string_view reason;  // a stable code
  auto operator<=>(const Excluded&) const = default;
};

// A policy parameter that ruled, and the event that set it.
struct Ruling {
  std::string name;
  ledger::JsonValue value;
  std::string set_by;  // empty: nobody did, its default
};

struct Answer {
  std::string indicator, definition, scope, period;
  std::optional<ledger::Position> position;  // nullopt: of an empty log
  ledger::JsonValue value;
  std::string reason;                       // why there is no value; empty when there is one
  std::vector<std::string_view> numerator;  // what was counted: ids, ascending
  std::vector<std::string_view> denominator;
  std::vector<Excluded> excluded;       // ascending
  std::vector<std::string_view> stale;  // counted on data older than the period
  ledger::JsonValue beside{ledger::JsonValue::Object{}};
  std::vector<Ruling> ruled_by;  // ascending by name; in order of time where one ruled by several values
  // What each business adds to a value over confidential inputs, by ascending subject: for whoever fixes the
  // value in the log. Never part of the JSON.
  std::vector<ledger::Contribution> contributions;
  // The sums that a value over confidential inputs lets out, as sets; never part of the JSON either.
  std::vector<Sum> sums;

  bool same_state(const Answer& other) const { return value == other.value && numerator == other.numerator; }
};

// How much of the lists of an answer its JSON shows: all; or the first so many, each list behind a member
// "<name>_count" with its true length.
using ListMax = std::optional<std::size_t>;
// The members in the order above, all of them.
ledger::JsonValue json_of(const Answer& answer, ListMax list_max = std::nullopt);

ledger::JsonValue json_of(const std::vector<std::string>& texts);
ledger::JsonValue json_of(const std::vector<std::string_view>& ids);
ledger::JsonValue json_of(const std::vector<Excluded>& excluded);  // [[id, reason], …]
ledger::JsonValue json_of(const std::vector<Ruling>& rulings);     // [{"name", "value", "set_by"}, …]
// null when empty.
ledger::JsonValue json_or_null(std::string_view text);
ledger::JsonValue json_or_null(const std::optional<std::int64_t>& number);
ledger::JsonValue json_or_null(const std::optional<ledger::Position>& position);

}  // namespace projections::figures
