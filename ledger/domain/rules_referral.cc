#include <algorithm>

#include "ledger/domain/codes.h"
#include "ledger/domain/effect_values.h"
#include "ledger/domain/roles.h"
#include "ledger/domain/rule_functions.h"

namespace ledger {

namespace {

constexpr std::int64_t kIdentityOnly = 1;  // index of the choice

bool contains(const std::vector<std::string>& list, std::string_view member) {
  return std::find(list.begin(), list.end(), member) != list.end();
}

// The consent to exactly this referral, when the event relies upon it.
std::optional<ConsentRecord> relied_referral_consent(const RuleContext& c) {
  auto consent = referral_consent_on(c.state, c.event.text("business_id"), c.event.text("target"),
                                     day_of(c.event.text("made_on")));
  if (consent && format_event_id(consent->event) != c.event.text("consent_ref")) consent.reset();
  return consent;
}

std::optional<ReferralRecord> referral_of(const RuleContext& c) {
  return find(c.state, referral_record(c.event.text("referral_id")));
}

// Whether `org` is a supporting body outside the centre: a support organisation, another ministry's desk,
// another centre or its implementing body. Headquarters and bureaus are not.
bool is_outside_supporter(const RuleContext& c, const std::string& org) {
  const std::string own_center = center_of(c.state, c.row, c.event);
  if (find(c.state, center_record(org))) return org != own_center;
  const auto record = find(c.state, org_record(org));
  if (!record) return false;
  if (record->kind == "impl_body") return org != impl_body_of(c.state, own_center);
  return record->kind == "support_org" || record->kind == "other_ministry";
}

}  // namespace

Verdict check_referral_new(const RuleContext& c) {
  return Verdict::of(!referral_of(c), "referral_id");
}

Verdict check_referral_issue(const RuleContext& c) {
  const auto issue = find(c.state, issue_record(c.event.text("issue_id")));
  return Verdict::of(issue && issue->case_id == c.event.text("case_id"), "issue_id");
}

Verdict check_referral_self(const RuleContext& c) {
  const std::string center = center_of(c.state, c.row, c.event);
  const std::string_view target = c.event.text("target");
  return Verdict::of(center.empty() || (target != center && target != impl_body_of(c.state, center)),
                     "target");
}

Verdict check_referral_target(const RuleContext& c) {
  const std::string_view target = c.event.text("target");
  if (c.event.text("target_kind") == "other_center") {
    return Verdict::of(find(c.state, center_record(target)).has_value(), "target");
  }
  const auto org = find(c.state, org_record(target));
  return Verdict::of(org && (org->kind == "support_org" || org->kind == "other_ministry"), "target");
}

Verdict check_referral_consent(const RuleContext& c) {
  if (relied_referral_consent(c)) return Verdict::holds();
  if (c.event.text("target_kind") != "other_center") return Verdict::breaks("consent_ref");
  const auto sharing = sharing_in_force(c.state, c.event.text("business_id"));
  return Verdict::of(sharing && contains(sharing->recipients, "other_center") &&
                         format_event_id(sharing->event) == c.event.text("consent_ref"),
                     "consent_ref");
}

Verdict check_referral_items(const RuleContext& c) {
  const ParameterRuling scope = parameter_ruling(c.state, kParameterReferralItems);
  if (scope.value == kIdentityOnly && texts_of(c.event, "items") != std::vector<std::string>{"identity"}) {
    return Verdict::breaks("items").ruled_by(scope);
  }
  const auto consent = relied_referral_consent(c);
  if (!consent) return Verdict::holds();
  for (const std::string& item : texts_of(c.event, "items")) {
    if (!contains(consent->items, item)) return Verdict::breaks("items");
  }
  return Verdict::holds();
}

Verdict check_referral_known(const RuleContext& c) {
  return Verdict::of(referral_of(c).has_value(), "referral_id");
}

Verdict check_referral_open(const RuleContext& c) {
  const auto referral = referral_of(c);
  return Verdict::of(!referral || referral->state == ReferralState::kMade, "referral_id");
}

Verdict check_joint_once(const RuleContext& c) {
  const auto session = find(c.state, session_record(c.event.text("session_id")));
  return Verdict::of(!session || !session->joint, "session_id");
}

Verdict check_joint_org(const RuleContext& c) {
  const auto session = find(c.state, session_record(c.event.text("session_id")));
  if (!session) return Verdict::holds();
  for (const std::string& org : texts_of(c.event, "org_ids")) {
    if (!contains(session->support_orgs, org) || !is_outside_supporter(c, org))
      return Verdict::breaks("org_ids");
  }
  return Verdict::holds();
}

}  // namespace ledger
