#include "tests/property/projections/random_figures.h"

#include "projections/figures/facts.h"
#include "projections/figures/reports.h"

namespace tests {

using ledger::JsonValue;
using projections::figures::ListedEvent;
using Names = std::vector<std::string>;

namespace {

const Names kCorrectable{"business.registered",
                         "business.financials_submitted",
                         "business.profile_updated",
                         "consultation.opened",
                         "session.held",
                         "issue.identified",
                         "issue.resolved",
                         "outcome.confirmed",
                         "referral.made",
                         "joint_support.held"};

}  // namespace

std::string RandomFigures::day() {
  // Around the time of the log: 2026-06-03 and some weeks.
  const std::int64_t first = ledger::days_from_civil({2026, 3, 1});
  return ledger::format_date(ledger::civil_from_days(first + random_.between(0, 120)));
}

RandomFigures::Object RandomFigures::named_by(const ListedEvent& event, const Names& names) {
  Object data;
  for (const std::string& name : names) data.push_back(text(name, event.text(name)));
  return data;
}

const ListedEvent* RandomFigures::any_of(std::string_view type) {
  std::vector<const ListedEvent*> found;
  for (const ListedEvent& event : events_) {
    if (event.type == type) found.push_back(&event);
  }
  return found.empty() ? nullptr : random_.pick(found);
}

void RandomFigures::add(std::string type, Object data, Object sealed) {
  EventSpec spec;
  spec.type = type;
  spec.stream = "case/k1";
  spec.person = id("p", 4);
  spec.role = "co";
  const auto of_case = center_of_case_.find(std::string(JsonValue(data).text("case_id")));
  spec.center = of_case == center_of_case_.end() ? center() : of_case->second;
  spec.data = data;
  const LogBuilder::Appended appended = builder.append(spec);
  ListedEvent event;
  event.position = appended.position;
  event.recorded_at = appended.recorded_at;
  event.occurred_at = ledger::parse_rfc3339("2026-06-01T10:00:00+09:00").value();  // as the builder says
  event.id = ledger::format_event_id(appended.id);
  event.type = type;
  event.person = spec.person;
  event.role = spec.role;
  event.center = spec.center;
  event.data = JsonValue(std::move(data));
  for (const auto& [name, value] : sealed) event.data.add(name, value);
  sealed_.emplace(event.id, std::move(sealed));
  ++counts[type];
  events_.push_back(std::move(event));
}

// States the fields anew, some of them changed.
void RandomFigures::correct(std::string_view type, std::string_view by) {
  const ListedEvent* original = any_of(type);
  if (original == nullptr) return;
  Object data{text("corrects", original->id)}, sealed;
  for (auto [name, value] : original->data.as_object()) {
    const bool is_sealed = JsonValue(sealed_.at(original->id)).find(name) != nullptr;
    if (name.ends_with("_on") && random_.one_in(2)) value = JsonValue(day());
    if (name == "started_at" && random_.one_in(2)) value = JsonValue(day() + "T23:30:00Z");
    if (name == "minutes" && random_.one_in(2)) value = JsonValue(random_.between(1, 200));
    (is_sealed ? sealed : data).emplace_back(name, value);
  }
  add(std::string(by), std::move(data), std::move(sealed));
}

void RandomFigures::open_case() {
  const std::string of_case = next_id("k"), here = center();
  center_of_case_.emplace(of_case, here);
  add("consultation.opened",
      {text("case_id", of_case), text("business_id", business()), text("center_id", here)});
}

void RandomFigures::add_session(const ListedEvent& opened) {
  Object data = named_by(opened, {"case_id", "business_id"});
  data.push_back(text("session_id", next_id("s")));
  data.push_back(text("started_at", day() + (random_.one_in(2) ? "T00:00:00+09:00" : "T23:59:59+09:00")));
  data.push_back(number("minutes", random_.between(1, 200)));
  add("session.held", std::move(data));
}

void RandomFigures::add_referral(const ListedEvent& issue) {
  Object data = named_by(issue, {"issue_id", "case_id", "business_id"});
  const bool elsewhere = random_.one_in(3);
  data.push_back(text("referral_id", next_id("r")));
  data.push_back(text("target", elsewhere ? "c41" : "bank"));
  data.push_back(text("target_kind", elsewhere ? "other_center" : "support_org"));
  data.push_back(text("made_on", day()));
  add("referral.made", std::move(data));
}

void RandomFigures::add_consultation(std::uint64_t kind) {
  const ListedEvent* opened = any_of("consultation.opened");
  const ListedEvent* session = any_of("session.held");
  const ListedEvent* issue = any_of("issue.identified");
  const ListedEvent* referral = any_of("referral.made");
  if (kind == 0 || opened == nullptr) return open_case();
  if (kind <= 4) return add_session(*opened);
  if (kind == 5 && session != nullptr) {
    Object data = named_by(*session, {"session_id", "case_id", "business_id"});
    data.push_back(list_field("org_ids", {random_.pick(Names{"bank", "impl-c41", "hq"})}));
    return add("joint_support.held", std::move(data));
  }
  if (kind == 6 && issue != nullptr) return add_referral(*issue);
  if (kind == 7 && referral != nullptr) {
    const bool accepted = random_.one_in(2);
    add(accepted ? "referral.accepted" : "referral.declined",
        {text("referral_id", referral->text("referral_id")),
         text(accepted ? "accepted_on" : "declined_on", day())});
  }
}

void RandomFigures::add_issue(std::uint64_t kind) {
  const ListedEvent* opened = any_of("consultation.opened");
  const ListedEvent* issue = any_of("issue.identified");
  const std::string category =
      random_.pick(Names{"sales_growth", "it_use", "bookkeeping", "business_improvement"});
  if (opened == nullptr) return open_case();
  if (kind <= 1 || issue == nullptr) {
    Object data = named_by(*opened, {"case_id", "business_id"});
    data.push_back(text("issue_id", next_id("i")));
    data.push_back(text("category", category));
    data.push_back(text("identified_on", day()));
    return add("issue.identified", std::move(data));
  }
  Object data = named_by(*issue, {"issue_id", "case_id", "business_id"});
  if (kind <= 3) {
    data.push_back(text("resolved_on", day()));
    add("issue.resolved", std::move(data));
  } else if (kind == 4) {
    data.push_back(text("confirmed_on", day()));
    add("outcome.confirmed", std::move(data));
  } else if (kind == 5) {
    data.push_back(text("to", category));
    data.push_back(text("reclassified_on", day()));
    add("issue.reclassified", std::move(data));
  } else {
    const bool reopened = random_.one_in(2);
    data.push_back(text(reopened ? "reopened_on" : "closed_on", day()));
    add(reopened ? "issue.reopened" : "issue.closed_unresolved", std::move(data));
  }
}

void RandomFigures::add_statement() {
  Object sealed{
      text("period_start", "2025-06-01"),
      text("period_end", random_.pick(Names{"2026-05-31", "2025-05-31", "2026-04-30", "2024-05-31"}))};
  for (const char* name :
       {"sales", "operating_profit", "personnel_cost", "depreciation", "wages", "welfare_cost"}) {
    if (!random_.one_in(8)) sealed.push_back(number(name, random_.between(-1'000'000, 9'000'000)));
  }
  if (random_.one_in(2)) sealed.push_back(number("employees", random_.between(0, 30)));
  add("business.financials_submitted",
      {text("business_id", business()),
       text("business_kind", random_.one_in(2) ? "corporation" : "sole_proprietor")},
      std::move(sealed));
}

void RandomFigures::add_business(std::uint64_t kind) {
  const std::string one = business();
  if (kind == 0) {
    add("business.merged", {text("business_id", one), text("absorbed_id", one + "x")});
  } else if (kind == 1) {
    // Into a smaller name, so that no circle comes about.
    const std::string other = business();
    if (one == other) return;
    add("business.merged",
        {text("business_id", std::min(one, other)), text("absorbed_id", std::max(one, other))});
  } else if (kind == 2) {
    const ListedEvent* merge = any_of("business.merged");
    if (merge == nullptr) return;
    add("business.unmerged", {text("business_id", merge->text("business_id")),
                              text("absorbed_id", merge->text("absorbed_id")), text("merge", merge->id)});
  } else if (kind == 3) {
    add("business.registered",
        {text("business_id", one), text("kind", random_.one_in(2) ? "pre_startup" : "corporation")});
  } else if (kind == 4) {
    add(random_.pick(
            Names{"consent.sharing_granted", "consent.sharing_refused", "consent.sharing_withdrawn"}),
        {text("business_id", one)});
  } else if (kind <= 6) {
    add("phase.transitioned", {text("business_id", one), number("to", 2), text("transitioned_on", day())});
  } else if (kind == 7) {
    add("phase.ended", {text("business_id", one), text("ended_on", day())});
  } else if (kind == 8) {
    Object sealed;
    if (!random_.one_in(4)) sealed.push_back(number("employees", random_.between(0, 30)));
    add("business.profile_updated", {text("business_id", one), text("as_of_on", day())}, std::move(sealed));
  } else {
    add_statement();
  }
}

void RandomFigures::add_center_matter(std::uint64_t kind) {
  const std::string here = center(), on = day();
  if (kind == 0 || kind > 11) {
    add("month.closed", {text("center_id", here), text("year_month", month()),
                         number("cut_off", random_.between(0, static_cast<std::int64_t>(events_.size())))});
  } else if (kind <= 2) {
    Object figures{number("tea", 1)};
    for (int i = 0; i < 3; ++i) {
      const auto names = projections::figures::report_figures();
      const std::string name(names[random_.below(names.size())]);
      if (JsonValue(figures).find(name) == nullptr) figures.push_back(number(name, random_.between(0, 3)));
    }
    const std::string of_month = month();
    reported.emplace(here, of_month);
    add("monthly_report.submitted",
        {text("center_id", here),
         text("year_month", of_month),
         number("cut_off", random_.between(0, static_cast<std::int64_t>(events_.size()))),
         {"figures", JsonValue(std::move(figures))}});
  } else if (kind == 3) {
    add("knowhow.shared", {text("center_id", here), text("mode", random_.one_in(2) ? "sit_in" : "lecture"),
                           number("persons", 3), number("times", 1), text("shared_on", on)});
  } else if (kind == 4) {
    add("workday.reported", {text("center_id", here), text("fraction", "half"), text("performed_on", on)});
  } else if (kind == 5) {
    add("initiative.recorded", {text("center_id", here), text("recorded_on", on)});
  } else if (kind == 6) {
    add("productivity_plan.adopted", {text("center_id", here), text("adopted_on", on)});
  } else if (kind == 7) {
    add("followup.recorded", {text("center_id", here), text("followed_on", on)});
  } else if (kind == 8) {
    add("referral.received", {text("center_id", here), text("received_on", on)});
  } else if (kind == 9) {
    add("figure.fixed",
        {text("center_id", here), text("year_month", month()), text("indicator", "employees_sum"),
         text("scope", "center:" + here), number("fy", random_.between(2025, 2026)),
         number("cut_off", static_cast<std::int64_t>(random_.below(events_.size()))),
         text("definition_version", "2026.1"), number("contributors", 1)},
        {number("sealed_value", 7)});
  } else {
    add("evaluation.ranked",
        {text("center_id", here), number("fy", 2025), text("indicator", "va_sum"), number("value", 7)});
  }
}

void RandomFigures::add_people(std::uint64_t kind) {
  const std::string item = random_.pick(Names{"insight", "roadmap", "self"});
  if (kind == 0) {
    add("role.granted", {text("person_id", id("p", 4)), text("role", random_.one_in(4) ? "cco" : "co"),
                         text("scope", center()), text("valid_from", day())});
  } else if (kind == 1) {
    add("role.revoked", {text("person_id", id("p", 4)), text("role", "co"), text("scope", center())});
  } else if (kind == 2) {
    add("survey.issued", {text("survey_id", id("v", 2)), list_field("items", {item, "insight"})});
  } else if (kind <= 4) {
    add("survey.answered", {text("survey_id", id("v", 2)),
                            text("respondent", id("r", 9)),
                            text("center_id", center()),
                            {"answers", JsonValue(Object{number(item, random_.between(0, 6))})},
                            text("answered_on", day())});
  } else if (kind == 5) {
    add("org.registered", {text("org_id", random_.pick(Names{"bank", "hq"})),
                           text("kind", random_.pick(Names{"hq", "support_org"}))});
  } else {
    const ListedEvent* session = any_of("session.held");
    if (session == nullptr) return;
    add("co_rating.given", {text("session_id", session->text("session_id")), text("person_id", id("p", 4)),
                            number("score", random_.between(1, 5)), text("given_on", day())});
  }
}

void RandomFigures::add_rule() {
  const std::vector<std::pair<std::string, std::string>> kChoices{{"businesses.pre_startup", "excluded"},
                                                                  {"consent.refused_counts", "not_counted"},
                                                                  {"consent.refused_counts", "counted"},
                                                                  {"sessions.unit", "issue"},
                                                                  {"sessions.unit", "session"},
                                                                  {"referrals.count_at", "accepted"},
                                                                  {"referrals.count_at", "made"},
                                                                  {"referrals.other_center", "not_counted"},
                                                                  {"joint.hq_adviser", "counted"},
                                                                  {"va.management_improvement", "excluded"},
                                                                  {"baseline.missing", "null"},
                                                                  {"late_entries.count_in", "recorded_month"},
                                                                  {"late_entries.count_in", "recorded_month"},
                                                                  {"late_entries.count_in", "true_month"}};
  const std::vector<std::pair<std::string, std::int64_t>> kNumbers{{"financials.stale_months", 60},
                                                                   {"financials.stale_months", 2},
                                                                   {"co.rating_threshold", 2},
                                                                   {"utilisation.hours_per_day", 3},
                                                                   {"it_exception.last_fy", 2025}};
  if (random_.between(0, 3) == 0) {
    const auto& [name, value] = random_.pick(kNumbers);
    add("policy.parameter_set", {text("name", name), number("value", value)});
    return;
  }
  const auto& [name, value] = random_.pick(kChoices);
  add("policy.parameter_set", {text("name", name), text("value", value)});
}

void RandomFigures::grow() {
  const std::uint64_t kind = random_.below(40);
  if (kind < 14) return add_consultation(random_.below(8));
  if (kind < 20) return add_issue(random_.below(7));
  if (kind < 27) return add_business(random_.below(11));
  if (kind < 31) return add_center_matter(random_.below(13));
  if (kind < 34) return add_people(random_.below(7));
  if (kind == 34) return add_rule();
  if (kind == 35) return add("advice.recorded", {text("case_id", "k1")});
  const std::string& type = random_.pick(kCorrectable);
  const std::string_view by = projections::figures::corrected_by(type);
  if (!by.empty()) correct(type, by);
}

projections::figures::FigureLog RandomFigures::list(std::optional<ledger::Position> head) const {
  return projections::figures::FigureLog(events_, {head, true});
}

}  // namespace tests
