// What raises the flags of duties that have a date or a number: policy parameters say which.
//
// Private to ledger/domain; flags.cc puts them into the table. Each is asked in the state before the event,
// after the row's rules have held. Pure; any thread.
#pragma once

#include "ledger/domain/terms.h"

namespace ledger {

bool incident_late(const TermContext& c);
bool monthly_report_late(const TermContext& c);
// No report in the months of the interval before this one's, although the contract ran.
bool security_report_late(const TermContext& c);
bool performance_report_late(const TermContext& c);
// A whole week of the contract, ending in the approved month, with less than three days of work.
bool workweek_below(const TermContext& c);
bool diagnosis_overdue(const TermContext& c);
// Asked when the year's report is delivered.
bool forum_below(const TermContext& c);

}  // namespace ledger
