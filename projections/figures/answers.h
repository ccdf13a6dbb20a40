// Answers: the one door to figures: an ask, by name, over a log.
//
// Place in the flow: API and command line parse an Ask, load the part of the log that it needs
// (figure_loader.h) and come here. Pure: equal logs and asks give equal bytes.
#pragma once

#include <span>

#include "projections/figures/ask.h"

namespace projections::figures {

// not_found figures.question | figures.indicator | figures.definition | figures.figure; invalid_argument
// figures.ask (a member is missing); failed_precondition figures.parameter.
ledger::Result<ledger::JsonValue> answer(const FigureLog& log, const Ask& ask);

// Names of the questions, in the order of programme 5.
std::span<const std::string_view> questions();

}  // namespace projections::figures
