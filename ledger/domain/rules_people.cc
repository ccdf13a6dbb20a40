#include <algorithm>

#include "ledger/base/time.h"
#include "ledger/base/uuid.h"
#include "ledger/domain/codes.h"
#include "ledger/domain/effect_values.h"
#include "ledger/domain/key_id.h"
#include "ledger/domain/roles.h"
#include "ledger/domain/rule_functions.h"

namespace ledger {

namespace {

// Bounds RoleRecord.
constexpr std::size_t kGrantsPerRoleMax = 64;

struct GrantRule {
  std::string_view granter;
  std::string_view role;  // empty: every role
};
constexpr GrantRule kGrantRules[] = {{"admin", ""},
                                     {"bureau_officer", "bureau_officer"},
                                     {"bureau_officer", "impl_lead"},
                                     {"bureau_officer", "impl_staff"},
                                     {"bureau_officer", "cco"},
                                     {"bureau_officer", "prod_lead"},
                                     {"hq_staff", "hq_staff"},
                                     {"hq_staff", "hq_adviser"},
                                     {"impl_lead", "impl_staff"},
                                     {"impl_lead", "cco"},
                                     {"impl_lead", "sub_cco"},
                                     {"impl_lead", "co"},
                                     {"impl_lead", "prod_lead"},
                                     {"impl_lead", "prod_supporter"},
                                     {"impl_lead", "sec_staff"}};

// Who administers the system or audits it takes no part in the programme, and not both at once.
bool is_detached(std::string_view role) {
  return role == "admin" || role == "auditor";
}
bool incompatible(std::string_view a, std::string_view b) {
  const bool neutral = a == "mirror" || b == "mirror" || a == "sec_staff" || b == "sec_staff";
  return a != b && !neutral && (is_detached(a) || is_detached(b));
}

std::string_view enrolled_kid(const RuleContext& c) {
  const std::string_view rotated_to = c.event.text("new_kid");
  return rotated_to.empty() ? c.event.text("kid") : rotated_to;
}
std::string_view enrolled_name(const RuleContext& c) {
  return c.event.field("new_kid") ? "new_kid" : "kid";
}

// Purpose that the enrolled key is to have: a rotated key inherits it.
KeyPurpose enrolled_purpose(const RuleContext& c) {
  if (c.event.field("new_kid") == nullptr) return key_purpose(c.event.text("purpose"));
  const auto old = find(c.state, key_record(c.event.text("kid")));
  return old ? old->purpose : KeyPurpose::kAuthor;
}

Day last_day(const Event& event) {
  const std::string_view text = event.text("valid_to");
  return text.empty() ? kNoLastDay : day_of(text);
}

// Whether `basis` lets the person hold a role that rests on an appointment or contract.
bool is_personal_basis(const Event& basis, const Event& grant) {
  const std::string_view role = grant.text("role");
  const bool nominated = role == "cco" || role == "prod_lead";
  const bool concluded = basis.type == "contract.concluded" && basis.text("kind") == role;
  const bool appointed = basis.type == (nominated ? "appointment.nominated" : "appointment.approved") &&
                         basis.text("role") == role;
  const bool interim = basis.type == "interim.approved" && role == "cco";
  if (!concluded && !appointed && !interim) return false;
  return basis.text("person_id") == grant.text("person_id") && basis.text("center_id") == grant.text("scope");
}

// Whether the actor may decide who speaks for this person: administrators for everybody, other registrars
// within the scope of their role. Machine keys (no person) are the administrators' alone.
bool may_register(const RuleContext& c, std::string_view person) {
  const Actor& actor = c.event.actor;
  if (actor.role == "admin") return true;
  const auto record = find(c.state, person_record(person));
  return record && !record->org.empty() &&
         holds_role(c.state, actor.person, actor.role, record->org, c.event.occurred_at);
}

}  // namespace

Verdict check_registrar_scope(const RuleContext& c) {
  const bool machine_key = c.event.type == "key.enrolled" && c.event.text("purpose") != "author";
  return Verdict::of(may_register(c, machine_key ? std::string_view() : c.event.text("person_id")),
                     "person_id");
}

Verdict check_key_thumbprint(const RuleContext& c) {
  const auto algorithm = parse_algorithm(c.event.text("algorithm"));
  const auto key = from_base64url(c.event.text("public_key"));
  if (!algorithm || !key) return Verdict::breaks("public_key");
  const auto kid = key_thumbprint(*algorithm, *key);
  return Verdict::of(kid && kid->value == enrolled_kid(c), enrolled_name(c));
}

Verdict check_key_purpose_disjoint(const RuleContext& c) {
  const auto key = find(c.state, key_record(enrolled_kid(c)));
  return Verdict::of(!key || key->purpose == enrolled_purpose(c), enrolled_name(c));
}

Verdict check_key_new(const RuleContext& c) {
  const auto key = find(c.state, key_record(enrolled_kid(c)));
  return Verdict::of(!key || key->purpose != enrolled_purpose(c), enrolled_name(c));
}

Verdict check_key_owner_given(const RuleContext& c) {
  const std::string_view person = c.event.text("person_id");
  if (person.empty()) return Verdict::of(c.event.text("purpose") != "author", "person_id");
  return Verdict::of(find(c.state, person_record(person)).has_value(), "person_id");
}

Verdict check_key_term(const RuleContext& c) {
  const std::string_view to = c.event.text("valid_to");
  if (to.empty()) return Verdict::holds();
  const auto from = parse_rfc3339(c.event.text("valid_from"));
  const auto end = parse_rfc3339(to);
  return Verdict::of(from.ok() && end.ok() && *from < *end, "valid_to");
}

Verdict check_key_known(const RuleContext& c) {
  return Verdict::of(find(c.state, key_record(c.event.text("kid"))).has_value(), "kid");
}

Verdict check_key_live(const RuleContext& c) {
  const auto key = find(c.state, key_record(c.event.text("kid")));
  return Verdict::of(!key || !key->revoked, "kid");
}

Verdict check_key_owner(const RuleContext& c) {
  const auto key = find(c.state, key_record(c.event.text("kid")));
  const std::string& role = c.event.actor.role;
  const bool registrar =
      role == "admin" || role == "hq_staff" || role == "bureau_officer" || role == "impl_lead";
  const bool own = key && key->person == c.event.actor.person;
  return Verdict::of(!key || own || (registrar && may_register(c, key->person.value)), "kid");
}

Verdict check_org_new(const RuleContext& c) {
  return Verdict::of(!find(c.state, org_record(c.event.text("org_id"))), "org_id");
}

Verdict check_center_org_kind(const RuleContext& c) {
  const auto impl_body = find(c.state, org_record(c.event.text("impl_body")));
  if (!impl_body || impl_body->kind != "impl_body") return Verdict::breaks("impl_body");
  const auto bureau = find(c.state, org_record(c.event.text("bureau")));
  return Verdict::of(bureau && bureau->kind == "bureau", "bureau");
}

Verdict check_center_new(const RuleContext& c) {
  return Verdict::of(!find(c.state, center_record(c.event.text("center_id"))), "center_id");
}

Verdict check_center_prefecture(const RuleContext& c) {
  return Verdict::of(!find(c.state, prefecture_record(c.event.text("pref_code"))), "pref_code");
}

Verdict check_person_new(const RuleContext& c) {
  return Verdict::of(!find(c.state, person_record(c.event.text("person_id"))), "person_id");
}

Verdict check_licence_shared(const RuleContext& c) {
  const auto licence = find(c.state, licence_record(c.event.text("licence_id")));
  return Verdict::of(!licence || licence->person.value == c.event.text("person_id"), "licence_id");
}

Verdict check_licence_second(const RuleContext& c) {
  const auto person = find(c.state, person_record(c.event.text("person_id")));
  return Verdict::of(!person || person->licence.empty(), "person_id");
}

Verdict check_licence_active(const RuleContext& c) {
  const auto licence = find(c.state, licence_record(c.event.text("licence_id")));
  return Verdict::of(licence && licence->active && licence->person.value == c.event.text("person_id"),
                     "licence_id");
}

Verdict check_role_grantable(const RuleContext& c) {
  const Actor& actor = c.event.actor;
  const std::string_view role = c.event.text("role");
  const bool listed = std::any_of(std::begin(kGrantRules), std::end(kGrantRules), [&](const GrantRule& rule) {
    return rule.granter == actor.role && (rule.role.empty() || rule.role == role);
  });
  if (!listed) return Verdict::breaks("role");
  if (actor.role == "admin") return Verdict::holds();
  return Verdict::of(
      holds_role(c.state, actor.person, actor.role, c.event.text("scope"), c.event.occurred_at), "scope");
}

Verdict check_role_scope_known(const RuleContext& c) {
  const std::string_view scope = c.event.text("scope");
  return Verdict::of(
      scope == kScopeNation || find(c.state, center_record(scope)) || find(c.state, org_record(scope)),
      "scope");
}

Verdict check_role_term(const RuleContext& c) {
  return Verdict::of(day_of(c.event.text("valid_from")) <= last_day(c.event), "valid_to");
}

Verdict check_role_basis(const RuleContext& c) {
  const auto id = parse_event_id(c.event.text("basis"));
  if (!id) return Verdict::breaks("basis");
  const auto basis = c.events.find(*id);
  if (!basis.ok()) return Verdict::failed(basis.status());
  if (!basis->has_value()) return Verdict::breaks("basis");
  const std::string_view role = c.event.text("role");
  const bool personal = role == "cco" || role == "prod_lead" || role == "co" || role == "sub_cco";
  return Verdict::of(!personal || is_personal_basis((*basis)->event, c.event), "basis");
}

Verdict check_role_incompatible(const RuleContext& c) {
  const Day from = day_of(c.event.text("valid_from"));
  const Day to = last_day(c.event);
  for (const HeldRole& held : roles_of(c.state, PersonId(std::string(c.event.text("person_id"))))) {
    if (incompatible(held.role, c.event.text("role")) && held.grant.from <= to && from <= held.grant.to) {
      return Verdict::breaks("role");
    }
  }
  return Verdict::holds();
}

Verdict check_role_count(const RuleContext& c) {
  const auto record = find(c.state, role_record(c.event.text("person_id"), c.event.text("role")));
  return Verdict::of(!record || record->grants.size() < kGrantsPerRoleMax, "role");
}

Verdict check_role_live(const RuleContext& c) {
  const auto record = find(c.state, role_record(c.event.text("person_id"), c.event.text("role")));
  const auto of_scope = [&](const RoleGrant& grant) { return grant.scope == c.event.text("scope"); };
  return Verdict::of(record && std::any_of(record->grants.begin(), record->grants.end(), of_scope), "scope");
}

}  // namespace ledger
