#include "projections/figures/fees.h"

#include <algorithm>
#include <set>

namespace projections::figures {

namespace {

struct Bounds {
  std::string_view kind;
  std::int64_t base_yen, ceiling_yen;  // the ceiling with the bureau's 了承
  bool flat = false;                   // 001 IX A: no raise for the chief
};
constexpr Bounds kBounds[] = {{kChief, 50'000, 50'000, true},
                              {"sub_cco", 35'000, 40'000},
                              {"co", 35'000, 40'000},
                              {kProductivityLead, 45'000, 50'000}};

const Bounds* bounds_of(std::string_view kind) {
  const auto* found = std::find_if(std::begin(kBounds), std::end(kBounds),
                                   [&](const Bounds& row) { return row.kind == kind; });
  return found == std::end(kBounds) ? nullptr : found;
}

bool is_half(const FigureEvent& assignment) {
  return assignment.text("fraction") == "half";
}

std::size_t assignments_named(const FigureEvent& payment) {
  std::size_t count = 0;
  payment.value("assignment_ids").each_item([&](PackedValue) { ++count; });
  return count;
}

// Of a rate that work was paid at; empty: in order.
std::string_view rate_problem(const FeeRates& rates, const Contract& contract, std::int64_t yen,
                              ledger::Position paid_at) {
  const Bounds* bounds = bounds_of(contract.kind());
  if (bounds == nullptr) return "no_fee_contract";
  if (bounds->flat) return yen == bounds->base_yen ? "" : "not_flat_rate";
  if (yen <= bounds->base_yen) return "";
  if (yen > bounds->ceiling_yen) return "over_ceiling";
  return rates.raise_approved(contract.id(), yen, paid_at) ? "" : "over_base_without_approval";
}

// Of the amount against rate × fraction of the work that it pays; empty: in order.
std::string_view amount_problem(const FeeRates& rates, const FigureEvent& payment,
                                const std::vector<const FigureEvent*>& work) {
  if (work.size() != assignments_named(payment)) return "assignment_missing";
  std::int64_t owed = 0;
  for (const FigureEvent* assignment : work) {
    const std::optional<std::int64_t> yen = rates.due(payment.text("contract_id"), *assignment);
    if (!yen) return "no_rate";
    owed += *yen;
  }
  const std::int64_t paid = payment.number("amount_yen").value_or(0);
  if (paid == owed) return "";
  const bool any_half = std::any_of(work.begin(), work.end(), [](const auto* a) { return is_half(*a); });
  return paid > owed && any_half ? "half_day_rule" : "amount_differs";
}

Violation payment_problems(const Known& known, const FeeRates& rates, const Contract& contract,
                           const FigureEvent& payment) {
  Violation found;
  found.basis = assignments_of(known, payment);
  const auto add = [&](std::string_view reason) {
    if (!reason.empty()) found.reasons.emplace_back(reason);
  };
  std::set<std::int64_t> used;
  for (const FigureEvent* assignment : found.basis) {
    if (const auto yen = rates.rate_on(contract.id(), jst_day(assignment->text("performed_on")))) {
      used.insert(*yen);
    }
  }
  for (const std::int64_t yen : used) add(rate_problem(rates, contract, yen, payment.position));
  if (contract.paid_as_staff()) add("staff_not_honorarium");
  if (payment.text("payee") != contract.person()) add("third_party");
  add(amount_problem(rates, payment, found.basis));
  return found;
}

}  // namespace

FeeRates::FeeRates(const Known& known) {
  for (const FigureEvent* event : known.of_type("fee.rate_set")) {
    const Day from = jst_day(event->text("from"));
    const std::optional<std::int64_t> yen = event->number("yen");
    if (from == kNoDay || !yen) continue;
    rates_[event->text("contract_id")].push_back({from, event->position, *yen});
  }
  for (auto& [contract, rates] : rates_) {
    std::stable_sort(rates.begin(), rates.end(),
                     [](const Rate& a, const Rate& b) { return a.from < b.from; });
  }
  for (const FigureEvent* event : known.of_type("fee.raise_approved")) {
    raises_[event->text("contract_id")].push_back(event);
  }
}

std::optional<std::int64_t> FeeRates::rate_on(std::string_view contract, Day day) const {
  const auto found = rates_.find(contract);
  if (found == rates_.end()) return std::nullopt;
  const auto& rates = found->second;
  const auto after = std::upper_bound(rates.begin(), rates.end(), day,
                                      [](Day asked, const Rate& rate) { return asked < rate.from; });
  if (after == rates.begin()) return std::nullopt;
  return std::prev(after)->yen;
}

std::optional<std::int64_t> FeeRates::due(std::string_view contract, const FigureEvent& assignment) const {
  const std::optional<std::int64_t> rate = rate_on(contract, jst_day(assignment.text("performed_on")));
  if (!rate || !is_half(assignment)) return rate;
  return *rate / 2;
}

bool FeeRates::raise_approved(std::string_view contract, std::int64_t yen, ledger::Position before) const {
  const auto found = raises_.find(contract);
  if (found == raises_.end()) return false;
  return std::any_of(found->second.begin(), found->second.end(), [&](const FigureEvent* event) {
    return event->number("yen").value_or(0) >= yen && event->position < before;
  });
}

std::vector<const FigureEvent*> assignments_of(const Known& known, const FigureEvent& payment) {
  std::vector<const FigureEvent*> work;
  payment.value("assignment_ids").each_item([&](PackedValue id) {
    if (!id.is_string()) return;
    for (const FigureEvent* event : known.naming("assignment_id", id.as_string())) {
      if (event->type == "assignment.performed") work.push_back(event);
    }
  });
  const auto earlier = [](const FigureEvent* a, const FigureEvent* b) { return a->position < b->position; };
  std::sort(work.begin(), work.end(), earlier);
  work.erase(std::unique(work.begin(), work.end()), work.end());  // an id that the payment names twice
  return work;
}

std::vector<Violation> fee_violations(const Known& known, const Centers& centers) {
  const Contracts contracts(known);
  const FeeRates rates(known);
  std::vector<Violation> rows;
  for (const FigureEvent* payment : known.of_type("fee.paid")) {
    const Contract* contract = contracts.find(payment->text("contract_id"));
    Violation row;
    if (contract == nullptr) {
      row.reasons.emplace_back("no_contract");
    } else if (centers.contains(std::string(contract->center()))) {
      row = payment_problems(known, rates, *contract, *payment);
    }
    if (row.reasons.empty()) continue;
    row.event = payment;
    if (contract != nullptr) row.center = contract->center();
    row.contract = payment->text("contract_id");
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace projections::figures
