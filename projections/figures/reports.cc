#include "projections/figures/reports.h"

#include <algorithm>
#include <map>
#include <utility>

#include "projections/figures/behind.h"
#include "projections/figures/counts.h"
#include "projections/figures/definitions.h"

namespace projections::figures {

using ledger::JsonValue;
using ledger::Position;
using ledger::Result;

namespace {

struct DatedType {
  std::string_view figure, type;
  FigureField date_field;
};
constexpr DatedType kDatedTypes[] = {
    {"referrals_received", "referral.received", "received_on"},
    {"phase2_entries", "phase.transitioned", "transitioned_on"},
    {"productivity_plans", "productivity_plan.adopted", "adopted_on"},
    {"followups", "followup.recorded", "followed_on"},
};

// A report's count of one type of event; the answer names the type.
Result<Answer> dated(Question& q, std::string_view figure) {
  const auto* row = std::find_if(std::begin(kDatedTypes), std::end(kDatedTypes),
                                 [&](const DatedType& each) { return each.figure == figure; });
  LEDGER_CHECK(row != std::end(kDatedTypes));
  LEDGER_ASSIGN(const std::span<const Fact> facts, q.facts().of_type(row->type, row->date_field));
  return counted_answer(q, row->type, ids_of(q.here(facts)), {});
}

constexpr std::string_view kFigures[] = {
    "businesses",         "sessions",           "session_minutes",          "issues_identified",
    "issues_resolved",    "outcomes_confirmed", "issues_resolved_excluded", "referrals",
    "referrals_received", "joint_sessions",     "phase2_entries",           "productivity_plans",
    "followups"};
constexpr Indicator kFunctions[] = {businesses,
                                    sessions,
                                    session_minutes,
                                    issues_identified,
                                    issues_resolved,
                                    outcomes_confirmed,
                                    issues_resolved_excluded,
                                    referrals,
                                    dated,
                                    joint_sessions,
                                    dated,
                                    dated,
                                    dated};
static_assert(std::size(kFigures) == std::size(kFunctions));

Indicator function_of(std::string_view figure) {
  const auto* found = std::find(std::begin(kFigures), std::end(kFigures), figure);
  return found == std::end(kFigures) ? nullptr : kFunctions[found - std::begin(kFigures)];
}

// One figure of one centre's month at any position.
class MonthFigure {
 public:
  MonthFigure(const Known& known, std::string_view figure, std::string_view center,
              std::string_view year_month)
      : known_(known), figure_(figure), center_(center), year_month_(year_month) {
    const Types types = types_behind(figure);
    for (const FigureEvent& event : known.events()) {
      if (types.contains(event.type)) candidates_.push_back(&event);
    }
  }

  Result<const Answer*> at(Position position) {
    const auto found = answers_.find(position);
    if (found != answers_.end()) return &found->second;
    LEDGER_TRY(known_.log->check_stop());
    LEDGER_ASSIGN(Answer answer,
                  month_figure(known_.up_to(position), figure_, center_, year_month_, position));
    return &answers_.emplace(position, std::move(answer)).first->second;
  }

  std::vector<Ruling> rulings_at(Position position) const {
    return rulings(known_.up_to(position), figure_, false);
  }

  // Rows of the events in (after, to] that moved the figure.
  Result<JsonValue> movers(Position after, Position to) {
    JsonValue::Array rows;
    LEDGER_ASSIGN(const Answer* before, at(after));
    for (const FigureEvent* event : candidates_) {
      if (event->position <= after || event->position > to) continue;
      LEDGER_ASSIGN(const Answer* behind, at(event->position));
      if (!before->same_state(*behind)) {
        JsonValue row{JsonValue::Object{}};
        row.add("id", JsonValue(event->id));
        row.add("position", json_or_null(event->position));
        row.add("type", JsonValue(event->type));
        row.add("from", before->value);
        row.add("to", behind->value);
        rows.push_back(std::move(row));
      }
      before = behind;
    }
    return JsonValue(std::move(rows));
  }

  // The last position up to the cut-off at which the figure was what was reported; nullopt: it never was.
  Result<std::optional<Position>> last_equal(Position cut_off, const JsonValue& reported) {
    Position until = cut_off;
    for (auto event = candidates_.rbegin(); event != candidates_.rend(); ++event) {
      if ((*event)->position > cut_off) continue;
      LEDGER_ASSIGN(const Answer* answer, at((*event)->position));
      if (answer->value == reported) return std::optional(until);
      if ((*event)->position == Position(0)) return std::optional<Position>();
      until = Position((*event)->position.value - 1);
    }
    const bool of_nothing = reported == JsonValue(std::int64_t{0});
    return of_nothing ? std::optional(until) : std::nullopt;
  }

