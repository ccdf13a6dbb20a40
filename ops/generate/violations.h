// Violations: breaches of the programme's rules, planted into a centre's month on request.
//
// Place in the flow: `daicho generate --with-violations` → in the evening of a working day, after the month's
// closing or after its report, one line per row of the tables, each an event that exactly the named rule
// refuses. The line carries what is expected:
//   {"as":"NAME","event":{…},"expected":{"rule":"merge.not_active","code":"merge.not_active"}}
//   {"sd_jwt":"…","expected":{…}}
// `daicho append` sends such a line on its own and goes on only if the ledger refuses it with that code. A
// planted event never becomes part of the ledger, so reports and cut-offs are those of a run without. Some
// breaches need a setting that is accepted (violation_settings.cc): 64 grants, a contract without rate. A
// group adds its own table and names it in violations.cc. Single-threaded.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "ops/generate/center_simulation.h"
#include "ops/generate/mandate_events.h"
#include "ops/generate/scribe.h"

namespace ops::generate {

// A valid context: what the month has left behind, and a moment after all of it.
struct ViolationContext {
  const CenterSimulation& simulation;
  std::span<const std::unique_ptr<CenterSimulation>> all;  // of the run
  const MandateMonth::Traces& traces;
  YearMonth month, first_month, last_month;  // this one, and those of the run
  std::string_view report;                   // event of this month's report; empty before it
  JstTime at;
  Random& random;

  const CenterOffice& office() const { return simulation.office(); }
  const Specimens& done() const { return simulation.specimens(); }
  // Another centre of the run; nullptr: there is none.
  const CenterSimulation* other() const;
  // A form by the chief, the case system's usual sender.
  EventForm form(std::string_view type) const;
  std::string new_id() const;
  // Names beside those that every scribe knows, see violation_values.cc; empty: no such thing here.
  std::string value(std::string_view name) const;
};

// When in the month: a working day from 0, or one of these.
inline constexpr int kLastDay = -1;   // in the evening of the last working day
inline constexpr int kClosed = -2;    // between the month's closing and its report
inline constexpr int kReported = -3;  // after the report

struct Violation {
  std::string_view rule;  // name in the rule table: the first rule that refuses the event
  // nullptr: the line says it. nullopt: the centre has nothing to break it with (no productivity support yet,
  // a chief who is alone).
  std::optional<EventForm> (*make)(const ViolationContext& context);
  Signatory who = Signatory::kChief;
  std::string_view type{};
  std::string_view fields{};  // JSON with placeholders; a line with an empty one is left out
  int month = 0;              // 1..12; 0: each
  int day = kLastDay;
};

constexpr Violation line(std::string_view rule, Signatory who, std::string_view type, std::string_view fields,
                         int month = 0, int day = kLastDay) {
  return {rule, nullptr, who, type, fields, month, day};
}

// All groups' tables joined.
std::vector<Violation> violations();
std::span<const Violation> support_violations();
std::span<const Violation> consultation_violations();
std::span<const Violation> people_violations();
std::span<const Violation> contract_violations();
std::span<const Violation> mandate_violations();
std::span<const Violation> money_violations();
std::span<const Violation> planning_violations();
std::span<const Violation> evidence_violations();

// Rules of which no breach is planted, and why; see violation_gaps.cc.
struct ViolationGap {
  std::string_view rule;
  std::string_view reason;
};
std::span<const ViolationGap> violation_gaps();

// What some breaches presuppose and no sound programme has: accepted events, held before what is planted on
// that day. Ids of their own; no other line changes, and none of them is a cut-off.
void hold_settings(const ViolationContext& context, int day);

// Holds the day's settings and one line per row of that day in the writer; how many rows.
std::size_t plant_violations(const ViolationContext& context, int day);

}  // namespace ops::generate
