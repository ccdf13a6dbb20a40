// Violations: a bureau's list of one kind: the recomputed judgement, and beside each row what the ledger
// itself said; refused attempts apart.
//
// Place in the flow: the door of `daicho violations` and GET /v1/violations; the questions 14 to 20
// themselves stay as they are and are asked one by one through answers.h. Pure; any thread.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "ledger/base/status.h"
#include "projections/figures/calendar.h"
#include "projections/figures/ledger_word.h"
#include "projections/figures/scope.h"

namespace projections::figures {

enum class ViolationKind { kPhase2, kFees, kProcedures, kWorkdays, kCosts, kDuties };

struct ViolationKindRow {
  ViolationKind kind;
  std::string_view name;  // "phase2", "fees", "procedures", "workdays", "costs", "duties"
  std::string_view label_ja, label_en;
  bool needs_year = false;  // a question about one fiscal year
  bool needs_day = false;   // … as it stands on a day
  std::span<const RefusalCode> refusals;
};
std::span<const ViolationKindRow> violation_kinds();
const ViolationKindRow* find_violation_kind(std::string_view name);  // nullptr

struct ViolationsQuestion {
  ViolationKind kind = ViolationKind::kPhase2;
  Scope scope;
  // Without it every year's, where the kind allows that; with it, what happened in it.
  std::optional<int> fiscal_year;
  std::optional<Day> today;
};

// {"kind", "scope", "fy", "on", "ruled_by", "rows", "refused_attempts"}; "ruled_by" as in answer.h. A row is
// that of its question with "center", "position" and "type" of its event where it has one, "basis" (ids of
// further events that were judged) and "ledger_said" (flags of all of them). Precondition: the year and the
// day that the kind needs are there. Errors: figures.parameter.
ledger::Result<ledger::JsonValue> violations(const Known& known, const ViolationsQuestion& question);

}  // namespace projections::figures
