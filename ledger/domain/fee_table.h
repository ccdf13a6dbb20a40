// Fee table: what one full job may cost per kind of personal contract (001 IX; 000 2(2)), yen without tax.
//
// Constants and exact integer arithmetic; any thread.
#pragma once

#include <cstdint>
#include <string_view>

namespace ledger {

struct FeeBounds {
  std::string_view kind;
  std::int64_t base_yen;     // allowed without approval, at most
  std::int64_t ceiling_yen;  // allowed with the bureau's approval, at most
  bool flat;                 // exactly base_yen, no raise
  bool needs_circumstance;   // a raise names a special circumstance
};

// nullptr: such a contract has no fee.
const FeeBounds* find_fee_bounds(std::string_view contract_kind);

// Half a day earns half the fee, rounded down to a yen.
std::int64_t fee_for(std::int64_t rate_yen, bool half_day);

}  // namespace ledger
