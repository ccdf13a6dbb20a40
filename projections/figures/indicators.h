// Indicators: every indicator by its stable id, as a function of definition version, scope, fiscal year,
// cut-off and erasure set; and the set of a year (question 12).
//
// Place in the flow: answers.h asks; counts.h, surveys.h and values.h compute. Pure; KnownFacts is for one
// thread.
#pragma once

#include "projections/figures/definitions.h"
#include "projections/figures/question.h"

namespace projections::figures {

struct FigureOf {
  std::string_view indicator, definition;
  Scope scope;
  int fiscal_year = 0;
  std::optional<ledger::Position> position;  // what the answer says it speaks for
};

// not_found figures.definition | figures.indicator; failed_precondition figures.parameter.
ledger::Result<Answer> figure(KnownFacts& facts, const FigureOf& of, const Erased& erased);

// Every indicator of the definition: now, the year before under the same definition, and what was published
// for that one then (3.3 #26). `of.indicator` is not looked at; `of.definition` empty: that of the year.
ledger::Result<ledger::JsonValue> indicator_set(KnownFacts& facts, FigureOf of, const Erased& erased,
                                                ListMax list_max);

}  // namespace projections::figures
