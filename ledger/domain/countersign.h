// Countersignatures (event.md §1): an event whose row names countersigners waits, without effect, until every
// one of them has signed event.countersigned for it.
//
// Private to decide(). Pure over its views.
#pragma once

#include <string>
#include <vector>

#include "ledger/base/status.h"
#include "ledger/domain/catalogue.h"
#include "ledger/domain/decide.h"
#include "ledger/domain/records.h"

namespace ledger {

inline constexpr std::string_view kCountersigned = "event.countersigned";

// Roles whose signatures this event needs; empty: effective at once. "party" becomes the implementing body's
// lead for an entrustment and the role of the contract's person otherwise.
std::vector<std::string> needed_roles(const TypeSpec& row, const Event& event);

// The record of an event that begins to wait. The expiry parameter is the one in force now, at the target.
PendingRecord begin_pending(const StateView& state, std::vector<std::string> roles, const Event& event,
                            UnixMicros recorded_at);

// Takes one signature into `pending`. failed_precondition countersign.expired | countersign.same_person |
// countersign.role; conflict countersign.repeated.
Status add_signature(PendingRecord& pending, const Actor& actor, UnixMicros recorded_at);

// The waiting event that `signature` (an event.countersigned) names. not_found reference.unknown; conflict
// countersign.not_pending; failed_precondition countersign.target_mismatch | countersign.party;
// permission_denied role.scope.
Result<LoggedEvent> find_target(const StateView& state, const EventSource& events, const Event& signature);

}  // namespace ledger
