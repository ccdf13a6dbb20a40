// Ask: one question about figures, read from JSON.
//
// Place in the flow: API, command line and tests ask by the same members. {"indicator", "scope", "fy", …} one
// indicator of a year; {"figure", "center", "month", …} one figure of a monthly report; {"question", …} one
// of the bureaus' questions (programme 5, 11–20). `cut_off` and `as_of` are positions; without them, all.
// Values; any thread.
#pragma once

#include <optional>
#include <string>

#include "ledger/base/json_value.h"
#include "ledger/base/status.h"
#include "projections/figures/question.h"

namespace projections::figures {

struct Ask {
  std::string indicator, figure, question;  // exactly one is not empty
  std::string definition;                   // empty: that of the year
  std::optional<Scope> scope;
  std::string center, month;
  std::optional<int> fiscal_year;
  std::string on;    // a date, where a question is about a day
  std::string kind;  // of violations
  std::optional<ledger::Position> cut_off, as_of;
  Erased erased;
  ListMax list_max;  // not read from JSON: what of its lists an indicator shows
};

// invalid_argument figures.ask (an unknown member, a wrong type, none or several of indicator, figure and
// question), figures.scope, figures.month, figures.date; each with a pointer. Which further members an ask
// needs is judged where it is answered.
ledger::Result<Ask> parse_ask(const ledger::JsonValue& json);

// Members that an ask needs; invalid_argument figures.ask when they are not there.
ledger::Status need_scope(const Ask& ask);
ledger::Status need_year(const Ask& ask);
ledger::Status need_center(const Ask& ask);
ledger::Status need_month(const Ask& ask);
ledger::Status need_day(const Ask& ask);

}  // namespace projections::figures
