#include <algorithm>

#include "ledger/base/limits.h"
#include "ledger/base/time.h"
#include "ledger/base/uuid.h"
#include "ledger/domain/catalogue.h"
#include "ledger/domain/codes.h"
#include "ledger/domain/generation.h"
#include "ledger/domain/roles.h"
#include "ledger/domain/rule_functions.h"
#include "ledger/index/path.h"

namespace ledger {

namespace {

UnixMicros latest(const RuleContext& c) {
  return UnixMicros(c.recorded_at.value + kFutureMicrosMax);
}

// A day or instant on which something has happened, as opposed to one that limits something.
bool tells_a_happening(const FieldSpec& field) {
  const bool is_date = field.kind == FieldKind::kDate || field.kind == FieldKind::kInstant;
  return is_date && field.field_class == FieldClass::kPublic && !field.name.starts_with("expires") &&
         (field.name.ends_with("_on") || field.name.ends_with("_at"));
}

}  // namespace

Verdict check_time_future(const RuleContext& c) {
  return Verdict::of(c.event.occurred_at <= latest(c), "/occurred_at");
}

Verdict check_licence_own(const RuleContext& c) {
  if (c.event.actor.licence.empty()) return Verdict::holds();
  const auto licence = find(c.state, licence_record(c.event.actor.licence));
  return Verdict::of(licence && licence->active && licence->person == c.event.actor.person, "/actor/licence");
}

// The real person behind a system, who can't be chosen freely any more than the actor (event.md): whoever
// signs acts for himself, a system speaks for those whom it is bound to. In what the service records itself
// it has vouched for the reader; the person must be known.
Verdict check_on_behalf(const RuleContext& c) {
  const Actor& actor = c.event.actor;
  if (actor.on_behalf_of.empty()) return Verdict::holds();
  constexpr std::string_view kWhere = "/actor/on_behalf_of";
  const bool other = actor.on_behalf_of != actor.person.value;
  if (!other || !c.event.attested() || !find(c.state, person_record(actor.on_behalf_of))) {
    return Verdict::breaks(kWhere);
  }
  const PrincipalId& through = c.event.attested_by->principal;
  if (through.value == kServicePrincipal) return Verdict::holds();
  const auto principal = find(c.state, principal_record(through.value));
  return Verdict::of(principal && principal->kind == PrincipalKind::kSystem &&
                         find_principal_binding(c.state, through, PersonId(actor.on_behalf_of)),
                     kWhere)
      .want("a person for whom principal.bound names this system");
}

Verdict check_refs_known(const RuleContext& c) {
  for (const std::string& ref : c.event.refs) {
    // A reference with a slash is a stream: nothing rests on it.
    const auto id = parse_event_id(ref);
    if (!id) continue;
    const auto found = c.events.find(*id);
    if (!found.ok()) return Verdict::failed(found.status());
    if (!found->has_value() && !past_position(c.state, *id)) return Verdict::breaks("/refs");
  }
  return Verdict::holds();
}

Verdict check_date_future(const RuleContext& c) {
  for (const FieldSpec& field : c.row.fields) {
    if (!tells_a_happening(field)) continue;
    const std::string_view text = c.event.text(field.name);
    if (text.empty()) continue;
    if (field.kind == FieldKind::kDate) {
      if (day_of(text) > day_of(latest(c))) return Verdict::breaks(field.name);
    } else if (const auto time = parse_rfc3339(text); time.ok() && *time > latest(c)) {
      return Verdict::breaks(field.name);
    }
  }
  return Verdict::holds();
}

Verdict check_person_known(const RuleContext& c) {
  return Verdict::of(find(c.state, person_record(c.event.text("person_id"))).has_value(), "person_id");
}

Verdict check_org_known(const RuleContext& c) {
  const std::string_view recipient = c.event.text("recipient");
  return Verdict::of(find(c.state, org_record(recipient)) || find(c.state, center_record(recipient)),
                     "recipient");
}

Verdict check_center_known(const RuleContext& c) {
  return Verdict::of(find(c.state, center_record(c.event.text("center_id"))).has_value(), "center_id");
}

Verdict check_catalogue_known(const RuleContext& c) {
  if (c.event.text("catalogue") != kCatalogueVersion) return Verdict::breaks("catalogue");
  return Verdict::of(c.event.number("index_map") == std::int64_t{kIndexMapVersion}, "index_map");
}

Verdict check_policy_value(const RuleContext& c) {
  const ParameterSpec* spec = find_parameter(c.event.text("name"));
  if (spec == nullptr) return Verdict::holds();
  const JsonValue* value = c.event.field("value");
  if (spec->is_text) return Verdict::of(value != nullptr && value->is_string(), "value");
  if (!spec->choices.empty()) {
    const bool chosen =
        value != nullptr && value->is_string() &&
        std::find(spec->choices.begin(), spec->choices.end(), value->as_string()) != spec->choices.end();
    return Verdict::of(chosen, "value");
  }
  return Verdict::of(
      value != nullptr && value->is_int() && value->as_int() >= spec->min && value->as_int() <= spec->max,
      "value");
}

Verdict check_policy_supported(const RuleContext& c) {
  const ParameterSpec* spec = find_parameter(c.event.text("name"));
  const JsonValue* value = c.event.field("value");
  if (spec == nullptr || !spec->is_fixed || value == nullptr) return Verdict::holds();
  if (spec->choices.empty()) {
    return Verdict::of(value->as_int() == spec->otherwise, "value").want(std::to_string(spec->otherwise));
  }
  const std::string_view only = spec->choices[static_cast<std::size_t>(spec->otherwise)];
  return Verdict::of(value->as_string() == only, "value").want(std::string(only));
}

Verdict check_policy_owner(const RuleContext& c) {
  if (c.event.actor.role != "bureau_officer") return Verdict::holds();
  // "ceiling.<centre>.<fiscal year>"; a centre id may hold dots itself.
  std::string_view name = c.event.text("name");
  if (!name.starts_with(kParameterCeiling)) return Verdict::breaks("name");
  name.remove_prefix(kParameterCeiling.size());
  const std::string_view center = name.substr(0, name.rfind('.'));
  return Verdict::of(
      holds_role(c.state, c.event.actor.person, c.event.actor.role, center, c.event.occurred_at), "name");
}

Verdict check_principal_reserved(const RuleContext& c) {
  return Verdict::of(c.event.text("principal") != kServicePrincipal, "principal");
}

Verdict check_principal_kind(const RuleContext& c) {
  const auto principal = find(c.state, principal_record(c.event.text("principal")));
  const PrincipalKind kind =
      c.event.text("kind") == "system" ? PrincipalKind::kSystem : PrincipalKind::kPersonal;
  return Verdict::of(!principal || principal->kind == kind, "kind");
}

Verdict check_principal_unbound(const RuleContext& c) {
  const auto binding = find(c.state, binding_record(c.event.text("principal"), c.event.text("person_id")));
  return Verdict::of(!binding, "person_id");
}

Verdict check_principal_personal(const RuleContext& c) {
  if (c.event.text("kind") != "personal") return Verdict::holds();
  const auto principal = find(c.state, principal_record(c.event.text("principal")));
  return Verdict::of(!principal || principal->live_bindings == 0, "principal");
}

Verdict check_principal_bound(const RuleContext& c) {
  const auto binding = find(c.state, binding_record(c.event.text("principal"), c.event.text("person_id")));
  return Verdict::of(binding.has_value(), "person_id");
}

}  // namespace ledger
