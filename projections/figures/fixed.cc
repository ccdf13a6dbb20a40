#include "projections/figures/fixed.h"

#include <algorithm>
#include <utility>

#include "projections/figures/fraction.h"

namespace projections::figures {

using ledger::JsonValue;
using ledger::Position;
using ledger::Result;

namespace {

// What the event states: an integer or an exact quotient, in clear or, of few businesses, sealed.
std::optional<Fraction> stated_value(const FigureEvent& event) {
  const bool is_public = event.number("value").has_value();
  const auto over = is_public ? event.number("value") : event.number("sealed_value");
  if (!over) return std::nullopt;
  const auto named = is_public ? event.number("denominator") : event.number("sealed_denominator");
  const std::int64_t under = named.value_or(1);
  return under > 0 ? std::optional<Fraction>(Fraction(*over, under)) : std::nullopt;
}

JsonValue json_of_value(const std::optional<Fraction>& value) {
  if (!value) return JsonValue();
  return value->under() == 1 ? JsonValue(static_cast<std::int64_t>(value->over())) : json_of(*value);
}

// A recomputed quotient may be whole.
bool is_equal(const std::optional<Fraction>& fixed, const JsonValue& recomputed) {
  if (!fixed) return recomputed.is_null();
  if (recomputed.is_int()) return *fixed == Fraction(recomputed.as_int());
  return recomputed == json_of(*fixed);
}

std::string_view state_of(const FigureEvent& event, const std::optional<Fraction>& fixed,
                          const Answer& recomputed, bool is_public) {
  if (event.number("value").has_value() != is_public) return "k_rule";
  if (recomputed.reason == "inputs_sealed") return "inputs_sealed";
  const bool is_erased = std::any_of(recomputed.excluded.begin(), recomputed.excluded.end(),
                                     [](const Excluded& row) { return row.reason == "inputs_erased"; });
  if (is_erased) return "inputs_erased";
  const bool same = is_equal(fixed, recomputed.value) &&
                    event.number("contributors") == static_cast<std::int64_t>(recomputed.numerator.size());
  return same ? "equal" : "different";
}

Result<JsonValue> judged(const Known& known, const FigureEvent& event, const Erased& erased) {
  FigureOf of;
  of.indicator = event.text("indicator");
  of.definition = event.text("definition_version");
  LEDGER_ASSIGN(of.scope, parse_scope(event.text("scope")));
  of.fiscal_year = static_cast<int>(event.number("fy").value_or(0));
  const Position cut_off(static_cast<std::uint64_t>(event.number("cut_off").value_or(0)));
  KnownFacts facts(known.up_to(cut_off));
  LEDGER_ASSIGN(const Answer recomputed, figure(facts, of, erased));
  const std::int64_t least = number(known.up_to(Position(event.position.value - 1)), "figures.k_min");
  const std::int64_t contributors = event.number("contributors").value_or(0);
  const std::optional<Fraction> fixed = stated_value(event);
  JsonValue row{JsonValue::Object{}};
  row.add("id", JsonValue(event.id));
  row.add("indicator", JsonValue(of.indicator));
  row.add("scope", JsonValue(event.text("scope")));
  row.add("fy", JsonValue(static_cast<std::int64_t>(of.fiscal_year)));
  row.add("year_month", JsonValue(event.text("year_month")));
  row.add("fixed", json_of_value(fixed));
  row.add("recomputed", recomputed.value);
  row.add("contributors", JsonValue(contributors));
  row.add("recomputed_contributors", JsonValue(static_cast<std::int64_t>(recomputed.numerator.size())));
  row.add("state", JsonValue(state_of(event, fixed, recomputed, contributors >= least)));
  return row;
}

// Of the scope's centres, or of what consists of them alone.
bool is_within(const Known& known, const FigureEvent& event, const Centers& centers) {
  const auto scope = parse_scope(event.text("scope"));
  if (!scope.ok()) return false;
  const Centers own = centers_of(known, *scope);
  return std::all_of(own.begin(), own.end(), [&](const auto& center) { return centers.contains(center); });
}

}  // namespace

Result<JsonValue> fixed_figures(const Known& known, const Scope& scope, const Erased& erased) {
  const Centers centers = centers_of(known, scope);
  JsonValue::Array rows;
  for (const FigureEvent* event : known.of_type("figure.fixed")) {
    if (!is_within(known, *event, centers)) continue;
    LEDGER_ASSIGN(JsonValue row, judged(known, *event, erased));
    rows.push_back(std::move(row));
  }
  return JsonValue(std::move(rows));
}

}  // namespace projections::figures
