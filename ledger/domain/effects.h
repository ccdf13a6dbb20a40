// Effects: how an accepted event changes decision state. One small pure function per id, in a table.
//
// Place in the flow: decide() runs a row's effects, in the row's order, after its rules have held; for an
// event that needs countersignatures they run at the completing signature, on the countersigned event. They
// read public fields and state only and can't fail: what could be wrong is a rule's business. One thread per
// overlay.
#pragma once

#include <cstdint>

#include "ledger/base/types.h"
#include "ledger/domain/state.h"
#include "ledger/event/event.h"

namespace ledger {

enum class EffectId : std::uint16_t {
  kGenesis,
  kCatalogueAdopted,
  kPolicySet,
  kPrincipalBound,
  kPrincipalReleased,
  kOrgRegistered,
  kCenterEstablished,
  kPersonRegistered,
  kLicenceIssued,
  kLicenceRevoked,
  kKeyEnrolled,
  kKeyRotated,
  kKeyRevoked,
  kRoleGranted,
  kRoleRevoked,
  kBusinessRegistered,
  kFinancialsSubmitted,
  kSharingDecided,
  kSharingWithdrawn,
  kReferralConsented,
  kPhase2Consented,
  kCaseOpened,
  kCaseAssigned,
  kCaseClosed,
  kSessionHeld,
  kIssueIdentified,
  kIssueResolved,
  kOutcomeConfirmed,
  kCriterionMet,
  kPhaseEntered,
  kReferralMade,
  kReferralAnswered,
  kJointSupportHeld,
  // support life cycles
  kNumberVerified,
  kMatchProposed,
  kMatchRejected,
  kBusinessMerged,
  kBusinessUnmerged,
  kBusinessSucceeded,
  kBusinessClosed,
  kReferralConsentWithdrawn,
  kPublicationConsented,
  kPublicationWithdrawn,
  kProvisionRecorded,
  kCaseReopened,
  kCaseTransferred,
  kCaseDiscontinued,
  kIssueReclassified,
  kIssueReopened,
  kIssueClosed,
  kPhaseEnded,
  kPlanAdopted,
  kFollowUpRecorded,
  kReferralReceived,
  kCorrected,
  kSessionCorrected,
  kResolutionCorrected,
  kOutcomeCorrected,
  kBusinessCorrected,
  kCallPublished,
  kAppointmentNominated,
  kAppointmentStep,
  kContractConcluded,
  kFeeRateSet,
  kFeeRaiseApproved,
  kAssignmentPerformed,
  kFeePaid,
  kMonthClosed,
  kReportSubmitted,
  kGeneration,
  kStateImported,
  // mandate
  kApplicationReceived,
  kApplicationStep,
  kCallOutcome,
  kConsulted,
  kContractAmended,
  kContractShortened,
  kRescissionStep,
  kContractRescinded,
  kSubcontractRequested,
  kSubcontractApproved,
  kInterimStep,
  kWorkdayReported,
  kWorkMonthApproved,
  kWorkExceptionAgreed,
  kWorkyearSettled,
  kCostRecorded,
  kCostDisallowed,
  kAdvanceApproved,
  kPaymentMade,
  kEntrustmentReported,
  kInspectionHeld,
  kAmountFixed,
  kSanctionImposed,
  // steps of life cycles
  kStepTaken,
  kForumHeld,
  kHostDiagnosed,
  kCount,  // number of effects, not one of them
};

// `recorded_at`: of the entry that makes the event effective.
struct EffectContext {
  const Event& event;
  Position position;
  UnixMicros recorded_at;
  StateOverlay& state;
  const Event* replaced = nullptr;  // of a correction: what held the facts before it
};

void apply_effect(EffectId id, const EffectContext& context);

}  // namespace ledger
