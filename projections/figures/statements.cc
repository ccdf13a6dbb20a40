#include "projections/figures/statements.h"

#include <algorithm>
#include <utility>

namespace projections::figures {

namespace {

constexpr std::string_view kStatement = "business.financials_submitted";
constexpr std::string_view kProfile = "business.profile_updated";

struct Addends {
  std::string_view business_kind;
  FigureField names[4];
};
constexpr Addends kAddends[] = {
    {"corporation", {"operating_profit", "personnel_cost", "depreciation", {}}},
    {"sole_proprietor", {"operating_profit", "depreciation", "welfare_cost", "wages"}},
};

// Of two for the same day, the one recorded later; facts come in the order of their positions.
template <typename Rows, typename Text>
auto newest(const Rows& rows, Text text) {
  auto found = rows.end();
  for (auto row = rows.begin(); row != rows.end(); ++row) {
    if (found == rows.end() || text(*row) >= text(*found)) found = row;
  }
  return found;
}

}  // namespace

std::optional<std::int64_t> value_added(const Fact& statement) {
  for (const Addends& row : kAddends) {
    if (row.business_kind != statement.text("business_kind")) continue;
    std::int64_t sum = 0;
    for (const FigureField name : row.names) {
      if (name.empty()) continue;
      const std::optional<std::int64_t> addend = statement.number(name);
      if (!addend) return std::nullopt;
      sum += *addend;
    }
    return sum;
  }
  return std::nullopt;
}

Statements::Statements(Question& q)
    : period_(q.period()),
      oldest_(months_before(q.period().last, q.number("financials.stale_months"))),
      statement_facts_(stated(q.known(), kStatement)),
      profile_facts_(stated(q.known(), kProfile)) {
  for (const Fact& fact : statement_facts_) {
    const std::string_view business = fact.text("business_id"), end = fact.text("period_end");
    OfRoot& of_root = by_root_[q.root(business)];
    if (end.empty() || q.is_erased(business)) {
      of_root.statements_erased = true;
    } else {
      of_root.statements.push_back({&fact, end, jst_day(fact.text("period_start")), jst_day(end)});
    }
  }
  for (const Fact& fact : profile_facts_) {
    const std::string_view business = fact.text("business_id"), day = fact.text("as_of_on");
    if (const Day as_of = jst_day(day); as_of == kNoDay || as_of > period_.last) continue;
    OfRoot& of_root = by_root_[q.root(business)];
    if (q.is_erased(business)) {
      of_root.profiles_erased = true;
    } else if (fact.number("employees")) {
      of_root.profiles.push_back({&fact, day});
    }
  }
}

const Statements::OfRoot& Statements::of(std::string_view root) const {
  static const OfRoot kNothing;
  const auto found = by_root_.find(root);
  return found == by_root_.end() ? kNothing : found->second;
}

ChosenStatement Statements::for_period(std::string_view root) const {
  const OfRoot& of_root = of(root);
  std::vector<Statement> in_period, before;
  for (const Statement& statement : of_root.statements) {
    if (period_.has(statement.last)) in_period.push_back(statement);
    if (oldest_ < statement.last && statement.last < period_.first) before.push_back(statement);
  }
  const auto end_text = [](const Statement& statement) { return statement.end_text; };
  if (!in_period.empty()) return {newest(in_period, end_text)->fact, kFresh};
  if (!before.empty()) return {newest(before, end_text)->fact, kStale};
  return {nullptr, of_root.statements_erased ? "inputs_erased" : "no_statement"};
}

ChosenStatement Statements::of_twelve_months(std::string_view root, const Period& period) const {
  const OfRoot& of_root = of(root);
  std::vector<Statement> regular;
  bool is_any = false;
  for (const Statement& statement : of_root.statements) {
    if (!period.has(statement.last)) continue;
    is_any = true;
    if (is_twelve_months(statement.first, statement.last)) regular.push_back(statement);
  }
  const auto end_text = [](const Statement& statement) { return statement.end_text; };
  if (!regular.empty()) return {newest(regular, end_text)->fact, kFresh};
  if (is_any) return {nullptr, "irregular_period"};
  return {nullptr, of_root.statements_erased ? "inputs_erased" : "no_statement"};
}

Headcount Statements::employees(std::string_view root) const {
  const OfRoot& of_root = of(root);
  if (!of_root.profiles.empty()) {
    const auto last = newest(of_root.profiles, [](const Profile& profile) { return profile.day_text; });
    return {last->fact->number("employees"), {}, last->fact};
  }
  const ChosenStatement chosen = for_period(root);
  if (chosen.statement != nullptr) {
    if (const auto count = chosen.statement->number("employees")) return {count, {}, chosen.statement};
  }
  const bool erased = of_root.profiles_erased || chosen.state == "inputs_erased";
  return {std::nullopt, erased ? "inputs_erased" : "employees_unknown"};
}

}  // namespace projections::figures
