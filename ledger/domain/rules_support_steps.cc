#include <algorithm>

#include "ledger/domain/codes.h"
#include "ledger/domain/effect_values.h"
#include "ledger/domain/roles.h"
#include "ledger/domain/rule_functions.h"

namespace ledger {

namespace {

std::optional<CaseRecord> case_of(const RuleContext& c) {
  return find(c.state, case_record(c.event.text("case_id")));
}
std::optional<IssueRecord> issue_of(const RuleContext& c) {
  return find(c.state, issue_record(c.event.text("issue_id")));
}
std::optional<ReferralRecord> referral_of(const RuleContext& c) {
  return find(c.state, referral_record(c.event.text("referral_id")));
}
std::optional<BusinessRecord> business_of_event(const RuleContext& c) {
  return find(c.state, business_record(c.event.text("business_id")));
}

}  // namespace

Verdict check_case_assigned(const RuleContext& c) {
  const auto record = case_of(c);
  return Verdict::of(!record || !record->assigned.value.empty(), "case_id");
}

Verdict check_reassign_other(const RuleContext& c) {
  const auto record = case_of(c);
  return Verdict::of(!record || record->assigned.value != c.event.text("person_id"), "person_id");
}

Verdict check_case_ended(const RuleContext& c) {
  const auto record = case_of(c);
  return Verdict::of(!record || record->state == CaseState::kClosed, "case_id");
}

Verdict check_transfer_target(const RuleContext& c) {
  const std::string_view target = c.event.text("target");
  if (c.event.text("target_kind") == "other_center") {
    const auto record = case_of(c);
    return Verdict::of(find(c.state, center_record(target)) && (!record || record->center != target),
                       "target");
  }
  const auto org = find(c.state, org_record(target));
  return Verdict::of(org && org->kind == "hq", "target");
}

// A consent to this recipient, or the sharing clause, which names other centres and the headquarters.
Verdict check_transfer_consent(const RuleContext& c) {
  const std::string_view business = c.event.text("business_id");
  const std::string_view ref = c.event.text("consent_ref");
  const auto own =
      referral_consent_on(c.state, business, c.event.text("target"), day_of(c.event.text("transferred_on")));
  if (own && format_event_id(own->event) == ref) return Verdict::holds();
  const auto sharing = sharing_in_force(c.state, business);
  if (!sharing || format_event_id(sharing->event) != ref) return Verdict::breaks("consent_ref");
  const std::string_view named = c.event.text("target_kind") == "other_center" ? "other_center" : "hq";
  return Verdict::of(
      std::find(sharing->recipients.begin(), sharing->recipients.end(), named) != sharing->recipients.end(),
      "consent_ref");
}

Verdict check_cease_policy(const RuleContext& c) {
  const auto policy = find(c.state, policy_record(kParameterCeasePolicy));
  return Verdict::of(policy && policy->is_code && policy->code == c.event.text("policy_version"),
                     "policy_version");
}

Verdict check_issue_live(const RuleContext& c) {
  const auto issue = issue_of(c);
  return Verdict::of(!issue || !issue->closed_unresolved, "issue_id");
}

Verdict check_issue_ended(const RuleContext& c) {
  const auto issue = issue_of(c);
  return Verdict::of(!issue || issue->resolved || issue->closed_unresolved, "issue_id");
}

Verdict check_reclassify_from(const RuleContext& c) {
  const auto issue = issue_of(c);
  return Verdict::of(!issue || issue->category == c.event.text("from"), "from");
}

Verdict check_reclassify_to(const RuleContext& c) {
  return Verdict::of(c.event.text("from") != c.event.text("to"), "to");
}

Verdict check_phase_second(const RuleContext& c) {
  const auto business = business_of_event(c);
  return Verdict::of(!business || business->phase == 2, "business_id");
}

Verdict check_phase_end_order(const RuleContext& c) {
  const auto business = business_of_event(c);
  return Verdict::of(
      !business || business->phase != 2 || business->phase_since <= day_of(c.event.text("ended_on")),
      "ended_on");
}

Verdict check_plan_new(const RuleContext& c) {
  return Verdict::of(!find(c.state, productivity_plan_record(c.event.text("plan_id"))), "plan_id");
}

Verdict check_follow_up_new(const RuleContext& c) {
  return Verdict::of(!find(c.state, follow_up_record(c.event.text("followup_id"))), "followup_id");
}

Verdict check_follow_up_subject(const RuleContext& c) {
  const std::string_view kind = c.event.text("about_kind");
  const std::string_view about = c.event.text("about");
  std::string business;
  if (kind == "referral") {
    if (const auto referral = find(c.state, referral_record(about))) business = referral->business;
  } else if (kind == "issue") {
    if (const auto issue = find(c.state, issue_record(about))) business = issue->business;
  } else if (const auto plan = find(c.state, productivity_plan_record(about))) {
    business = plan->business;
  }
  return Verdict::of(!business.empty() && business == c.event.text("business_id"), "about");
}

Verdict check_follow_up_referral(const RuleContext& c) {
  if (c.event.text("about_kind") != "referral") return Verdict::holds();
  const auto referral = find(c.state, referral_record(c.event.text("about")));
  return Verdict::of(!referral || referral->state == ReferralState::kAccepted ||
                         referral->state == ReferralState::kCompleted,
                     "about");
}

Verdict check_referral_accepted(const RuleContext& c) {
  const auto referral = referral_of(c);
  return Verdict::of(!referral || referral->state == ReferralState::kAccepted, "referral_id");
}

Verdict check_referral_date_order(const RuleContext& c) {
  const auto referral = referral_of(c);
  if (!referral) return Verdict::holds();
  for (const std::string_view name : {"accepted_on", "declined_on", "completed_on"}) {
    const std::string_view date = c.event.text(name);
    if (!date.empty() && day_of(date) < referral->last_on) return Verdict::breaks(name);
  }
  return Verdict::holds();
}

Verdict check_referral_source(const RuleContext& c) {
  const std::string_view source = c.event.text("source");
  const std::string_view kind = c.event.text("source_kind");
  if (kind == "other_center") {
    return Verdict::of(source != c.event.text("center_id") && find(c.state, center_record(source)), "source");
  }
  const auto org = find(c.state, org_record(source));
  return Verdict::of(org && org->kind == kind, "source");
}

}  // namespace ledger
