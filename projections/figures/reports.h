// Reports: figures of monthly reports, and question 11: a report against the events.
//
// Place in the flow: answers.h asks. An event *moved* a figure iff the figure's value or its set differs
// between the position before the event and the event's own. Only events of the types behind a figure
// (behind.h) are tried, each once. Cost: one computation of the month's figure per tried event, so the log
// should hold little more than the month; the loader sees to it. Pure.
#pragma once

#include <span>

#include "projections/figures/question.h"

namespace projections::figures {

// Ids of the figures of a monthly report that can be computed.
std::span<const std::string_view> report_figures();

// The figure of a centre's month, what is known being `known`; `position` is what the answer says it speaks
// for. not_found figures.figure; invalid_argument figures.month; failed_precondition figures.parameter.
ledger::Result<Answer> month_figure(const Known& known, std::string_view figure, std::string_view center,
                                    std::string_view year_month, std::optional<ledger::Position> position);

// Question 11, over the last report of the month. Per reported figure: as reported, recomputed at the
// report's cut-off, recomputed now. The gap between the first two is explained by the events since the figure
// last was what was reported, if it ever was; the gap between the last two by the events after the cut-off
// that moved it. Errors as month_figure.
ledger::Result<ledger::JsonValue> reconcile(const Known& known, std::string_view center,
                                            std::string_view year_month);

}  // namespace projections::figures
