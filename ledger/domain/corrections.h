// Corrections: one design for every "….corrected" type: facts are replaced, events never.
//
// A correction names the event that it corrects and states all of its fields anew. The facts in force are
// those of the latest correction. Its row is made from the corrected type's row: same fields, stream,
// purposes and checks, plus `corrects` (the corrected event, never a correction of it), `correction_reason`
// and `correction_note`; what identifies the thing (ids, events relied upon) stays. Figures: see terms.h;
// state: the effects of the row, told what was replaced. After month close nothing is refused: the change is
// a restatement, flagged month.restated. Pure; any thread.
#pragma once

#include <optional>
#include <string_view>

#include "ledger/domain/catalogue.h"
#include "ledger/domain/decide.h"

namespace ledger {

inline constexpr std::string_view kCorrects = "corrects";

struct CorrectedFacts {
  LoggedEvent original;  // the event that `corrects` names
  Event in_force;        // it, or the latest correction of it
};
// nullopt: `event` is no correction, or names no event that its row corrects. Errors of the source.
Result<std::optional<CorrectedFacts>> corrected_facts(const StateView& state, const EventSource& events,
                                                      const TypeSpec& row, const Event& event);

// Whether the effects of a correcting row ask what they replace: whoever replays them must find the corrected
// events and their corrections.
bool asks_replaced(const TypeSpec& row);
// Whether the row's events can be asked for in that way.
bool is_asked_replaced(const TypeSpec& row);

// Whether a correction must repeat the field's value: ids and events relied upon, and what has a type of its
// own to change it.
bool is_identity(const TypeSpec& corrected, const FieldSpec& field);

}  // namespace ledger
