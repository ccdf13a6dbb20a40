#include "ops/generate/center_simulation.h"

namespace ops::generate {

namespace {

constexpr std::string_view kOutcomes[] = {"sales_up",        "sales_up",      "profit_up", "cost_down",
                                          "productivity_up", "plan_realised", "jobs_kept"};
constexpr std::string_view kCloseReasons[] = {"completed", "completed",       "completed",
                                              "completed", "no_further_wish", "unreachable"};
constexpr std::string_view kDeclineReasons[] = {"out_of_scope", "no_capacity", "business_withdrew", "other"};
constexpr int kResolvedPerMille = 780;
constexpr int kConfirmedPerMille = 450;
constexpr int kDeclinedPerMille = 150;
constexpr int kOtherCentrePerMille = 120;
constexpr int kStaysOpenPerMille = 100;

}  // namespace

void CenterSimulation::resolve_issues(Visit& visit) {
  int after = 14;
  for (Issue& issue : visit.consultation.issues) {
    if (issue.resolved || !random_.chance(kResolvedPerMille)) continue;
    EventForm resolved = about(visit, "issue.resolved", after++);
    attested(resolved.text("issue_id", issue.id)
                 .text("case_id", visit.consultation.id)
                 .text("business_id", visit.consultation.business.id)
                 .text("resolved_on", resolved.at().date())
                 .text("note", std::string(issue.category->label).append("の課題を解決")));
    issue.resolved = true;
    (issue.category->counted ? figures_.issues_resolved : figures_.issues_resolved_excluded) += 1;
    if (!random_.chance(kConfirmedPerMille)) continue;
    EventForm confirmed = about(visit, "outcome.confirmed", after++);
    confirmed.text("issue_id", issue.id)
        .text("case_id", visit.consultation.id)
        .text("business_id", visit.consultation.business.id)
        .text("kind", random_.pick(kOutcomes))
        .text("confirmed_on", confirmed.at().date())
        .text("confirmed_by", visit.consultation.business.given_by);
    if (random_.chance(600)) confirmed.number("effect_yen", 10'000 * random_.between(5, 500));
    attested(confirmed);
    figures_.outcomes_confirmed += 1;
  }
}

void CenterSimulation::make_referral(Visit& visit) {
  Case& consultation = visit.consultation;
  consultation.refers = false;
  EventForm made = about(visit, "referral.made", 21);
  std::string target = random_.pick(plan().support_orgs).id;
  std::string consent;
  bool to_center = false;
  if (consultation.business.shares && all_.size() > 1 && random_.chance(kOtherCentrePerMille)) {
    const CenterPlan& other = all_[random_.below(all_.size())];
    to_center = other.id != plan().id;
    if (to_center) {
      target = other.id;
      consent = consultation.business.decision;  // the sharing clause names other centres
    }
  }
  if (!to_center) {
    EventForm granted = about(visit, "consent.referral_granted", 20);
    consent = attested(granted.text("business_id", consultation.business.id)
                           .text("recipient", target)
                           .texts("items", {"identity", "profile", "issue"})
                           .text("method", "paper")
                           .text("given_at", granted.at().text())
                           .text("expires_on", date_text(granted.at().day + 180))
                           .text("given_by", consultation.business.given_by));
  }
  consultation.referral = new_id(made.at());
  attested(made.text("referral_id", consultation.referral)
               .text("case_id", consultation.id)
               .text("business_id", consultation.business.id)
               .text("issue_id", consultation.issues.front().id)
               .text("target", target)
               .text("target_kind", to_center ? "other_center" : "support_org")
               .text("consent_ref", consent)
               .texts("items", {"identity", "issue"})
               .text("made_on", made.at().date())
               .text("note", make_matter(random_, *consultation.issues.front().category)));
  figures_.referrals += 1;
}

void CenterSimulation::answer_referral(Visit& visit) {
  Case& consultation = visit.consultation;
  if (consultation.referral.empty()) return;
  const bool declined = random_.chance(kDeclinedPerMille);
  EventForm form = about(visit, declined ? "referral.declined" : "referral.accepted", 11);
  form.text("referral_id", consultation.referral);
  form.text(declined ? "declined_on" : "accepted_on", form.at().date());
  if (declined) form.text("reason", random_.pick(kDeclineReasons));
  attested(form);
  consultation.referral.clear();
}

void CenterSimulation::enter_phase2(Visit& visit) {
  Business& business = visit.consultation.business;
  visit.consultation.grows = false;
  const bool corporation = business.kind == BusinessKind::kCorporation;
  EventForm financials = about(visit, "business.financials_submitted", 23);
  const ledger::CivilDate today = ledger::civil_from_days(visit.recorded.day);
  const std::int64_t sales = 100'000 * random_.between(80, 3000);
  financials.text("business_id", business.id)
      .text("business_kind", corporation ? "corporation" : "sole_proprietor")
      .text("form", random_.chance(700) ? "kessansho" : "lobben")
      .text("period_relation", "new")
      .text("submitted_on", financials.at().date())
      .text("period_start", ledger::format_date({today.year - 1, 1, 1}))
      .text("period_end", ledger::format_date({today.year - 1, 12, 31}))
      .number("sales", sales)
      .number("operating_profit", sales * random_.between(-30, 120) / 1000)
      .number("depreciation", sales * random_.between(10, 60) / 1000);
  if (corporation) {
    financials.number("personnel_cost", sales * random_.between(150, 400) / 1000);
  } else {
    financials.number("welfare_cost", sales / 100).number("wages", sales * random_.between(50, 300) / 1000);
  }
  attested(financials.number("employees", random_.between(1, 40)));

  EventForm agreed = about(visit, "consent.phase2_agreed", 24);
  attested(agreed.text("business_id", business.id)
               .text("agreed_at", agreed.at().text())
               .text("given_by", business.given_by));
  const std::string day = visit.recorded.date();
  const auto criterion = [&](std::string_view code, int after) {
    EventForm form = about(visit, "phase.criterion_met", after);
    form.text("business_id", business.id).text("criterion", code).text("met_on", day);
    if (code == "ii") form.flag("goal_agreed", true).text("step", "material_supplied");
    return attested(form);
  };
  const std::string first = criterion("i", 25);
  const std::string second = criterion("ii", 26);
  const std::string third = criterion("iii", 27);
  const JstTime at = visit.recorded.plus_minutes(28);
  attested(EventForm("phase.transitioned", at, plan().member_actor(plan().members.front()))
               .text("business_id", business.id)
               .number("to", 2)
               .text("transitioned_on", at.date())
               .text("criterion_i", first)
               .text("criterion_ii", second)
               .text("criterion_iii", third));
  business.phase2 = true;
  figures_.phase2_entries += 1;
}

void CenterSimulation::close_case(Visit& visit) {
  visit.consultation.over = true;
  // Some are simply not closed by anybody.
  if (random_.chance(kStaysOpenPerMille)) return;
  EventForm form = about(visit, "consultation.closed", 33);
  attested(form.text("case_id", visit.consultation.id)
               .text("reason", random_.pick(kCloseReasons))
               .text("closed_on", form.at().date()));
}

}  // namespace ops::generate
