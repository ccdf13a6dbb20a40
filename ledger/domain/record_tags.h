// Tags: the first byte of each key of decision state, one per kind of record; all in one place, so that no
// two kinds share one.
//
// Stored in every ledger: a tag never changes its meaning and is never used again. Constants; any thread.
#pragma once

namespace ledger {

inline constexpr char kKeyTag = 'k';
inline constexpr char kGenesisTag = 'g';
inline constexpr char kGenerationTag = 'G';
inline constexpr char kPastEventTag = 'P';
inline constexpr char kPolicyTag = 'y';
inline constexpr char kPrincipalTag = 'p';
inline constexpr char kBindingTag = 'b';
inline constexpr char kRoleTag = 'r';
inline constexpr char kPersonTag = 'n';
inline constexpr char kLicenceTag = 'l';
inline constexpr char kOrgTag = 'o';
inline constexpr char kCenterTag = 'c';
inline constexpr char kPrefectureTag = 'C';
inline constexpr char kBusinessTag = 'u';
inline constexpr char kSharingTag = 's';
inline constexpr char kReferralConsentTag = 'S';
inline constexpr char kCaseTag = 'a';
inline constexpr char kSessionTag = 'e';
inline constexpr char kPersonDayTag = 'v';
inline constexpr char kIssueTag = 'i';
inline constexpr char kReferralTag = 'f';
inline constexpr char kMatchTag = 'Q';
inline constexpr char kPublicationTag = 'U';
inline constexpr char kProvisionTag = 'V';
inline constexpr char kPlanTag = 'L';
inline constexpr char kFollowUpTag = 'F';
inline constexpr char kCorrectionTag = 'x';
inline constexpr char kCallTag = 'q';
inline constexpr char kAppointmentTag = 'd';
inline constexpr char kChiefTag = 'D';
inline constexpr char kContractTag = 't';
inline constexpr char kEngagementTag = 'h';
inline constexpr char kEntrustmentTag = 'T';
inline constexpr char kFeeTag = 'w';
inline constexpr char kAssignmentTag = 'j';
inline constexpr char kWorkDayTag = 'W';
inline constexpr char kMonthTag = 'm';
inline constexpr char kReportTag = 'M';
inline constexpr char kPendingTag = 'z';
inline constexpr char kStageTag = 'K';
inline constexpr char kOccurrenceTag = 'O';

// mandate
inline constexpr char kApplicationTag = '0';
inline constexpr char kApplicantTag = '1';
inline constexpr char kSelectionTag = '2';
inline constexpr char kCallOutcomeTag = '3';
inline constexpr char kConsultationTag = '4';
inline constexpr char kChiefPostTag = '5';
inline constexpr char kInterimTag = '6';
inline constexpr char kRescissionTag = '7';
inline constexpr char kWorkTermTag = '8';
inline constexpr char kReportedDayTag = '9';
inline constexpr char kAccountTag = 'A';
inline constexpr char kSubcontractTag = 'B';
inline constexpr char kCostTag = 'E';
inline constexpr char kPaymentTag = 'J';
inline constexpr char kInspectionTag = 'H';
inline constexpr char kSanctionTag = 'I';
inline constexpr char kFundTag = 'R';

}  // namespace ledger
