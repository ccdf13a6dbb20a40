#include "projections/figures/fixing.h"

namespace projections::figures {

namespace {

constexpr std::string_view kErased = "inputs_erased";  // and of the year before

}  // namespace

std::string_view withheld_by(const ToldApart& told, const Answer& answer, std::int64_t least,
                             KnownFacts& facts) {
  if (static_cast<std::int64_t>(answer.numerator.size()) < least) return kFewBusinesses;
  const auto root_of = [&](std::string_view business) { return facts.root(business); };
  const std::size_t k = least > 0 ? static_cast<std::size_t>(least) : 0;
  return told.may_state(answer.sums, k, root_of) ? std::string_view() : kSmallRemainder;
}

std::vector<Sum> stated_sums(const Answer& answer, std::int64_t contributors) {
  std::vector<Sum> sums = answer.sums;
  if (static_cast<std::int64_t>(answer.numerator.size()) >= contributors) return sums;
  for (const Excluded& row : answer.excluded) {
    if (row.reason.rfind(kErased, 0) != 0) continue;
    for (Sum& sum : sums) sum.addends.push_back({std::string(row.id), std::string(row.id), false});
  }
  return sums;
}

}  // namespace projections::figures
