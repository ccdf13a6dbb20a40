#include <algorithm>

#include "ledger/domain/effect_values.h"
#include "ledger/domain/roles.h"
#include "ledger/domain/rule_functions.h"

namespace ledger {

namespace {

// State organs and the independent agency that runs the headquarters (article 16(2)); the articles 29 and 30
// ask for no record of provisions to them.
constexpr std::string_view kExemptKinds[] = {"meti", "hq"};

bool contains(const std::vector<std::string>& list, std::string_view member) {
  return std::find(list.begin(), list.end(), member) != list.end();
}

bool is_live(const std::optional<ConsentRecord>& consent, std::string_view ref) {
  return consent && consent->state == ConsentState::kGranted && format_event_id(consent->event) == ref;
}

Day provided_on(const RuleContext& c) {
  return day_of(instant_of(c.event, "provided_at"));
}

std::optional<ConsentRecord> referral_consent(const RuleContext& c) {
  auto consent =
      referral_consent_on(c.state, c.event.text("business_id"), c.event.text("recipient"), provided_on(c));
  if (!is_live(consent, c.event.text("consent_ref"))) consent.reset();
  return consent;
}

// Whether an organisation or centre is registered as that kind, and is not the acting centre itself.
bool is_registered_as(const RuleContext& c, std::string_view kind, std::string_view id) {
  const std::string_view own = c.event.text("center_id");
  if (kind == "other_center") return id != own && find(c.state, center_record(id));
  const auto org = find(c.state, org_record(id));
  if (!org) return false;
  if (kind == "meti") return org->kind == "smea" || org->kind == "bureau";
  if (kind == "other_impl_body") return org->kind == "impl_body" && id != impl_body_of(c.state, own);
  return org->kind == kind;
}

}  // namespace

Verdict check_referral_consent_live(const RuleContext& c) {
  const auto consent =
      find(c.state, referral_consent_record(c.event.text("business_id"), c.event.text("recipient")));
  return Verdict::of(is_live(consent, c.event.text("grant")), "grant");
}

Verdict check_publication_live(const RuleContext& c) {
  const auto consent =
      find(c.state, publication_consent_record(c.event.text("business_id"), c.event.text("medium")));
  return Verdict::of(is_live(consent, c.event.text("grant")), "grant");
}

Verdict check_provision_new(const RuleContext& c) {
  return Verdict::of(!find(c.state, provision_record(c.event.text("provision_id"))), "provision_id");
}

Verdict check_provision_recipient(const RuleContext& c) {
  return Verdict::of(is_registered_as(c, c.event.text("recipient_kind"), c.event.text("recipient")),
                     "recipient");
}

Verdict check_provision_consent(const RuleContext& c) {
  const std::string_view basis = c.event.text("basis");
  if (basis == "referral_consent") return Verdict::of(referral_consent(c).has_value(), "consent_ref");
  if (basis != "sharing_consent") return Verdict::holds();
  const auto sharing = sharing_in_force(c.state, c.event.text("business_id"));
  return Verdict::of(is_live(sharing, c.event.text("consent_ref")) && provided_on(c) >= sharing->given_on &&
                         contains(sharing->recipients, c.event.text("recipient_kind")),
                     "consent_ref");
}

Verdict check_provision_items(const RuleContext& c) {
  if (c.event.text("basis") != "referral_consent") return Verdict::holds();
  const auto consent = referral_consent(c);
  if (!consent) return Verdict::holds();
  for (const std::string& item : texts_of(c.event, "items")) {
    if (!contains(consent->items, item)) return Verdict::breaks("items");
  }
  return Verdict::holds();
}

Verdict check_provision_record(const RuleContext& c) {
  const std::string_view kind = c.event.text("recipient_kind");
  const bool exempt =
      std::find(std::begin(kExemptKinds), std::end(kExemptKinds), kind) != std::end(kExemptKinds);
  return Verdict::of(c.event.text("record_kind") == (exempt ? "exempt" : "article_29"), "record_kind");
}

Verdict check_provision_provider(const RuleContext& c) {
  const std::string_view provider = c.event.text("provider");
  const std::string_view own = c.event.text("center_id");
  const bool outside = provider != own && provider != impl_body_of(c.state, own);
  return Verdict::of(
      outside && (find(c.state, center_record(provider)) || find(c.state, org_record(provider))), "provider");
}

}  // namespace ledger
