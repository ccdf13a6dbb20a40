// Fixing: whether a figure over confidential inputs is fixed in the log in clear or sealed, and why.
//
// Place in the flow: ops/figure_fixer computes a figure at its cut-off and asks here before it appends
// `figure.fixed`. The log is what everybody may read, so this is where differences are kept from singling out
// a business: of centre, bureau and nation, of one month and the next (told_apart.h says how). Threads: one.
#pragma once

#include <string_view>

#include "projections/figures/answer.h"
#include "projections/figures/known_facts.h"

namespace projections::figures {

// Values of the field `withheld`.
inline constexpr std::string_view kFewBusinesses = "few_businesses";    // fewer than k behind it
inline constexpr std::string_view kSmallRemainder = "small_remainder";  // with other values, fewer than k

// Empty: the value may be stated in clear. `facts` are those that the answer was computed from.
std::string_view withheld_by(const ToldApart& told, const Answer& answer, std::int64_t least,
                             KnownFacts& facts);

// The sums of a figure that was fixed in clear with that many contributors, `answer` being its recomputation.
// Inputs that are erased by now stood in it, perhaps, and are marked so.
std::vector<Sum> stated_sums(const Answer& answer, std::int64_t contributors);

}  // namespace projections::figures
