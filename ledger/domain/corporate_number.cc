#include "ledger/domain/corporate_number.h"

#include <cstddef>

namespace ledger {

bool is_corporate_number(std::string_view text) {
  constexpr std::size_t kDigits = 13;
  if (text.size() != kDigits) return false;
  int sum = 0;
  for (std::size_t i = 0; i < kDigits; ++i) {
    if (text[i] < '0' || text[i] > '9') return false;
    // Counted from the right the last digit is the first, so an even index from the left has an odd place.
    if (i > 0) sum += (text[i] - '0') * (i % 2 == 0 ? 1 : 2);
  }
  return text[0] - '0' == 9 - sum % 9;
}

}  // namespace ledger
