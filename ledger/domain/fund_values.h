// The two funds of an entrustment (001 V.3: initial and supplementary budget): what is charged to which.
//
// Private to ledger/domain. Preconditions: check_fields or check_logged_fields passed, of a payment also its
// rules. Pure; any thread.
#pragma once

#include <optional>
#include <string>

#include "ledger/domain/effect_values.h"
#include "ledger/domain/effects.h"
#include "ledger/domain/fee_table.h"
#include "ledger/domain/mandate_values.h"

namespace ledger {

// What a payment of honoraria may be charged with: work without its paperwork is not eligible (001 IX).
inline std::int64_t eligible_fees_yen(const StateView& state, const Event& payment) {
  const FeeRecord fee = find(state, fee_record(payment.text("contract_id"))).value_or(FeeRecord{});
  std::int64_t yen = 0;
  for (const std::string& id : texts_of(payment, "assignment_ids")) {
    const auto work = find(state, assignment_record(id));
    if (work && work->eligible) yen += fee_for(rate_on(fee, work->performed_on), work->half);
  }
  return yen;
}

// The entrustment that pays for a contract: itself, or that of its centre and year. Empty: there is none.
inline std::string entrustment_of(const StateView& state, std::string_view contract_id) {
  const auto contract = find(state, contract_record(contract_id));
  if (!contract) return {};
  if (contract->kind == "entrustment") return std::string(contract_id);
  const auto entrustment = find(state, entrustment_record(contract->center, fiscal_year_of(contract->start)));
  return entrustment ? entrustment->contract : std::string();
}

inline void charge_fund(const EffectContext& c, std::string_view entrustment, std::int64_t yen) {
  const auto key = fund_record(entrustment, c.event.text("fund"));
  FundRecord fund = find(c.state, key).value_or(FundRecord{});
  fund.charged += yen;
  put(c.state, key, fund);
}

}  // namespace ledger
