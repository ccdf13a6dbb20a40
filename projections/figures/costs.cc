#include "projections/figures/costs.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "projections/figures/answer.h"
#include "projections/figures/definitions.h"
#include "projections/figures/facts.h"
#include "projections/figures/fees.h"
#include "projections/figures/fraction.h"

namespace projections::figures {

using ledger::JsonValue;
using ledger::Result;

namespace {

constexpr std::string_view kFeePaid = "fee.paid";
constexpr std::string_view kCostDisallowed = "cost.disallowed";
constexpr std::string_view kFeeItem = "II-3";  // 謝金: every honorarium paid
constexpr std::string_view kSubcontractItem = "III";
constexpr std::string_view kNoFund = "unassigned";  // no event says of which fund an honorarium is paid

struct Booked {
  const FigureEvent* event;
  std::string_view item;
  std::int64_t yen, tax;
  bool is_fee() const { return event->type == kFeePaid; }
};

// Costs and honoraria of the centre's year, ascending.
std::vector<Booked> booked(const Known& known, const Contracts& contracts, std::string_view center,
                           int fiscal_year) {
  const Period year = fiscal_year_period(fiscal_year);
  std::vector<Booked> rows;
  const auto take = [&](const FigureEvent* event, std::string_view item, FigureField day_field) {
    if (!year.has(jst_day(event->text(day_field)))) return;
    rows.push_back(
        {event, item, event->number("amount_yen").value_or(0), event->number("tax_yen").value_or(0)});
  };
  for (const FigureEvent* event : known.of_type("cost.recorded")) {
    if (event->text("center_id") == center) take(event, event->text("item"), "incurred_on");
  }
  for (const FigureEvent* event : known.of_type(kFeePaid)) {
    const Contract* contract = contracts.find(event->text("contract_id"));
    if (contract != nullptr && contract->center() == center) take(event, kFeeItem, "paid_on");
  }
  std::sort(rows.begin(), rows.end(),
            [](const Booked& a, const Booked& b) { return a.event->position < b.event->position; });
  return rows;
}

// The centre's entrustment contract of the year; nullptr: none.
const Contract* entrustment(const Contracts& contracts, std::string_view center, int fiscal_year) {
  const Contract* found = nullptr;
  for (const Contract& contract : contracts.all()) {
    if (contract.kind() == kEntrustment && contract.center() == center &&
        fiscal_year_of(contract.first) == fiscal_year) {
      found = &contract;
    }
  }
  return found;
}

struct Money {
  std::int64_t yen = 0, tax = 0;
};
JsonValue json_of(const Money& money) {
  return JsonValue(JsonValue::Object{{"yen", JsonValue(money.yen)}, {"tax", JsonValue(money.tax)}});
}

// Sums by a name, in the order in which the names came up.
template <typename Sum>
class Sums {
 public:
  Sum& of(std::string_view name) {
    const auto [place, is_new] = places_.try_emplace(name, sums_.size());
    if (is_new) sums_.emplace_back(name, Sum());
    return sums_[place->second].second;
  }
  JsonValue json(const auto& shown) const {
    JsonValue json{JsonValue::Object{}};
    for (const auto& [name, sum] : sums_) json.add(std::string(name), shown(sum));
    return json;
  }

