// Answers of businesses and growth of coordinators: 003 table 12 ⑥, section 6 ③ and ⑤, footnote 10.
//
// Place in the flow: called through indicators.h. Pure functions of the question.
#pragma once

#include "projections/figures/question.h"

namespace projections::figures {

// `indicator` is "survey_<item>": yes ÷ valid answers to the item.
ledger::Result<Answer> survey_share(Question& q, std::string_view indicator);
// Per item of the surveys answered in the period. The sources fix no items, and respondents are anonymous:
// nobody can say who of them is in phase 2.
ledger::Result<Answer> survey_selfreliance(Question& q, std::string_view indicator);
// Coordinators whose mean rating of the period reaches the threshold. Their own survey is no event of the
// catalogue: a review of oneself is refused there.
ledger::Result<Answer> co_improved(Question& q, std::string_view indicator);

}  // namespace projections::figures
