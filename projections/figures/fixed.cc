#include "projections/figures/fixed.h"

#include <algorithm>
#include <set>
#include <utility>

#include "projections/figures/fraction.h"

namespace projections::figures {

using ledger::JsonValue;
using ledger::Position;
using ledger::Result;

namespace {

constexpr std::string_view kFixed = "figure.fixed";

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

bool states_value(const FigureEvent& event) {
  return event.number("value").has_value();
}

// A figure is hidden when few stand behind it, or when it says so.
bool should_be_public(const Known& known, const FigureEvent& event) {
  const std::int64_t least = number(known.up_to(Position(event.position.value - 1)), "figures.k_min");
  return event.number("contributors").value_or(0) >= least && event.text("withheld").empty();
}

// Texts of the scopes whose fixed figures are this one's: of one centre, that centre's as well.
std::set<std::string, std::less<>> scopes_of(const Known& known, const Scope& scope) {
  std::set<std::string, std::less<>> texts{scope_text(scope)};
  const Centers centers = centers_of(known, scope);
  if (centers.size() == 1) texts.insert(scope_text({ScopeKind::kCenter, *centers.begin()}));
  return texts;
}

const FigureEvent* newest_of(const Known& known, const std::set<std::string, std::less<>>& scopes,
                             std::int64_t fiscal_year, std::string_view indicator) {
  const Events fixed = known.of_type(kFixed);
  const auto found = std::find_if(fixed.rbegin(), fixed.rend(), [&](const FigureEvent* event) {
    return event->text("indicator") == indicator && event->number("fy") == fiscal_year &&
           scopes.contains(event->text("scope"));
  });
  return found == fixed.rend() ? nullptr : *found;
}

JsonValue json_of_newest(const FigureEvent* event) {
  if (event == nullptr) return JsonValue();
  JsonValue json{JsonValue::Object{}};
  json.add("id", JsonValue(event->id));
  json.add("scope", JsonValue(event->text("scope")));
  json.add("year_month", JsonValue(event->text("year_month")));
  json.add("cut_off", JsonValue(event->number("cut_off").value_or(0)));
  json.add("value", json_of_value(stated_value(*event)));
  json.add("public", JsonValue(states_value(*event)));
  json.add("contributors", JsonValue(event->number("contributors").value_or(0)));
  return json;
}

// Figures of one cut-off share what was derived from it.
class Judge {
 public:
  Judge(const Known& known, const Erased& erased) : known_(known), erased_(erased) {}

  Result<JsonValue> judged(const FigureEvent& event, const FigureEvent* newest) {
    const Position cut_off(static_cast<std::uint64_t>(event.number("cut_off").value_or(0)));
    if (!facts_ || cut_off_ != cut_off) facts_.emplace(known_.up_to(cut_off));
    cut_off_ = cut_off;
    FigureOf of;
    of.indicator = event.text("indicator");
    of.definition = event.text("definition_version");
    LEDGER_ASSIGN(of.scope, parse_scope(event.text("scope")));
    of.fiscal_year = static_cast<int>(event.number("fy").value_or(0));
    LEDGER_ASSIGN(const Answer recomputed, figure(*facts_, of, erased_));
    const std::optional<Fraction> fixed = stated_value(event);
    JsonValue row{JsonValue::Object{}};
    row.add("id", JsonValue(event.id));
    row.add("indicator", JsonValue(of.indicator));
    row.add("scope", JsonValue(event.text("scope")));
    row.add("fy", JsonValue(static_cast<std::int64_t>(of.fiscal_year)));
    row.add("year_month", JsonValue(event.text("year_month")));
    row.add("cut_off", JsonValue(static_cast<std::int64_t>(cut_off.value)));
    row.add("fixed", json_of_value(fixed));
    row.add("public", JsonValue(states_value(event)));
    row.add("withheld", JsonValue(event.text("withheld")));
    row.add("recomputed", recomputed.value);
    row.add("contributors", JsonValue(event.number("contributors").value_or(0)));
    row.add("recomputed_contributors", JsonValue(static_cast<std::int64_t>(recomputed.numerator.size())));
    row.add("state", JsonValue(state_of(event, fixed, recomputed, should_be_public(known_, event))));
    row.add("now", json_of_newest(newest));
    return row;
  }

 private:
  const Known known_;
  const Erased& erased_;
  std::optional<KnownFacts> facts_;
  Position cut_off_;
};

bool says_public(const JsonValue& row) {
  const JsonValue* found = row.find("public");
  return found != nullptr && found->is_bool() && found->as_bool();
}

// With null where something is hidden.
JsonValue with_nulls(const JsonValue& object, const std::set<std::string_view>& hidden) {
  JsonValue shown{JsonValue::Object{}};
  for (const auto& [name, value] : object.as_object()) {
    const bool is_sealed_now = name == "now" && value.is_object() && !says_public(value);
    shown.add(name, hidden.contains(name) ? JsonValue()
                    : is_sealed_now       ? with_nulls(value, {"value"})
                                          : value);
  }
  return shown;
}

}  // namespace

Result<JsonValue> fixed_figures(const Known& known, const FixedOf& of, const Erased& erased) {
  const auto scopes = scopes_of(known, of.scope);
  Judge judge(known, erased);
  JsonValue::Array rows;
  for (const FigureEvent* event : known.of_type(kFixed)) {
    const bool is_meant = scopes.contains(event->text("scope")) &&
                          (!of.fiscal_year || event->number("fy") == *of.fiscal_year) &&
                          (of.month.empty() || event->text("year_month") == of.month);
    if (!is_meant) continue;
    const FigureEvent* newest =
        newest_of(known, scopes, event->number("fy").value_or(0), event->text("indicator"));
    LEDGER_ASSIGN(JsonValue row, judge.judged(*event, newest));
    rows.push_back(std::move(row));
  }
  return JsonValue(std::move(rows));
}

JsonValue newest_fixed(const Known& known, const Scope& scope, int fiscal_year, std::string_view indicator) {
  JsonValue newest = json_of_newest(newest_of(known, scopes_of(known, scope), fiscal_year, indicator));
  return newest.is_object() && !says_public(newest) ? with_nulls(newest, {"value"}) : newest;
}

JsonValue shown_rows(const JsonValue& rows, bool may_read_inputs) {
  JsonValue::Array shown;
  for (const JsonValue& row : rows.as_array()) {
    std::set<std::string_view> hidden;
    if (!says_public(row)) hidden.insert("fixed");
    if (!may_read_inputs && row.text("state") != "equal") hidden.insert("recomputed_contributors");
    if (!may_read_inputs && (!says_public(row) || row.text("state") != "equal")) hidden.insert("recomputed");
    shown.push_back(with_nulls(row, hidden));
  }
  return JsonValue(std::move(shown));
}

}  // namespace projections::figures