 private:
  std::vector<std::pair<std::string_view, Sum>> sums_;
  std::unordered_map<std::string_view, std::size_t> places_;
};

Money total_of(const std::vector<Booked>& rows) {
  Money total;
  for (const Booked& row : rows) {
    total.yen += row.yen;
    total.tax += row.tax;
  }
  return total;
}

std::int64_t disallowed_of(const Known& known, const std::vector<Booked>& rows) {
  std::unordered_set<std::string_view> costs;
  for (const Booked& row : rows) costs.insert(row.event->text("cost_id"));
  std::int64_t sum = 0;
  for (const FigureEvent* event : known.of_type(kCostDisallowed)) {
    const std::string_view cost = event->text("cost_id");
    if (!cost.empty() && costs.contains(cost)) sum += event->number("amount_yen").value_or(0);
  }
  return sum;
}

JsonValue json_of(const std::optional<Fraction>& share) {
  return share ? json_of(*share) : JsonValue();
}

// Planned: approved sums over the contract amount. Booked: item III over all costs, both with tax.
JsonValue subcontract_share(const Known& known, const Contract* contract, const std::vector<Booked>& rows) {
  std::unordered_set<std::string_view> approved;
  for (const FigureEvent* event : known.of_type("subcontract.approved")) {
    approved.insert(event->text("subcontract_id"));
  }
  std::int64_t planned_yen = 0;
  bool letter = false;
  const std::string_view contract_id = contract == nullptr ? std::string_view() : contract->id();
  for (const FigureEvent* event : known.of_type("subcontract.requested")) {
    if (contract == nullptr || event->text("contract_id") != contract_id) continue;
    letter |= event->flag("reason_letter");
    if (approved.contains(event->text("subcontract_id"))) {
      planned_yen += event->number("amount_yen").value_or(0);
    }
  }
  std::int64_t whole = 0, part = 0;
  for (const Booked& row : rows) {
    whole += row.yen + row.tax;
    if (row.item == kSubcontractItem) part += row.yen + row.tax;
  }
  const std::int64_t amount = contract == nullptr ? 0 : contract->amount_yen.value_or(0);
  const std::optional<Fraction> planned = ratio(planned_yen, amount), share = ratio(part, whole);
  const Fraction half(1, 2);
  const bool wanted = (planned && *planned > half) || (share && *share > half);
  JsonValue json{JsonValue::Object{}};
  json.add("planned", json_of(planned));
  json.add("booked", json_of(share));
  json.add("letter_wanted", JsonValue(wanted));
  json.add("letter_on_file", JsonValue(letter));
  json.add("violation", JsonValue(wanted && !letter));
  return json;
}

JsonValue funds_of(const Contract* contract) {
  JsonValue json{JsonValue::Object{}};
  if (contract == nullptr) return json;
  json.add("initial", json_or_null(contract->initial_yen));
  json.add("supplementary", json_or_null(contract->supplementary_yen));
  return json;
}

// Why a recorded cost is not eligible at all.
std::vector<std::string> cost_problems(const Contracts& contracts, const FigureEvent& cost) {
  std::vector<std::string> reasons;
  if (cost.number("vouchers") == 0) reasons.emplace_back("no_voucher");
  const std::string_view cost_class = cost.text("cost_class");
  if (cost_class != "project") reasons.push_back("class_" + std::string(cost_class));
  if (cost.text("travel") == "overseas") reasons.emplace_back("overseas_travel");
  const Contract* contract = contracts.find(cost.text("contract_id"));
  const Day day = jst_day(cost.text("incurred_on"));
  if (contract == nullptr || day < contract->first || contract->last < day) {
    reasons.emplace_back("outside_contract");
  }
  return reasons;
}

void judge_cost(const Known& known, const Contracts& contracts, IneligibleRow& row) {
  row.reasons = cost_problems(contracts, *row.event);
  std::int64_t cut = 0;
  std::vector<std::string> cuts;
  for (const FigureEvent* event : known.naming("cost_id", row.event->text("cost_id"))) {
    if (event->type != kCostDisallowed) continue;
    row.basis.push_back(event);
    cut += event->number("amount_yen").value_or(0);
    cuts.push_back("disallowed_" + std::string(event->text("reason")));
  }
  row.lost_yen = row.reasons.empty() ? std::min(row.yen, cut) : row.yen;
  row.reasons.insert(row.reasons.end(), cuts.begin(), cuts.end());
}

void judge_fee(const Known& known, const FeeRates& rates, const Contract& contract, IneligibleRow& row) {
  row.basis = assignments_of(known, *row.event);
  if (contract.paid_as_staff()) {
    row.lost_yen = row.yen;
    row.reasons.emplace_back("staff_not_honorarium");
    return;
  }
  std::int64_t lost = 0;
  bool missing = false;
  for (const FigureEvent* assignment : row.basis) {
    if (assignment->text("paperwork") != "missing") continue;
    missing = true;
    lost += rates.due(contract.id(), *assignment).value_or(0);
  }
  row.lost_yen = std::min(lost, row.yen);
  if (missing) row.reasons.emplace_back("paperwork_missing");
}

}  // namespace

Result<JsonValue> cost_summary(const Known& known, std::string_view center, int fiscal_year) {
  LEDGER_ASSIGN(const std::string_view tax_rule, choice(known, "contract.ceiling_tax"));
  const Contracts contracts(known);
  const std::vector<Booked> rows = booked(known, contracts, center, fiscal_year);
  const Contract* contract = entrustment(contracts, center, fiscal_year);
  Sums<Money> items;
  Sums<std::int64_t> funds;
  for (const Booked& row : rows) {
    Money& item = items.of(row.item);
    item.yen += row.yen;
    item.tax += row.tax;
    const std::string_view fund = row.event->text("fund");
    funds.of(fund.empty() ? kNoFund : fund) += row.yen + row.tax;
  }
  const Money total = total_of(rows);
  const std::int64_t spent = total.yen + (tax_rule == "included" ? total.tax : 0);
  const std::optional<std::int64_t> amount = contract == nullptr ? std::nullopt : contract->amount_yen;
  const std::optional<std::int64_t> ceiling =
      parameter_value(known, "ceiling." + std::string(center) + "." + std::to_string(fiscal_year));
  JsonValue json{JsonValue::Object{}};
  json.add("items", items.json([](const Money& sum) { return json_of(sum); }));
  json.add("funds", funds.json([](std::int64_t yen) { return JsonValue(yen); }));
  json.add("total", json_of(total));
  json.add("disallowed", JsonValue(disallowed_of(known, rows)));
  json.add("contract_amount", json_or_null(amount));
  json.add("contract_by_fund", funds_of(contract));
  json.add("ceiling", json_or_null(ceiling));
  json.add("spent", JsonValue(spent));
  json.add("left_of_contract", amount ? JsonValue(*amount - spent) : JsonValue());
  json.add("over_contract", amount ? JsonValue(spent > *amount) : JsonValue());
  json.add("contract_over_ceiling", amount && ceiling ? JsonValue(*amount > *ceiling) : JsonValue());
  json.add("subcontract", subcontract_share(known, contract, rows));
  return json;
}

Eligibility eligibility(const Known& known, std::string_view center, int fiscal_year) {
  const Contracts contracts(known);
  const FeeRates rates(known);
  Eligibility found;
  for (const Booked& booking : booked(known, contracts, center, fiscal_year)) {
    IneligibleRow row;
    row.event = booking.event;
    row.item = booking.item;
    row.yen = booking.yen;
    if (booking.is_fee()) {
      judge_fee(known, rates, *contracts.find(booking.event->text("contract_id")), row);
    } else {
      judge_cost(known, contracts, row);
    }
    found.eligible_yen += row.yen - row.lost_yen;
    found.booked_yen += row.yen;
    if (!row.reasons.empty()) found.rows.push_back(std::move(row));
  }
  return found;
}

JsonValue json_of(const IneligibleRow& row) {
  JsonValue json{JsonValue::Object{}};
  json.add("id", JsonValue(row.event->id));
  json.add("item", JsonValue(row.item));
  json.add("yen", JsonValue(row.yen));
  json.add("lost", JsonValue(row.lost_yen));
  json.add("reasons", json_of(row.reasons));
  return json;
}

JsonValue json_of(const Eligibility& eligibility) {
  JsonValue json{JsonValue::Object{}};
  json.add("eligible", JsonValue(eligibility.eligible_yen));
  json.add("booked", JsonValue(eligibility.booked_yen));
  JsonValue::Array rows;
  for (const IneligibleRow& row : eligibility.rows) rows.push_back(json_of(row));
  json.add("rows", JsonValue(std::move(rows)));
  return json;
}

}  // namespace projections::figures
