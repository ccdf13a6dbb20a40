#include <algorithm>

#include "ledger/domain/effect_functions.h"
#include "ledger/domain/effect_values.h"
#include "ledger/domain/key_id.h"

namespace ledger {

namespace {

KeyRecord ledger_key(const EffectContext& c, KeyPurpose purpose, std::string_view field,
                     std::string_view algorithm) {
  KeyRecord key;
  key.algorithm = parse_algorithm(algorithm).value_or(SignatureAlgorithm::kEd25519);
  key.public_key = from_base64url(c.event.text(field)).value_or(Bytes());
  key.purpose = purpose;
  key.valid_from = c.recorded_at;
  key.enrolled_at = c.recorded_at;
  key.event = c.event.id;
  return key;
}

void enrol(const EffectContext& c, const KeyRecord& key) {
  if (const auto kid = key_thumbprint(key.algorithm, key.public_key))
    put(c.state, key_record(kid->value), key);
}

void grant(const EffectContext& c, std::string_view person, std::string_view role, RoleGrant added) {
  const auto key = role_record(person, role);
  RoleRecord record = find(c.state, key).value_or(RoleRecord{});
  record.grants.push_back(std::move(added));
  put(c.state, key, record);
}

// Key fields that enrolment and rotation share.
KeyRecord enrolled_key(const EffectContext& c, KeyPurpose purpose) {
  KeyRecord key = ledger_key(c, purpose, "public_key", c.event.text("algorithm"));
  key.valid_from = instant_of(c.event, "valid_from");
  key.valid_to = instant_of(c.event, "valid_to");
  return key;
}

void put_genesis_keys(const EffectContext& c) {
  enrol(c, ledger_key(c, KeyPurpose::kLog, "log_key", "Ed25519"));
  enrol(c, ledger_key(c, KeyPurpose::kAttestor, "attestor_key", c.event.text("attestor_algorithm")));
  KeyRecord admin = ledger_key(c, KeyPurpose::kAuthor, "admin_key", c.event.text("admin_algorithm"));
  admin.person = PersonId(std::string(c.event.text("admin_person")));
  enrol(c, admin);
}

}  // namespace

void apply_genesis(const EffectContext& c) {
  GenesisRecord genesis;
  genesis.origin = c.event.text("origin");
  genesis.generation = static_cast<std::uint64_t>(c.event.number("generation"));
  genesis.catalogue = c.event.text("catalogue");
  genesis.index_map = static_cast<std::uint64_t>(c.event.number("index_map"));
  genesis.conformance = flag_of(c.event, "conformance");
  genesis.event = c.event.id;
  put(c.state, genesis_record(), genesis);
  put_genesis_keys(c);

  const std::string_view admin = c.event.text("admin_person");
  PersonRecord person;
  person.org = c.event.actor.org;
  person.event = c.event.id;
  put(c.state, person_record(admin), person);
  grant(c, admin, "admin", {"nation", day_of(c.event.occurred_at), kNoLastDay, c.event.id});
}

void apply_catalogue_adopted(const EffectContext& c) {
  auto genesis = find(c.state, genesis_record());
  if (!genesis) return;
  genesis->catalogue = c.event.text("catalogue");
  genesis->index_map = static_cast<std::uint64_t>(c.event.number("index_map"));
  put(c.state, genesis_record(), *genesis);
}

void apply_policy_set(const EffectContext& c) {
  const JsonValue* value = c.event.field("value");
  if (value == nullptr) return;
  PolicyRecord policy;
  policy.is_code = value->is_string();
  if (policy.is_code) {
    policy.code = value->as_string();
  } else {
    policy.number = c.event.number("value");
  }
  policy.event = c.event.id;
  put(c.state, policy_record(c.event.text("name")), policy);
}

void apply_principal_bound(const EffectContext& c) {
  const std::string_view principal = c.event.text("principal");
  const auto key = principal_record(principal);
  PrincipalRecord record = find(c.state, key).value_or(PrincipalRecord{});
  record.kind = c.event.text("kind") == "system" ? PrincipalKind::kSystem : PrincipalKind::kPersonal;
  record.live_bindings += 1;
  put(c.state, key, record);
  put(c.state, binding_record(principal, c.event.text("person_id")),
      BindingRecord{c.recorded_at, c.event.id});
}

void apply_principal_released(const EffectContext& c) {
  const std::string_view principal = c.event.text("principal");
  const auto key = principal_record(principal);
  auto record = find(c.state, key);
  if (!record || record->live_bindings == 0) return;
  record->live_bindings -= 1;
  put(c.state, key, *record);
  c.state.erase(binding_record(principal, c.event.text("person_id")).bytes);
}

void apply_org_registered(const EffectContext& c) {
  put(c.state, org_record(c.event.text("org_id")),
      OrgRecord{std::string(c.event.text("kind")), "", c.event.id});
}

void apply_center_established(const EffectContext& c) {
  CenterRecord center;
  center.pref_code = c.event.text("pref_code");
  center.impl_body = c.event.text("impl_body");
  center.bureau = c.event.text("bureau");
  center.event = c.event.id;
  put(c.state, center_record(c.event.text("center_id")), center);
  put(c.state, prefecture_record(center.pref_code), PrefectureRecord{std::string(c.event.text("center_id"))});
  if (auto impl_body = find(c.state, org_record(center.impl_body))) {
    impl_body->center = c.event.text("center_id");
    put(c.state, org_record(center.impl_body), *impl_body);
  }
}

void apply_person_registered(const EffectContext& c) {
  PersonRecord person;
  person.org = c.event.text("org_id");
  person.event = c.event.id;
  put(c.state, person_record(c.event.text("person_id")), person);
}

void apply_licence_issued(const EffectContext& c) {
  const std::string_view person_id = c.event.text("person_id");
  auto person = find(c.state, person_record(person_id));
  if (!person) return;
  person->licence = c.event.text("licence_id");
  put(c.state, person_record(person_id), *person);
  put(c.state, licence_record(person->licence),
      LicenceRecord{PersonId(std::string(person_id)), true, c.event.id});
}

void apply_licence_revoked(const EffectContext& c) {
  const auto key = licence_record(c.event.text("licence_id"));
  auto licence = find(c.state, key);
  auto person = find(c.state, person_record(c.event.text("person_id")));
  if (!licence || !person) return;
  licence->active = false;
  put(c.state, key, *licence);
  person->licence.clear();
  put(c.state, person_record(c.event.text("person_id")), *person);
}

void apply_key_enrolled(const EffectContext& c) {
  KeyRecord key = enrolled_key(c, key_purpose(c.event.text("purpose")));
  key.person = PersonId(std::string(c.event.text("person_id")));
  key.principal = PrincipalId(std::string(c.event.text("principal")));
  enrol(c, key);
}

void apply_key_rotated(const EffectContext& c) {
  const auto old_key = key_record(c.event.text("kid"));
  auto old = find(c.state, old_key);
  if (!old) return;
  KeyRecord key = enrolled_key(c, old->purpose);
  key.person = old->person;
  key.principal = old->principal;
  enrol(c, key);
  // The old key stays good until the new one is.
  old->valid_to = std::min(old->valid_to, std::max(key.valid_from, c.recorded_at));
  put(c.state, old_key, *old);
}

void apply_key_revoked(const EffectContext& c) {
  const auto key = key_record(c.event.text("kid"));
  auto record = find(c.state, key);
  if (!record) return;
  record->revoked = true;
  put(c.state, key, *record);
}

void apply_role_granted(const EffectContext& c) {
  const std::string_view to = c.event.text("valid_to");
  grant(c, c.event.text("person_id"), c.event.text("role"),
        {std::string(c.event.text("scope")), day_of(c.event.text("valid_from")),
         to.empty() ? kNoLastDay : day_of(to), c.event.id});
}

void apply_role_revoked(const EffectContext& c) {
  const auto key = role_record(c.event.text("person_id"), c.event.text("role"));
  auto record = find(c.state, key);
  if (!record) return;
  std::erase_if(record->grants, [&](const RoleGrant& held) { return held.scope == c.event.text("scope"); });
  if (record->grants.empty()) {
    c.state.erase(key.bytes);
  } else {
    put(c.state, key, *record);
  }
}

}  // namespace ledger
