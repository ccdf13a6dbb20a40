#include "projections/figures/ledger_word.h"

#include <algorithm>

#include "projections/figures/answer.h"

namespace projections::figures {

using ledger::JsonValue;

namespace {

constexpr std::string_view kRejected = "append.rejected";

std::string_view take_segment(std::string_view& rest) {
  const std::size_t at = rest.find('/');
  const std::string_view head = rest.substr(0, at);
  rest = at == std::string_view::npos ? std::string_view() : rest.substr(at + 1);
  return head;
}

bool is_listed(const FigureEvent& attempt, std::span<const RefusalCode> codes) {
  const std::string_view reason = attempt.text("reason"), type = attempt.text("rejected_type");
  return std::any_of(codes.begin(), codes.end(), [&](const RefusalCode& code) {
    return code.reason == reason && (code.type.empty() || code.type == type);
  });
}

// Whether the actor ever held the role for that bureau.
bool holds_role_for(const Known& known, const FigureEvent& attempt, std::string_view bureau) {
  const Events grants = known.naming("person_id", attempt.person);
  return std::any_of(grants.begin(), grants.end(), [&](const FigureEvent* event) {
    return event->type == "role.granted" && event->text("role") == attempt.role &&
           event->text("scope") == bureau;
  });
}

}  // namespace

std::vector<LedgerFlag> flags_of(std::span<const FigureEvent* const> events) {
  std::vector<LedgerFlag> flags;
  for (const FigureEvent* event : events) {
    for (std::string_view rest : event->flags()) {
      LedgerFlag flag{event, take_segment(rest), take_segment(rest), take_segment(rest)};
      if (rest.empty() && !flag.year_month.empty()) flags.push_back(flag);
    }
  }
  return flags;
}

std::vector<const FigureEvent*> refused_attempts(const Known& known, const Scope& scope,
                                                 std::span<const RefusalCode> codes) {
  const Centers centers = centers_of(known, scope);
  std::vector<const FigureEvent*> found;
  for (const FigureEvent* event : known.of_type(kRejected)) {
    if (!is_listed(*event, codes)) continue;
    bool belongs = scope.kind == ScopeKind::kNation || centers.contains(event->center.view());
    if (!belongs && event->center.empty() && scope.kind == ScopeKind::kBureau) {
      belongs = holds_role_for(known, *event, scope.name);
    }
    if (belongs) found.push_back(event);
  }
  return found;
}

Day attempt_day(const FigureEvent& attempt) {
  return jst_day(attempt.text("minute"));
}

JsonValue json_of(const LedgerFlag& flag) {
  JsonValue json{JsonValue::Object{}};
  json.add("id", JsonValue(flag.event->id));
  json.add("type", JsonValue(flag.event->type));
  json.add("flag", JsonValue(flag.name));
  json.add("center", JsonValue(flag.center));
  json.add("year_month", JsonValue(flag.year_month));
  return json;
}

JsonValue json_of_attempt(const FigureEvent& attempt) {
  JsonValue json{JsonValue::Object{}};
  json.add("id", JsonValue(attempt.id));
  json.add("position", json_or_null(std::optional(attempt.position)));
  json.add("minute", json_or_null(attempt.text("minute")));
  json.add("rejected_type", json_or_null(attempt.text("rejected_type")));
  json.add("reason", json_or_null(attempt.text("reason")));
  json.add("count", json_or_null(attempt.number("count")));
  json.add("person", json_or_null(attempt.person));
  json.add("role", json_or_null(attempt.role));
  json.add("center", json_or_null(attempt.center));
  return json;
}

}  // namespace projections::figures
