// RulePreview: what the rules would say of elements on the request's view, before the writer judges them.
//
// Place in the flow: checks that ask the vault (number_comparison, attachment_claims), once they have found
// something. An event that the rules refuse anyway gets their answer: it is the more telling one, and says
// nothing of what is sealed. Changes nothing. Any thread.
#pragma once

#include <span>
#include <string>

#include "api/routes.h"

namespace api {

// The first refusal, under its element when it is a batch; ok when all of them would be taken.
ledger::Status judged_by_rules(const Call& call, std::span<const ledger::VerifiedEvent> events, bool batch);

// "/3" for the fourth element of a batch, else nothing.
std::string element_prefix(std::size_t element, bool batch);

}  // namespace api
