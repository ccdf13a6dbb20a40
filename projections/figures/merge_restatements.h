// Question 13: merges and unmerges after a month's close that changed its 名寄せ後の事業者数.
//
// Place in the flow: answers.h asks. Months are those of the scope's centres in the fiscal year, each by its
// own close. Each month is computed over a part of the log of its own: its sessions in all their versions and
// the businesses that any merge ever connected with theirs. Pure.
#pragma once

#include "ledger/base/json_value.h"
#include "ledger/base/status.h"
#include "projections/figures/figure_log.h"
#include "projections/figures/scope.h"

namespace projections::figures {

// [{center, year_month, id, type, from, to, change}], by close, then by merge. Errors as month_figure().
ledger::Result<ledger::JsonValue> merge_restatements(const Known& known, const Scope& scope, int fiscal_year);

}  // namespace projections::figures
