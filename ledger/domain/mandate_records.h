// Record types of decision state of the mandate: applications, procedures about contracts, posts, working
// days, money.
//
// As in record_types.h; bounded: a centre's chief contracts and a contract's months are few. Values; any
// thread.
#pragma once

#include "ledger/domain/record_types.h"

namespace ledger {

enum class ApplicationState : std::uint8_t {
  kReceived = 1,
  kDocumentPassed = 2,
  kInterviewPassed = 3,
  kFailed = 4,
  kSelected = 5,
  kNotSelected = 6,
  kExcluded = 7,
  kCancelled = 8
};
struct ApplicationRecord {
  std::string call, kind, center, applicant;
  ApplicationState state = ApplicationState::kReceived;
  auto fields(auto& f) { return f(call, kind, center, applicant, state); }
};
// The one application of a person to the calls for productivity leads of a fiscal year.
struct ApplicantRecord {
  std::string center;
  auto fields(auto& f) { return f(center); }
};
// Whom a call has selected for a centre; coordinators' calls select many and have no such record.
struct SelectionRecord {
  std::string application;
  auto fields(auto& f) { return f(application); }
};
// Whether a call is over with its outcome recorded.
struct CallOutcomeRecord {
  bool filled = false;
  auto fields(auto& f) { return f(filled); }
};
// A consultation (協議) between bureau and implementing body.
struct ConsultationRecord {
  std::string contract, matter;
  auto fields(auto& f) { return f(contract, matter); }
};

struct ChiefTerm {
  std::string contract;
  Day first = 0;
  Day last = 0;
  auto fields(auto& f) { return f(contract, first, last); }
};
// The newest contracts of a centre's chief coordinators, at most kChiefTermsMax.
struct ChiefPostRecord {
  std::vector<ChiefTerm> terms;
  auto fields(auto& f) { return f(terms); }
};
inline constexpr std::size_t kChiefTermsMax = 4;

enum class InterimState : std::uint8_t { kProposed = 1, kApproved = 2, kEnded = 3 };
struct InterimRecord {
  PersonId person;
  InterimState state = InterimState::kProposed;
  auto fields(auto& f) { return f(person.value, state); }
};

enum class RescissionStep : std::uint8_t {
  kInterviewed = 1,
  kReported = 2,
  kAllowed = 3,
  kRefused = 4,
  kRescinded = 5
};
struct RescissionRecord {
  RescissionStep step = RescissionStep::kInterviewed;
  EventId event;
  auto fields(auto& f) { return f(step, event); }
};

struct WorkMonth {
  std::string year_month;
  std::uint32_t halves = 0;
  bool approved = false;
  auto fields(auto& f) { return f(year_month, halves, approved); }
};
// Working days of one contract; a month has one element, a contract at most twelve months.
struct WorkTermRecord {
  std::vector<WorkMonth> months;
  bool below_agreed = false;  // fewer days a year are agreed by all three
  bool settled = false;
  auto fields(auto& f) { return f(months, below_agreed, settled); }
};

// What an entrustment contract allows and what was spent, yen.
struct AccountRecord {
  std::int64_t amount = 0;
  std::int64_t initial = 0, supplementary = 0;  // of the amount; both 0: not split
  std::int64_t accepted = 0;                    // costs and eligible fees less what was disallowed
  std::int64_t advances_approved = 0, advances_paid = 0;
  std::int64_t subcontracted = 0;
  std::int64_t fixed = 0;
  bool is_fixed = false, reported = false, delivered = false, inspected = false, settled = false;
  auto fields(auto& f) {
    return f(amount, initial, supplementary, accepted, advances_approved, advances_paid, subcontracted, fixed,
             is_fixed, reported, delivered, inspected, settled);
  }
};
// Of one fund of an entrustment: costs and eligible fees charged to it, before disallowances, yen.
struct FundRecord {
  std::int64_t charged = 0;
  auto fields(auto& f) { return f(charged); }
};
struct SubcontractRecord {
  std::string contract, org;
  std::int64_t amount = 0;
  std::int64_t spent = 0;
  bool letter = false;
  bool approved = false;
  auto fields(auto& f) { return f(contract, org, amount, spent, letter, approved); }
};
struct CostRecord {
  std::string contract;
  std::int64_t amount = 0;
  std::int64_t disallowed = 0;
  auto fields(auto& f) { return f(contract, amount, disallowed); }
};
// A payment of the bureau, or an inspection that it held, by its id.
struct PaymentRecord {
  std::string contract;
  auto fields(auto& f) { return f(contract); }
};
struct InspectionRecord {
  std::string contract;
  bool misuse = false;  // improper use was established
  auto fields(auto& f) { return f(contract, misuse); }
};
// No new contract with an organisation on these days.
struct SanctionRecord {
  Day from = 0;
  Day to = 0;
  auto fields(auto& f) { return f(from, to); }
};

}  // namespace ledger
