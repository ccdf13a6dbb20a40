#include "ledger/domain/fee_table.h"

namespace ledger {

namespace {

// Coordinators: 25,000 to 35,000 in principle; the sources name no consequence of paying less.
constexpr FeeBounds kBounds[] = {{"cco", 50'000, 50'000, true, false},
                                 {"sub_cco", 35'000, 40'000, false, true},
                                 {"co", 35'000, 40'000, false, true},
                                 {"prod_lead", 45'000, 50'000, false, false}};

}  // namespace

const FeeBounds* find_fee_bounds(std::string_view contract_kind) {
  for (const FeeBounds& bounds : kBounds) {
    if (bounds.kind == contract_kind) return &bounds;
  }
  return nullptr;
}

std::int64_t fee_for(std::int64_t rate_yen, bool half_day) {
  return half_day ? rate_yen / 2 : rate_yen;
}

}  // namespace ledger