 private:
  const Known known_;
  const std::string figure_, center_, year_month_;
  std::vector<const FigureEvent*> candidates_;
  std::map<Position, Answer> answers_;
};

const FigureEvent* report_of(const Known& known, std::string_view center, std::string_view year_month) {
  const FigureEvent* last = nullptr;
  for (const FigureEvent* event : known.of_type("monthly_report.submitted")) {
    if (event->text("center_id") == center && event->text("year_month") == year_month) last = event;
  }
  return last;
}

Result<JsonValue> compared(MonthFigure& figure, std::int64_t reported, Position cut_off, Position now_at) {
  LEDGER_ASSIGN(const Answer* then, figure.at(cut_off));
  LEDGER_ASSIGN(const Answer* now, figure.at(now_at));
  const std::int64_t gap = reported - then->value.as_int();
  JsonValue row{JsonValue::Object{}};
  row.add("reported", JsonValue(reported));
  row.add("at_cut_off", then->value);
  row.add("now", now->value);
  row.add("numerator", json_of(then->numerator));
  row.add("excluded", json_of(then->excluded));
  row.add("ruled_by", json_of(figure.rulings_at(cut_off)));
  row.add("ruled_by_now", json_of(figure.rulings_at(now_at)));
  row.add("gap", JsonValue(gap));
  if (gap != 0) {
    LEDGER_ASSIGN(const std::optional<Position> drawn_up, figure.last_equal(cut_off, JsonValue(reported)));
    row.add("drawn_up_at", json_or_null(drawn_up));
    JsonValue missed{JsonValue::Array{}};
    if (drawn_up) {
      LEDGER_ASSIGN(missed, figure.movers(*drawn_up, cut_off));
    }
    row.add("missed", std::move(missed));
  }
  row.add("restatement", JsonValue(now->value.as_int() - then->value.as_int()));
  bool is_restated = false;
  if (!then->same_state(*now)) {
    LEDGER_ASSIGN(JsonValue moved_by, figure.movers(cut_off, now_at));
    is_restated = !moved_by.as_array().empty();
    row.add("moved_by", std::move(moved_by));
  }
  row.add("state", JsonValue(gap != 0 ? "wrong" : is_restated ? "restated" : "equal"));
  return row;
}

}  // namespace

std::span<const std::string_view> report_figures() {
  return kFigures;
}

Result<Answer> month_figure(const Known& known, std::string_view figure, std::string_view center,
                            std::string_view year_month, std::optional<Position> position) {
  static const Erased kNobody;
  const Indicator function = function_of(figure);
  if (function == nullptr) {
    return ledger::not_found("figures.figure", "no such figure of a monthly report").at("/figure");
  }
  const std::optional<Period> period = month_period(year_month);
  if (!period) return ledger::invalid("figures.month", "not a month").at("/month").want("YYYY-MM");
  KnownFacts facts(known);
  Question q(facts, definition_of_year(fiscal_year_of(period->first)),
             Scope{ScopeKind::kCenter, std::string(center)}, *period, position, kNobody);
  return function(q, figure);
}

Result<JsonValue> reconcile(const Known& known, std::string_view center, std::string_view year_month) {
  JsonValue answer{JsonValue::Object{}};
  JsonValue rows{JsonValue::Object{}};
  const FigureEvent* report = report_of(known, center, year_month);
  if (report == nullptr) {
    answer.add("state", JsonValue("no_report"));
    answer.add("figures", std::move(rows));
    return answer;
  }
  const Position cut_off(static_cast<std::uint64_t>(report->number("cut_off").value_or(0)));
  const JsonValue figures = report->value("figures").json();
  const JsonValue::Object nothing;
  for (const auto& [name, reported] : figures.is_object() ? figures.as_object() : nothing) {
    if (function_of(name) == nullptr || !reported.is_int()) {
      JsonValue row{JsonValue::Object{}};
      row.add("reported", reported);
      row.add("state", JsonValue("unknown_figure"));
      rows.add(name, std::move(row));
      continue;
    }
    MonthFigure figure(known, name, center, year_month);
    LEDGER_ASSIGN(JsonValue row, compared(figure, reported.as_int(), cut_off, known.cut_off));
    rows.add(name, std::move(row));
  }
  std::string_view overall = "equal";
  for (const std::string_view state : {"restated", "unknown_figure", "wrong"}) {
    for (const auto& [name, row] : rows.as_object()) {
      if (row.text("state") == state) overall = state;
    }
  }
  answer.add("state", JsonValue(overall));
  answer.add("report", JsonValue(report->id));
  answer.add("cut_off", JsonValue(static_cast<std::int64_t>(cut_off.value)));
  answer.add("figures", std::move(rows));
  return answer;
}

}  // namespace projections::figures
