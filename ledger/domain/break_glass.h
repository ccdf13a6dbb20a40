// BreakGlass: an emergency access (緊急閲覧), opened by a person of an overseeing role for one business at
// one centre, for a short time, with a named reviewer.
//
// Place in the flow: the policy lets confidential fields be read under it, and the rule of record.viewed asks
// the same at the writer's position. The facts are those of the logged access.break_glass; whether it still
// stands is asked of decision state: reviewed, it is over; and the reviewer must be somebody who may review
// now. Pure over the view; any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "ledger/domain/state.h"
#include "ledger/event/event.h"

namespace ledger {

struct BreakGlass {
  EventId event;
  StreamId stream;
  PersonId person;  // who may read
  std::string center, business;
  UnixMicros opened_at, expires_at;
  PersonId reviewer;
};

// nullopt: the event is none that opens an emergency access.
std::optional<BreakGlass> break_glass_of(const Event& event);

// Who wants to read what, and when.
struct EmergencyRead {
  PersonId person;
  std::string_view center, business;
  UnixMicros at;
};
// What keeps the access from covering the read: "person", "center", "business", "time", "reviewed",
// "reviewer"; empty: it covers it.
std::string_view break_glass_lacks(const StateView& state, const BreakGlass& access,
                                   const EmergencyRead& read);

}  // namespace ledger
