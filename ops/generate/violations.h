// Violations: breaches of the programme's rules, planted at the end of a centre's month on request.
//
// Place in the flow: `daicho generate --with-violations` → after the last working day's events, one line per
// row of the table, each an event that exactly the named rule refuses. The line carries what is expected:
//   {"as":"NAME","event":{…},"expected":{"rule":"merge.not_active","code":"merge.not_active"}}
// `daicho append` sends such a line on its own and goes on only if the ledger refuses it with that code. A
// planted event never becomes part of the ledger, so reports and cut-offs are those of a run without. Another
// group adds its own table and names it in violations.cc. Single-threaded.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "ops/generate/support_life.h"

namespace ops::generate {

// A valid context: what the month has left behind, and a moment after all of it.
struct ViolationContext {
  const CenterOffice& office;
  const Specimens& done;
  JstTime at;
  Random& random;

  // A form by the chief, the case system's usual sender.
  EventForm form(std::string_view type) const;
  std::string new_id() const;
};

struct Violation {
  std::string_view rule;  // name in the rule table: the first rule that refuses the event
  // nullopt: the centre has nothing to break it with (no productivity support yet, a chief who is alone).
  std::optional<EventForm> (*make)(const ViolationContext& context);
};

// All groups' tables joined.
std::vector<Violation> violations();
std::span<const Violation> support_violations();

// Holds one line per row in the writer; how many.
std::size_t plant_violations(const ViolationContext& context);

}  // namespace ops::generate
