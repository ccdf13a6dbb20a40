// Record types of decision state, second half: calls, appointments, contracts, fees, months,
// countersignatures.
//
// As in record_types.h. Values; any thread.
#pragma once

#include "ledger/domain/record_types.h"

namespace ledger {

struct CallRecord {
  std::string kind;
  UnixMicros opens_at, closes_at;
  std::vector<std::string> centers;
  auto fields(auto& f) { return f(kind, opens_at, closes_at, centers); }
};

enum class AppointmentStep : std::uint8_t { kNominated = 1, kSelected = 2, kReported = 3, kApproved = 4 };
// Of one person for one role at one centre.
struct AppointmentRecord {
  AppointmentStep step = AppointmentStep::kNominated;
  Day term_from = 0;  // nominations only
  Day term_to = kNoLastDay;
  EventId event;
  auto fields(auto& f) { return f(step, term_from, term_to, event); }
};
// The chief coordinator whom the bureau last nominated for a centre.
struct ChiefRecord {
  PersonId person;
  Day term_to = 0;
  auto fields(auto& f) { return f(person.value, term_to); }
};

struct ContractRecord {
  std::string kind, center;
  PersonId person;  // empty for the entrustment
  std::string org;  // empty for personal contracts
  Day start = 0;
  Day end = 0;  // last day
  bool honorarium = false;
  EventId event;
  auto fields(auto& f) { return f(kind, center, person.value, org, start, end, honorarium, event); }
};
struct DayRange {
  Day first = 0;
  Day last = 0;
  auto fields(auto& f) { return f(first, last); }
};
// Personal contracts of one person at one centre.
struct EngagementRecord {
  std::vector<DayRange> terms;
  auto fields(auto& f) { return f(terms); }
};
struct EntrustmentRecord {
  std::string contract;
  auto fields(auto& f) { return f(contract); }
};

struct FeeRate {
  Day from = 0;
  std::int64_t yen = 0;
  auto fields(auto& f) { return f(from, yen); }
};
// Of one contract; at most one rate per day of its term.
struct FeeRecord {
  std::vector<FeeRate> rates;     // ascending by first day
  std::int64_t approved_yen = 0;  // what the bureau allows above the base; 0: nothing
  auto fields(auto& f) { return f(rates, approved_yen); }
};
struct AssignmentRecord {
  std::string contract;
  PersonId person;
  Day performed_on = 0;
  bool half = false;
  bool paid = false;
  bool eligible = true;  // the paperwork is complete (001 IX)
  auto fields(auto& f) { return f(contract, person.value, performed_on, half, paid, eligible); }
};
// Half days of work that one person has given on one day.
struct WorkDayRecord {
  std::uint8_t halves = 0;
  auto fields(auto& f) { return f(halves); }
};

struct MonthRecord {
  std::string last_closed;  // "YYYY-MM"
  std::uint64_t cut_off = 0;
  auto fields(auto& f) { return f(last_closed, cut_off); }
};
struct ReportRecord {
  std::uint64_t cut_off = 0;
  bool submitted = false;
  EventId closed;  // month.closed
  auto fields(auto& f) { return f(cut_off, submitted, closed); }
};

// An event that waits for countersignatures.
struct PendingRecord {
  UnixMicros expires_at;               // a later signature is refused
  std::vector<std::string> roles;      // still missing
  std::vector<std::string> signed_by;  // persons, the author first
  auto fields(auto& f) { return f(expires_at, roles, signed_by); }
};

}  // namespace ledger
