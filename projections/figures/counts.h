// Indicators that count public facts: 003 table 12 ①–⑤ with auxiliaries, tables 15 and 16 ①–③ and ⑦.
//
// Place in the flow: called through indicators.h and reports.h. Pure functions of the question. Numerators
// are event ids where facts are counted or summed, representatives of businesses where businesses are.
#pragma once

#include "projections/figures/question.h"

namespace projections::figures {

// 003 table 12
ledger::Result<Answer> businesses(Question& q, std::string_view indicator);
ledger::Result<Answer> sessions(Question& q, std::string_view indicator);
ledger::Result<Answer> referrals(Question& q, std::string_view indicator);
ledger::Result<Answer> joint_sessions(Question& q, std::string_view indicator);
ledger::Result<Answer> outcomes_confirmed(Question& q, std::string_view indicator);
// auxiliaries
ledger::Result<Answer> issues_identified(Question& q, std::string_view indicator);
ledger::Result<Answer> session_minutes(Question& q, std::string_view indicator);
ledger::Result<Answer> utilisation(Question& q, std::string_view indicator);
// 003 tables 15 and 16
ledger::Result<Answer> issues_resolved(Question& q, std::string_view indicator);
ledger::Result<Answer> issues_resolved_excluded(Question& q, std::string_view indicator);  // of reports
ledger::Result<Answer> referred_businesses(Question& q, std::string_view indicator);
ledger::Result<Answer> joint_businesses(Question& q, std::string_view indicator);
ledger::Result<Answer> knowhow_shared(Question& q, std::string_view indicator);

}  // namespace projections::figures
