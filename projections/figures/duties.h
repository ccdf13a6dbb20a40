// Duties: what a centre owes every year, with its state on a day (question 20). 001 II.2 to II.5.
//
// Place in the flow: a question about a Known, a centre, a fiscal year and a day. A duty for which no source
// names a day is due on the year's last. Pure; any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/json_value.h"
#include "ledger/base/status.h"
#include "projections/figures/calendar.h"
#include "projections/figures/figure_log.h"

namespace projections::figures {

enum class DutyState { kMet, kOpen, kOverdue };

struct Duty {
  // forum_regional, forum_inter_center, plan_confirmed, monthly_report_<yyyy-mm>, feedback_attended
  std::string name;
  DutyState state = DutyState::kOpen;
  Day due_on;
  std::vector<std::string> ids;  // events that met it, or part of it; ascending
};

// Every duty of the year; of the monthly reports those whose month is over. Errors: figures.parameter.
ledger::Result<std::vector<Duty>> duties(const Known& known, std::string_view center, int fiscal_year,
                                         Day today);
// Those that are not met.
ledger::Result<std::vector<Duty>> unmet_duties(const Known& known, std::string_view center, int fiscal_year,
                                               Day today);

std::string_view duty_state_name(DutyState state);  // "met", "open", "overdue"
ledger::JsonValue json_of(const Duty& duty);        // {"duty", "state", "due_on", "ids"}

}  // namespace projections::figures
