#include "projections/figures/duties.h"

#include <algorithm>

#include "projections/figures/answer.h"
#include "projections/figures/contracts.h"
#include "projections/figures/definitions.h"
#include "projections/figures/facts.h"

namespace projections::figures {

using ledger::JsonValue;
using ledger::Result;

namespace {

// 地域支援機関連携フォーラム, よろず支援拠点連携フォーラム
constexpr std::string_view kForums[] = {"regional", "inter_center"};
constexpr std::int64_t kDueDayMax = 28;  // a day that every month has

struct Question {
  const Known& known;
  std::string_view center;
  int fiscal_year;
  Period year;
  Day today;
};

Duty duty(std::string name, bool done, Day due_on, Day today, std::vector<std::string> ids) {
  const DutyState state = done ? DutyState::kMet : today > due_on ? DutyState::kOverdue : DutyState::kOpen;
  std::sort(ids.begin(), ids.end());
  return {std::move(name), state, due_on, std::move(ids)};
}

// Each kind as often as asked, by the end of the year.
void add_forums(const Question& q, std::int64_t least, std::vector<Duty>& out) {
  for (const std::string_view kind : kForums) {
    std::vector<std::string> held;
    for (const FigureEvent* event : q.known.of_type("forum.held")) {
      const Day day = jst_day(event->text("held_on"));
      if (event->text("center_id") == q.center && event->text("kind") == kind && q.year.has(day) &&
          day <= q.today) {
        held.emplace_back(event->id);
      }
    }
    const bool enough = static_cast<std::int64_t>(held.size()) >= least;
    out.push_back(duty("forum_" + std::string(kind), enough, q.year.last, q.today, std::move(held)));
  }
}

// The centre's plan of the year, confirmed by the bureau.
void add_plan(const Question& q, std::vector<Duty>& out) {
  Ids plans;
  for (const FigureEvent* event : q.known.of_type("plan.drafted")) {
    if (event->text("center_id") == q.center && event->text("kind") == "center" &&
        event->number("fy") == q.fiscal_year) {
      plans.insert(event->text("plan_id"));
    }
  }
  std::vector<std::string> confirmed;
  for (const FigureEvent* event : q.known.of_type("plan.bureau_confirmed")) {
    const Day day = jst_day(event->text("confirmed_on"));
    if (plans.contains(event->text("plan_id")) && day != kNoDay && day <= q.today) {
      confirmed.emplace_back(event->id);
    }
  }
  const bool done = !confirmed.empty();
  out.push_back(duty("plan_confirmed", done, q.year.last, q.today, std::move(confirmed)));
}

// One per month that is over, by the due day of the next.
void add_monthly_reports(const Question& q, std::int64_t due_day, std::vector<Duty>& out) {
  for (Day first = q.year.first; first <= q.year.last;) {
    const std::string label = ledger::year_month(date_of(first));
    const Day following = days_after(month_period(label)->last, 1);
    if (q.today < following) return;
    std::vector<std::string> sent;
    for (const FigureEvent* event : q.known.of_type("monthly_report.submitted")) {
      if (event->text("center_id") == q.center && event->text("year_month") == label &&
          jst_day(event->occurred_at) <= q.today) {
        sent.emplace_back(event->id);
      }
    }
    const bool done = !sent.empty();
    const Day due_on = days_after(following, due_day - 1);
    out.push_back(duty("monthly_report_" + label, done, due_on, q.today, std::move(sent)));
    first = following;
  }
}

// Chiefs and interim chiefs of the centre in the year.
Ids chiefs_of(const Question& q, const Contracts& contracts) {
  Ids chiefs;
  for (const Contract& contract : contracts.all()) {
    if (contract.kind() == kChief && contract.center() == q.center && contract.first <= q.year.last &&
        contract.last >= q.year.first) {
      chiefs.insert(contract.person());
    }
  }
  for (const FigureEvent* event : q.known.of_type("interim.approved")) {
    if (event->text("center_id") == q.center) chiefs.insert(event->text("person_id"));
  }
  return chiefs;
}

// People of the implementing body.
Ids staff_of(const Question& q) {
  Ids staff;
  for (const FigureEvent* event : q.known.of_type("role.granted")) {
    const std::string_view role = event->text("role");
    if ((role == "impl_lead" || role == "impl_staff") && event->text("scope") == q.center) {
      staff.insert(event->text("person_id"));
    }
  }
  return staff;
}

bool attended_by(const FigureEvent& meeting, const Ids& people) {
  bool found = false;
  meeting.value("attendees").each_item([&](PackedValue one) {
    found = found || (one.is_string() && people.contains(one.as_string()));
  });
  return found;
}

// A meeting of the year with the chief and somebody of the implementing body.
void add_feedback(const Question& q, std::vector<Duty>& out) {
  const Contracts contracts(q.known);
  const Ids chiefs = chiefs_of(q, contracts), staff = staff_of(q);
  std::vector<std::string> attended;
  for (const FigureEvent* event : q.known.of_type("feedback.held")) {
    const Day day = jst_day(event->text("held_on"));
    if (event->text("center_id") != q.center || event->number("fy") != q.fiscal_year || day == kNoDay ||
        day > q.today) {
      continue;
    }
    if (attended_by(*event, chiefs) && attended_by(*event, staff)) attended.emplace_back(event->id);
  }
  const bool done = !attended.empty();
  out.push_back(duty("feedback_attended", done, q.year.last, q.today, std::move(attended)));
}

}  // namespace

Result<std::vector<Duty>> duties(const Known& known, std::string_view center, int fiscal_year, Day today) {
  const std::int64_t least_forums = number(known, "forum.min_per_year");
  const std::int64_t due_day = number(known, "monthly_report.due_day");
  if (due_day < 1 || due_day > kDueDayMax) {
    return ledger::forbidden_by_rule("figures.parameter",
                                     "the policy in force names a due day that not every month has")
        .want("monthly_report.due_day from 1 to 28");
  }
  const Question question{known, center, fiscal_year, fiscal_year_period(fiscal_year), today};
  std::vector<Duty> found;
  add_forums(question, least_forums, found);
  add_plan(question, found);
  add_monthly_reports(question, due_day, found);
  add_feedback(question, found);
  return found;
}

Result<std::vector<Duty>> unmet_duties(const Known& known, std::string_view center, int fiscal_year,
                                       Day today) {
  LEDGER_ASSIGN(std::vector<Duty> found, duties(known, center, fiscal_year, today));
  std::erase_if(found, [](const Duty& one) { return one.state == DutyState::kMet; });
  return found;
}

std::string_view duty_state_name(DutyState state) {
  switch (state) {
    case DutyState::kMet:
      return "met";
    case DutyState::kOpen:
      return "open";
    case DutyState::kOverdue:
      return "overdue";
  }
  return {};
}

JsonValue json_of(const Duty& duty) {
  JsonValue json{JsonValue::Object{}};
  json.add("duty", JsonValue(duty.name));
  json.add("state", JsonValue(duty_state_name(duty.state)));
  json.add("due_on", JsonValue(format_day(duty.due_on)));
  json.add("ids", json_of(duty.ids));
  return json;
}

}  // namespace projections::figures
