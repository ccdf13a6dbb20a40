// decide: the one function that judges an event at its position and folds it into decision state.
//
// Place in the flow: on the writer, in order, once per event; again in recovery and in `daicho audit`, which
// replays the log through the same function. Pure: no clock, no I/O but the views it is given. The order of
// checks is fixed: key and actor → principal binding → role and scope → the row's rules → effects → terms.
#pragma once

#include <optional>

#include "ledger/base/status.h"
#include "ledger/base/types.h"
#include "ledger/domain/catalogue.h"
#include "ledger/domain/state.h"
#include "ledger/event/entry.h"
#include "ledger/event/event.h"

namespace ledger {

// Events already in the log (or earlier in the same group) by id, for refs and countersignature targets.
struct LoggedEvent {
  Position position;
  Hash32 leaf_hash{};
  UnixMicros recorded_at;
  Event event;
};
class EventSource {
 public:
  virtual ~EventSource() = default;
  virtual Result<std::optional<LoggedEvent>> find(const EventId& id) const = 0;
};

struct DecideInput {
  const Event& event;
  const KeyId& kid;  // key that made the event's signature (already verified)
  Position position;
  UnixMicros recorded_at;
};

// ok: the terms to write into the entry (sorted, summed), and `state` holds the event's effects.
// Refusals leave `state` untouched. unauthenticated key.unknown | key.revoked | key.expired | key.purpose;
// permission_denied actor.key_mismatch | actor.principal_unbound | role.missing | role.scope |
// consent.missing …; not_found reference.unknown; failed_precondition ledger.genesis_first |
// ledger.genesis_once | ledger.leaves_only | countersign.*; failed_precondition or conflict: the rule's
// stable code, with the rule's name and a pointer. An event that waits for countersignatures gets its generic
// terms only; the completing signature's entry carries the terms of the event that it completes.
// Precondition: check_fields (or, for a logged event, check_logged_fields) passed.
Result<IndexTerms> decide(const DecideInput& input, StateOverlay& state, const EventSource& events);

// What a logged event does to the state, for read models that follow a log whose events decide() has
// accepted: the same taking effect, waiting and completing, with nothing judged again and no terms. `events`
// needs to know the events that wait for countersignatures, and no others. ok for every event that decide()
// accepted in this state; otherwise `state` may hold a part of its effects. Precondition: check_logged_fields
// passed.
struct LoggedInput {
  const Event& event;
  Position position;
  UnixMicros recorded_at;
};
Status replay(const LoggedInput& input, StateOverlay& state, const EventSource& events);

// decide() with one rule left out. Only for the tests that show each rule to be needed; nothing else may call
// it.
Result<IndexTerms> decide_without(RuleId rule, const DecideInput& input, StateOverlay& state,
                                  const EventSource& events);

}  // namespace ledger
