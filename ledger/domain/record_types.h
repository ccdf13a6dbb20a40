// Record types of decision state: small, public facts only, one struct per kind of thing that a rule asks
// about.
//
// Each struct lists its members once, in fields(), for reading and writing; records.cc holds the codec. Days
// are days since 1970-01-01 in JST. Values; any thread.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "ledger/base/bytes.h"
#include "ledger/base/types.h"
#include "ledger/event/jws.h"

namespace ledger {

using Day = std::int32_t;
inline constexpr Day kNoLastDay = std::numeric_limits<Day>::max();
inline constexpr UnixMicros kNoEnd{std::numeric_limits<std::int64_t>::max()};

enum class KeyPurpose : std::uint8_t { kAuthor = 1, kAttestor = 2, kLog = 3, kTls = 4 };
struct KeyRecord {
  SignatureAlgorithm algorithm = SignatureAlgorithm::kEd25519;
  Bytes public_key;  // 32 raw bytes (Ed25519) or the 65-byte uncompressed point (P-256)
  KeyPurpose purpose = KeyPurpose::kAuthor;
  PersonId person;        // empty for keys of the ledger itself
  PrincipalId principal;  // empty unless the enrolment names one
  UnixMicros valid_from;
  UnixMicros valid_to = kNoEnd;  // first instant at which it is not valid any more
  bool revoked = false;
  UnixMicros enrolled_at;  // recorded_at
  EventId event;
  auto fields(auto& f) {
    return f(algorithm, public_key, purpose, person.value, principal.value, valid_from, valid_to, revoked,
             enrolled_at, event);
  }
};

struct GenesisRecord {
  std::string origin;
  std::uint64_t generation = 0;
  std::string catalogue;
  std::uint64_t index_map = 0;
  bool conformance = false;
  EventId event;
  auto fields(auto& f) { return f(origin, generation, catalogue, index_map, conformance, event); }
};

struct PolicyRecord {
  bool is_code = false;
  std::int64_t number = 0;
  std::string code;
  EventId event;
  auto fields(auto& f) { return f(is_code, number, code, event); }
};

enum class PrincipalKind : std::uint8_t { kPersonal = 1, kSystem = 2 };
struct PrincipalRecord {
  PrincipalKind kind = PrincipalKind::kPersonal;
  std::uint32_t live_bindings = 0;
  auto fields(auto& f) { return f(kind, live_bindings); }
};
struct BindingRecord {
  UnixMicros bound_at;
  EventId event;
  auto fields(auto& f) { return f(bound_at, event); }
};

struct RoleGrant {
  std::string scope;  // centre, organisation or "nation"
  Day from = 0;
  Day to = kNoLastDay;  // last day
  EventId event;
  auto fields(auto& f) { return f(scope, from, to, event); }
};
// All live grants of one role to one person.
struct RoleRecord {
  std::vector<RoleGrant> grants;
  auto fields(auto& f) { return f(grants); }
};

struct PersonRecord {
  std::string org;
  std::string licence;  // the active one; empty: none
  EventId event;
  auto fields(auto& f) { return f(org, licence, event); }
};
struct LicenceRecord {
  PersonId person;
  bool active = false;
  EventId event;
  auto fields(auto& f) { return f(person.value, active, event); }
};
struct OrgRecord {
  std::string kind;
  std::string center;  // whose implementing body it is; empty: of none
  EventId event;
  auto fields(auto& f) { return f(kind, center, event); }
};
struct CenterRecord {
  std::string pref_code, impl_body, bureau;
  EventId event;
  auto fields(auto& f) { return f(pref_code, impl_body, bureau, event); }
};
struct PrefectureRecord {
  std::string center;
  auto fields(auto& f) { return f(center); }
};

struct CriterionRecord {
  bool met = false;
  Day met_on = 0;
  EventId event;
  auto fields(auto& f) { return f(met, met_on, event); }
};
struct BusinessRecord {
  std::string kind;
  std::string center;  // that registered it
  bool financials_submitted = false;
  bool phase2_agreed = false;
  std::array<CriterionRecord, 3> criteria;  // i, ii, iii
  std::uint8_t phase = 1;
  EventId event;
  Day phase_since = 0;       // first day of phase 2
  std::string number_state;  // given, absent, verified
  std::string merged_into;   // surviving business; empty: a root of the merge tree
  EventId merge;             // business.merged in force
  std::string successor;     // business that took over; empty: none
  bool closed = false;       // out of business
  auto fields(auto& f) {
    return f(kind, center, financials_submitted, phase2_agreed, criteria[0], criteria[1], criteria[2], phase,
             event, phase_since, number_state, merged_into, merge, successor, closed);
  }
};

enum class ConsentState : std::uint8_t { kGranted = 1, kRefused = 2, kWithdrawn = 3 };
// The decision in force about sharing, or one consent to a referral.
struct ConsentRecord {
  ConsentState state = ConsentState::kRefused;
  EventId event;                        // that decided; withdrawal keeps the grant's id here
  UnixMicros recorded_at;               // from when it rules
  std::vector<std::string> recipients;  // sharing: members of the clause
  std::vector<std::string> items;       // referral: what may be provided
  Day given_on = 0;                     // first day
  Day expires_on = kNoLastDay;          // last day
  auto fields(auto& f) { return f(state, event, recorded_at, recipients, items, given_on, expires_on); }
};

enum class CaseState : std::uint8_t { kOpen = 1, kClosed = 2, kTransferred = 3, kDiscontinued = 4 };
struct CaseRecord {
  std::string business, center;
  CaseState state = CaseState::kOpen;
  PersonId assigned;
  std::uint32_t sessions = 0;
  EventId event;
  auto fields(auto& f) { return f(business, center, state, assigned.value, sessions, event); }
};
struct SessionRecord {
  std::string case_id;
  UnixMicros started_at;
  std::uint32_t minutes = 0;
  std::vector<std::string> support_orgs;  // of attendees from support organisations and other centres
  bool joint = false;                     // joint support is recorded
  EventId event;
  auto fields(auto& f) { return f(case_id, started_at, minutes, support_orgs, joint, event); }
};
struct Interval {
  UnixMicros start, end;  // [start, end)
  auto fields(auto& f) { return f(start, end); }
};
// Sessions of one person that start on one JST date; bounded because they don't overlap.
struct PersonDayRecord {
  std::vector<Interval> sessions;
  auto fields(auto& f) { return f(sessions); }
};
struct IssueRecord {
  std::string case_id, business;
  bool counted = true;  // category counts as a resolved issue (003 footnote 7)
  bool resolved = false;
  bool outcome_confirmed = false;
  EventId event;
  std::string category;
  bool closed_unresolved = false;
  Day resolved_on = 0, outcome_on = 0;
  EventId resolution, outcome;  // events that resolved it and confirmed the outcome
  auto fields(auto& f) {
    return f(case_id, business, counted, resolved, outcome_confirmed, event, category, closed_unresolved,
             resolved_on, outcome_on, resolution, outcome);
  }
};

}  // namespace ledger
