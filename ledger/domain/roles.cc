#include "ledger/domain/roles.h"

#include <algorithm>

#include "ledger/domain/codes.h"

namespace ledger {

namespace {

bool live_on(const RoleGrant& grant, Day day) {
  return grant.from <= day && day <= grant.to;
}

bool any_covers(const StateView& state, const RoleRecord& record, Day day, std::string_view scope) {
  return std::any_of(record.grants.begin(), record.grants.end(), [&](const RoleGrant& grant) {
    return live_on(grant, day) && scope_covers(state, grant.scope, scope);
  });
}

Status role_scope(const Event& event, std::string_view scope, std::string_view pointer) {
  return denied("role.scope", "the role " + event.actor.role + " does not reach " + std::string(scope))
      .at(std::string(pointer))
      .want("a centre or organisation within the scope of the actor's role")
      .by_rule("role.scope");
}

}  // namespace

std::vector<HeldRole> roles_of(const StateView& state, const PersonId& person) {
  std::vector<HeldRole> held;
  const Bytes prefix = role_record(person.value, "").bytes;
  state.scan(prefix, [&](ByteView key, ByteView bytes) {
    const auto record = decode_record<RoleRecord>(bytes);
    LEDGER_CHECK(record.has_value());
    for (const RoleGrant& grant : record->grants) {
      held.push_back({std::string(key.substr(prefix.size())), grant});
    }
    return true;
  });
  return held;
}

bool scope_covers(const StateView& state, std::string_view granted, std::string_view wanted) {
  if (granted == kScopeNation || granted == wanted) return true;
  if (const auto center = find(state, center_record(wanted))) {
    if (granted == center->bureau || granted == center->impl_body) return true;
  }
  // An implementing body belongs to its centre, and through it to the bureau.
  if (const auto body = find(state, org_record(wanted)); body && !body->center.empty()) {
    if (granted == body->center) return true;
    const auto center = find(state, center_record(body->center));
    if (center && granted == center->bureau) return true;
  }
  const auto org = find(state, org_record(granted));
  return org && (org->kind == "hq" || org->kind == "smea");
}

bool holds_role(const StateView& state, const PersonId& person, std::string_view role, std::string_view scope,
                UnixMicros occurred_at) {
  const auto record = find(state, role_record(person.value, role));
  if (!record) return false;
  const Day day = day_of(occurred_at);
  if (!scope.empty()) return any_covers(state, *record, day, scope);
  return std::any_of(record->grants.begin(), record->grants.end(),
                     [&](const RoleGrant& grant) { return live_on(grant, day); });
}

std::string impl_body_of(const StateView& state, std::string_view center) {
  auto record = find(state, center_record(center));
  return record ? std::move(record->impl_body) : std::string();
}

std::string center_of(const StateView& state, const TypeSpec& row, const Event& event) {
  if (row.group == "access") return {};
  if (const auto center = event.text("center_id"); !center.empty()) return std::string(center);
  if (const auto id = event.text("case_id"); !id.empty()) {
    if (auto record = find(state, case_record(id))) return std::move(record->center);
  }
  if (const auto id = event.text("contract_id"); !id.empty()) {
    if (auto record = find(state, contract_record(id))) return std::move(record->center);
  }
  if (const auto id = event.text("referral_id"); !id.empty()) {
    if (auto record = find(state, referral_record(id))) return std::move(record->center);
  }
  // A rating, which the headquarters record, is about a coordinator of the session's centre.
  if (const auto id = event.text("session_id"); !id.empty()) {
    const auto session = find(state, session_record(id));
    if (!session) return {};
    if (auto record = find(state, case_record(session->case_id))) return std::move(record->center);
  }
  return {};
}

std::string business_of(const StateView& state, const Event& event) {
  if (const auto business = event.text("business_id"); !business.empty()) return std::string(business);
  if (const auto id = event.text("case_id"); !id.empty()) {
    if (auto record = find(state, case_record(id))) return std::move(record->business);
  }
  if (const auto id = event.text("referral_id"); !id.empty()) {
    if (auto record = find(state, referral_record(id))) return std::move(record->business);
  }
  return {};
}

Status check_role(const StateView& state, const TypeSpec& row, const Event& event) {
  const bool by_system = event.actor.role == kSystemRole && row.way_in == WayIn::kInternal;
  if (row.signers.empty() || by_system) return Status();
  const auto missing = [&](std::string message) {
    return denied("role.missing", std::move(message)).at("/actor/role").by_rule("role.missing");
  };
  const std::string& role = event.actor.role;
  if (std::find(row.signers.begin(), row.signers.end(), role) == row.signers.end()) {
    return missing("the role " + role + " may not record " + event.type);
  }
  const Day day = day_of(event.occurred_at);
  const auto record = find(state, role_record(event.actor.person.value, role));
  const auto live = [&](const RoleGrant& grant) { return live_on(grant, day); };
  if (!record || std::none_of(record->grants.begin(), record->grants.end(), live)) {
    return missing("the actor does not hold the role " + role + " on the day of the event");
  }
  const auto covered = [&](std::string_view scope) {
    return scope.empty() || any_covers(state, *record, day, scope);
  };
  if (!covered(event.actor.center)) return role_scope(event, event.actor.center, "/actor/center");
  if (!covered(event.actor.org)) return role_scope(event, event.actor.org, "/actor/org");
  // A centre that is being established is not known yet; whoever establishes it acts for its bureau.
  const bool founds_center = event.field("bureau") != nullptr;
  const std::string scope = founds_center ? std::string(event.text("bureau")) : center_of(state, row, event);
  if (scope != event.actor.center && !covered(scope)) return role_scope(event, scope, "/data");
  if (const JsonValue* centers = event.field("center_ids"); centers != nullptr && centers->is_array()) {
    for (const JsonValue& item : centers->as_array()) {
      if (!covered(item.as_string())) return role_scope(event, item.as_string(), "/data/center_ids");
    }
  }
  return Status();
}

}  // namespace ledger
