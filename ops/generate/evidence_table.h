// Evidence table: the year of plans, surveys, activities, security evidence and oversight, as lines of data.
//
// A line says in which month (0: each) and on which working day of it (0: the first) who records what.
// `fields` is a JSON object in which {NAME} stands for what evidence_year.h puts in. What belongs together
// happens in one month, so that a run may begin with any. Constants; any thread.
#pragma once

#include <span>
#include <string_view>

#include "ops/generate/scribe.h"

namespace ops::generate {

struct EvidenceLine {
  int month;  // 1..12
  int day;    // working day of the month, from 0
  Signatory who;
  std::string_view type;
  std::string_view fields;
};

// Once for the nation.
std::span<const EvidenceLine> nation_evidence();
// Once for each centre: plans, surveys, activities, oversight; and the security items.
std::span<const EvidenceLine> center_evidence();
std::span<const EvidenceLine> security_evidence();

}  // namespace ops::generate
