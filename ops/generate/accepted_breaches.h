// Accepted breaches: what the ledger takes, and the bureaus' questions must name: wrong and missing monthly
// reports, entries and merges after a month's close, costs beyond contract and ceiling, fees that a later
// rate contradicts, a contract before its approval, weeks without work.
//
// Place in the flow: `daicho generate --with-violations` → beside the refused events of violations.h, in the
// same evenings. The line that makes the breach says what must be found of it, and where it was planted:
//   {"as":"NAME","event":{…},"found_by":{"question":"reconcile","center":"c40","month":"2026-04",
//    "moves":{"sessions":1,"session_minutes":30}}}
// `daicho append` sends such a line as any other. Each breach rests on persons, businesses and contracts of
// its own, and on days that are no other line's: nothing else is found wrong because of it. What the rules
// refuse cannot be planted here. Single-threaded.
#pragma once

#include "ops/generate/figures.h"
#include "ops/generate/violations.h"

namespace ops::generate {

// A pure function of centre, month and seed: two reports of three are wrong in three figures: one that is
// zero reported as some, one too high, one too low. The last report of a run of three months is missing in
// every other centre.
ReportBreach breach_of_report(const CenterSimulation& simulation, YearMonth month, YearMonth first,
                              YearMonth last);

// Holds the evening's breaches in the writer. `day` as in violations.h.
void hold_accepted_breaches(const ViolationContext& context, int day);

}  // namespace ops::generate
