#include "ledger/domain/countersign.h"

#include <algorithm>

#include "ledger/base/uuid.h"
#include "ledger/domain/codes.h"
#include "ledger/domain/roles.h"

namespace ledger {

namespace {

constexpr std::string_view kParty = "party";
constexpr std::int64_t kDayMicros = 24LL * 3600 * 1'000'000;

Status refusal(StatusCode code, std::string_view reason, std::string message, std::string pointer) {
  return Status(code, reason, std::move(message)).at(std::move(pointer)).by_rule(std::string(reason));
}

// Whether the signer is the party that the contract names, and in any case of the target's centre.
Status check_party(const StateView& state, const Event& target, const Event& signature) {
  const TypeSpec* row = find_type(target.type, target.version);
  LEDGER_CHECK(row != nullptr);
  const bool by_party =
      std::find(row->countersigners.begin(), row->countersigners.end(), kParty) != row->countersigners.end();
  const Actor& actor = signature.actor;
  const std::string_view person = by_party ? target.text("person_id") : std::string_view();
  if (!person.empty() && actor.person.value != person) {
    return refusal(StatusCode::kFailedPrecondition, "countersign.party",
                   "only the other party of the contract countersigns it", "/actor/person");
  }
  if (!holds_role(state, actor.person, actor.role, target.text("center_id"), signature.occurred_at)) {
    return refusal(StatusCode::kPermissionDenied, "role.scope",
                   "the actor's role does not reach the target's centre", "/actor/role");
  }
  return Status();
}

}  // namespace

std::vector<std::string> needed_roles(const TypeSpec& row, const Event& event) {
  std::vector<std::string> roles;
  for (const std::string_view role : row.countersigners) {
    if (role != kParty) {
      roles.emplace_back(role);
    } else if (event.text("kind") != "subcontract") {
      // A subcontractor has no key in the ledger: its signature stands on the paper that the bureau approved.
      roles.emplace_back(event.text("kind") == "entrustment" ? "impl_lead" : event.text("kind"));
    }
  }
  return roles;
}

PendingRecord begin_pending(const StateView& state, std::vector<std::string> roles, const Event& event,
                            UnixMicros recorded_at) {
  PendingRecord pending;
  pending.expires_at =
      UnixMicros(recorded_at.value + parameter_value(state, kParameterCountersignDays) * kDayMicros);
  pending.roles = std::move(roles);
  pending.signed_by.push_back(event.actor.person.value);
  return pending;
}

Status add_signature(PendingRecord& pending, const Actor& actor, UnixMicros recorded_at) {
  if (recorded_at > pending.expires_at) {
    return refusal(StatusCode::kFailedPrecondition, "countersign.expired",
                   "the time for countersigning this event has passed", "/data/target");
  }
  const std::string& person = actor.person.value;
  if (pending.signed_by.front() == person) {
    return refusal(StatusCode::kFailedPrecondition, "countersign.same_person",
                   "an event is countersigned by another person than its actor", "/actor/person");
  }
  if (std::find(pending.signed_by.begin(), pending.signed_by.end(), person) != pending.signed_by.end()) {
    return refusal(StatusCode::kConflict, "countersign.repeated",
                   "this person has already countersigned the event", "/actor/person");
  }
  const auto role = std::find(pending.roles.begin(), pending.roles.end(), actor.role);
  if (role == pending.roles.end()) {
    return refusal(StatusCode::kFailedPrecondition, "countersign.role",
                   "the event does not wait for a signature in this role", "/actor/role");
  }
  pending.roles.erase(role);
  pending.signed_by.push_back(person);
  return Status();
}

Result<LoggedEvent> find_target(const StateView& state, const EventSource& events, const Event& signature) {
  const auto id = parse_event_id(signature.text("target"));
  if (!id) {
    return refusal(StatusCode::kNotFound, "reference.unknown", "the target is not an event", "/data/target");
  }
  LEDGER_ASSIGN(std::optional<LoggedEvent> target, events.find(*id));
  if (!target) {
    return refusal(StatusCode::kNotFound, "reference.unknown", "the target is not in the log",
                   "/data/target");
  }
  if (!find(state, pending_record(*id))) {
    return refusal(StatusCode::kConflict, "countersign.not_pending",
                   "the target does not wait for a signature", "/data/target");
  }
  if (signature.number("target_position", -1) != static_cast<std::int64_t>(target->position.value) ||
      signature.text("target_leaf") != to_hex(view_of(target->leaf_hash))) {
    return refusal(StatusCode::kFailedPrecondition, "countersign.target_mismatch",
                   "position or leaf hash are not those of the target", "/data/target_leaf");
  }
  LEDGER_TRY(check_party(state, target->event, signature));
  return std::move(*target);
}

}  // namespace ledger
