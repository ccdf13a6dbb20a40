// The parts of the rule table as data; rules.cc joins them by RuleId. Private to rule_table_*.cc and
// rules.cc.
#pragma once

#include <span>

#include "ledger/domain/rules.h"

namespace ledger {

// Universal and shared rules, business, consent, consultation, referral, report, access.
std::span<const RuleSpec> support_rules();
// Identity of businesses, provisions, steps of cases, issues, phases and referrals, corrections.
std::span<const RuleSpec> life_cycle_rules();
// Ledger, people, contract.
std::span<const RuleSpec> admin_rules();
// Applications, procedures about contracts, posts, working days, money.
std::span<const RuleSpec> mandate_rules();
// Steps of life cycles, plans, surveys, activities, restatement.
std::span<const RuleSpec> planning_rules();
// Security items, oversight, operation.
std::span<const RuleSpec> evidence_rules();

}  // namespace ledger
