// Flags: what the rules say is stored and made findable rather than refused (event.md §1).
//
// Place in the flow: a row names its flags; decide() emits for each that is raised the index term
// `flag/<name>/<centre>/<yyyy-mm>`, in the state before the event. A flag never changes the event or the
// verdict. Flags whose month or centre needs more than that are emitted by the row's templates or by
// corrections, and stand in the table for their labels. Pure; any thread.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "ledger/domain/terms.h"

namespace ledger {

enum class FlagId : std::uint16_t {
  kBusinessUnverified,
  kMonthLate,
  kMonthRestated,
  kFeeIneligible,
  kMergeRestates,
  kJointNoConsent,
  kReferralNonSpecialist,
  kWorkyearBelow,
  kReportMismatch,
  kReportRestated,
  kMeasureMissing,
  kCloudBeyondApproval,
  kAntimalwareSettings,
  kAntimalwareUnknown,
  kSoftwareSupportEnds,
  kDomainNotGoJp,
  kTlsWeak,
  kTlsChain,
  kMailSpoofable,
  kMailUnprotected,
  kConfigWeakened,
  kLoggingDegraded,
  kBreakGlass,
  kIncidentLate,
  kMonthlyReportLate,
  kSecurityReportLate,
  kPerformanceReportLate,
  kWorkweekBelow,
  kDiagnosisOverdue,
  kForumBelow,
  kFundExceeded,
  kCount,  // number of flags, not one of them
};

struct FlagSpec {
  FlagId id;
  std::string_view name;  // unique, stable: second segment of the path
  std::string_view label_ja;
  std::string_view label_en;
  std::string_view source;                     // seed file and section, or "design"
  bool (*raised)(const TermContext& context);  // nullptr: emitted by templates or corrections
};

// All flags, in FlagId order.
std::span<const FlagSpec> flag_table();
const FlagSpec& flag_spec(FlagId id);

}  // namespace ledger
