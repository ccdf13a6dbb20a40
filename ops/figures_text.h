// FiguresText: an answer of the figure routes as text for people, in Japanese or English.
//
// Place in the flow: `daicho figures`, `daicho reconcile`, `daicho violations`. Pure; any thread.
#pragma once

#include <string>

#include "ledger/base/json_value.h"
#include "projections/record_labels.h"

namespace ops {

// Precondition: `answer` is one of the figure routes (api/figure_question.h).
std::string figures_text(const ledger::JsonValue& answer, projections::LabelLanguage language);
// Whether the answer is a finding: a figure that is wrong, a violation, an overdue duty.
bool has_findings(const ledger::JsonValue& answer);

}  // namespace ops
