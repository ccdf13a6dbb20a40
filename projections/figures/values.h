// Indicators of phase 2, over confidential statements: 003 section 6 ②③④⑦, footnotes 8 and 9.
//
// Place in the flow: called through indicators.h. All are about S = { rep(b) : in phase 2 on some day of the
// period, and a session at the scope's centres in it }. Confidential fields stand in the events only where
// they were opened for the figure; a log loaded without them answers null, `inputs_sealed`. Pure functions of
// the question.
#pragma once

#include "projections/figures/question.h"

namespace projections::figures {

ledger::Result<Answer> va_sum(Question& q, std::string_view indicator);
ledger::Result<Answer> va_productivity(Question& q, std::string_view indicator);
ledger::Result<Answer> employees_sum(Question& q, std::string_view indicator);
ledger::Result<Answer> va_yoy(Question& q, std::string_view indicator);
ledger::Result<Answer> sales_growth(Question& q, std::string_view indicator);

}  // namespace projections::figures
