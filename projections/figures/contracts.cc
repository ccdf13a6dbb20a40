#include "projections/figures/contracts.h"

#include <algorithm>

#include "projections/figures/facts.h"

namespace projections::figures {

bool Contract::paid_as_staff() const {
  const std::string_view status = text("staff_status");
  return text("pay_basis") == "labour" || status == "staff" || status == "dispatched";
}

Contracts::Contracts(const Known& known) {
  take_conclusions(known);
  take_amendments(known);
  take_ends(known, "contract.shortened", "new_end");
  take_ends(known, "contract.rescinded", "rescinded_on");
  take_ends(known, "entrustment.rescinded", "rescinded_on");
}

const Contract* Contracts::find(std::string_view id) const {
  const auto found = places_.find(id);
  return found == places_.end() ? nullptr : &contracts_[found->second];
}

Contract* Contracts::named(std::string_view id) {
  const auto found = places_.find(id);
  return found == places_.end() ? nullptr : &contracts_[found->second];
}

void Contracts::take_conclusions(const Known& known) {
  for (const Fact& fact : stated(known, "contract.concluded")) {
    Contract contract;
    contract.concluded = fact.event;
    contract.position = fact.position;
    contract.concluded_on = jst_day(fact.event->occurred_at);
    contract.first = jst_day(fact.text("start"));
    contract.last = jst_day(fact.text("end"));
    contract.amount_yen = fact.number("amount_yen");
    contract.initial_yen = fact.number("initial_yen");
    contract.supplementary_yen = fact.number("supplementary_yen");
    if (contract.first == kNoDay || contract.last == kNoDay) continue;
    const auto [place, is_new] = places_.try_emplace(contract.id(), contracts_.size());
    if (is_new) {
      contracts_.push_back(contract);
    } else {
      contracts_[place->second] = contract;
    }
  }
}

void Contracts::take_amendments(const Known& known) {
  for (const Fact& fact : stated(known, "contract.amended")) {
    Contract* contract = named(fact.text("contract_id"));
    const std::optional<std::int64_t> amount = fact.number("amount_yen");
    if (contract == nullptr || !amount) continue;
    contract->amount_yen = amount;
    contract->initial_yen = fact.number("initial_yen");
    contract->supplementary_yen = fact.number("supplementary_yen");
  }
}

void Contracts::take_ends(const Known& known, std::string_view type, FigureField field) {
  for (const Fact& fact : stated(known, type)) {
    Contract* contract = named(fact.text("contract_id"));
    const Day end = jst_day(fact.text(field));
    if (contract != nullptr && end != kNoDay) contract->last = std::min(contract->last, end);
  }
}

}  // namespace projections::figures
