// Figures: what monthly_report.submitted states: the same counts as the index families figure/<name>/…; and
// how a report goes wrong on request.
#pragma once

#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

namespace ops::generate {

struct Figures {
  std::int64_t sessions = 0, session_minutes = 0, issues_identified = 0, issues_resolved = 0,
               issues_resolved_excluded = 0, outcomes_confirmed = 0, referrals = 0, referrals_received = 0,
               joint_sessions = 0, phase2_entries = 0, productivity_plans = 0, followups = 0;
};

// What becomes of a month's report in a run with violations.
struct ReportBreach {
  bool is_missing = false;
  std::vector<std::pair<std::string_view, std::int64_t>> gaps;  // reported less true, ascending by name
};

// As the report names them, ascending.
std::vector<std::pair<std::string_view, std::int64_t>> figures_by_name(const Figures& figures);

}  // namespace ops::generate
