// FigureTypes: which events figures look at, and where such an event is looked for.
//
// Place in the flow: figure_events files events by this table; projections/figures/figure_loader asks for
// them by it. Constant data; any thread.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "projections/figure_fields.h"

namespace projections {

// Shelves of an event; a type may stand on several.
enum FigureShelf : std::uint8_t {
  kOnNation = 1,    // few enough to be read for every question
  kOnCenter = 2,    // of its centre, whatever the month
  kOnMonth = 4,     // of its centre and of the month of its date field
  kOnBusiness = 8,  // of the business that it names
};

// For which questions the events of a centre's shelf are read; of the nation's, all when none is said.
enum FigureUse : std::uint8_t {
  kForFigures = 1,    // indicators, monthly reports
  kForPhase2 = 2,     // entries into phase 2
  kForContracts = 4,  // fees, procedures, working days, costs
  kForDuties = 8,
};

struct FigureType {
  std::string_view type;
  std::uint8_t shelves = 0;
  std::uint8_t uses = 0;
  std::string_view date_field = {};  // of its month; a date or an instant
  // Members that name what belongs together, say the history of an issue: whoever reads the month of one
  // event of such a thing finds all of them there.
  std::string_view thing = {};
  // A member that figures read of other types only.
  FigureField unread = {};
};

std::span<const FigureType> figure_types();
// nullptr: no figure looks at such events.
const FigureType* find_figure_type(std::string_view type);

}  // namespace projections
