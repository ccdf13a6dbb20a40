// What duties count by: keys that effects write and flags ask for.
//
// Private to ledger/domain. Pure; any thread.
#pragma once

#include <string>
#include <string_view>

#include "ledger/domain/records.h"

namespace ledger {

// Forums of a kind that a centre held in a fiscal year.
inline RecordKey<OccurrenceRecord> forums_of(std::string_view center, int year, std::string_view kind) {
  std::string subject(center);
  subject.append("/").append(std::to_string(year)).append("/").append(kind);
  return occurrence_record("forum", subject);
}

// Platform diagnoses of a centre's host, whichever contract they fell under.
inline RecordKey<OccurrenceRecord> diagnoses_of(std::string_view center, std::string_view host) {
  return occurrence_record("diagnosis", std::string(center).append("/").append(host));
}

}  // namespace ledger
