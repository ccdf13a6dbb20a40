// Corporate numbers (法人番号): thirteen digits, the leftmost one a check digit.
//
// Catches every single-digit error but 0↔9. Pure; any thread.
#pragma once

#include <string_view>

namespace ledger {

// Check digit = 9 − ((Σ Pn·Qn) mod 9) over the other twelve digits, Pn the n-th from the right, Qn 1 for odd
// n and 2 for even n (programme 3.0); a leading 0 is never valid.
bool is_corporate_number(std::string_view text);

}  // namespace ledger
