// Figures: what monthly_report.submitted states: the same counts as the index families figure/<name>/….
#pragma once

#include <cstdint>

namespace ops::generate {

struct Figures {
  std::int64_t sessions = 0, session_minutes = 0, issues_identified = 0, issues_resolved = 0,
               issues_resolved_excluded = 0, outcomes_confirmed = 0, referrals = 0, referrals_received = 0,
               joint_sessions = 0, phase2_entries = 0, productivity_plans = 0, followups = 0;
};

}  // namespace ops::generate
