// Scribe: turns a line of data into an event of a centre: who records it, with which key or through which
// system, and what stands for the placeholders of its fields.
//
// Place in the flow: tables (evidence_table.h, violations_*.cc) → Scribe → EventWriter. `fields` is a JSON
// object; {NAME} in it is replaced. Every scribe knows {C} centre, {P} its prefecture, {B} implementing body,
// {K} entrustment contract, {S} a support organisation, {Y} fiscal year, {Y+n}, {M} month, {D} date, {D+n}
// the date n days later, {T} time, {T+n} n minutes later (each also with a minus), {H} 64 hexadecimal digits,
// {lead} {staff} {cco} {co} {officer} persons; the caller adds names of its own. Single-threaded.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "ops/generate/engagement.h"

namespace ops::generate {

enum class Signatory : std::uint8_t {
  kLead,          // the implementing body's lead, with his key
  kStaff,         // its staff, through the centre's system
  kChief,         // the chief coordinator, through the centre's system
  kCoordinator,   // a coordinator, through the centre's system
  kProductivity,  // who leads the productivity support, with his key
  kOfficer,       // the bureau's officer, with his key
  kHq,            // headquarters, through their system
  kHqSigned,      // headquarters, with a key
  kAgency,        // the SME Agency's officer, with his key
  kAuditor,       // the auditor, with his key
  kSecurity,      // security staff of the headquarters, with their key
};

class Scribe {
 public:
  // The value of a name that not every scribe knows; empty: it has none now.
  using Lookup = std::function<std::string(std::string_view name)>;
  struct Moment {
    YearMonth month;
    JstTime at;
    Random& random;
  };

  explicit Scribe(const CenterOffice& office) : office_(office) {}

  EventForm form(Signatory who, std::string_view type, JstTime at) const;
  // nullopt: a placeholder has no value, or nobody is there who could record it.
  std::optional<EventForm> fill(Signatory who, std::string_view type, std::string_view fields,
                                const Moment& moment, const Lookup& lookup) const;
  // Holds the event in the writer; its id.
  std::string record(Signatory who, const EventForm& form, Random& random) const;
  // Holds an event that the ledger must refuse.
  void plant(Signatory who, const EventForm& form, const EventWriter::Expected& expected,
             Random& random) const;

 private:
  const Member* member(std::string_view role) const;
  // nullopt: no name of every scribe's.
  std::optional<std::string> common_value(std::string_view name, const Moment& moment) const;
  std::optional<std::string> replace(std::string_view text, const Moment& moment, const Lookup& lookup) const;

  const CenterOffice& office_;
};

}  // namespace ops::generate
