// RuleId: the numbers of the rule table, by group, in the order of the table.
//
// They are names for our own code: what clients see is RuleSpec::name and ::code. Constants; any thread.
#pragma once

#include <cstdint>

namespace ledger {

enum class RuleId : std::uint16_t {
  // clang-format off
  // Universal: run for every event before its row's rules.
  kTimeFuture, kLicenceOwn, kRefsKnown, kOnBehalf,
  // Used by rows of several groups.
  kDateFuture, kPersonKnown, kOrgKnown, kCenterKnown, kBusinessKnown, kCaseKnown, kCaseOpen,
  kCaseBusiness, kContractKnown,
  // ledger
  kCatalogueKnown, kPolicyValue, kPolicySupported, kPolicyOwner, kPrincipalReserved, kPrincipalUnbound,
  kPrincipalKind,
  kPrincipalPersonal, kPrincipalBound,
  // people
  kRegistrarScope, kKeyThumbprint, kKeyPurposeDisjoint, kKeyNew, kKeyOwnerGiven, kKeyTerm, kKeyKnown,
  kKeyLive, kKeyOwner, kOrgNew, kCenterOrgKind, kCenterNew, kCenterPrefecture, kPersonNew,
  kLicenceShared, kLicenceSecond, kLicenceActive, kRoleGrantable, kRoleScopeKnown, kRoleTerm, kRoleBasis,
  kRoleIncompatible, kRoleCount, kRoleLive,
  // business
  kBusinessNew, kFinancialsKind, kFinancialsPeriod, kCriterionNew, kCriterionFinancials,
  kCriterionStarted, kCriterionAgreed, kPhaseFirst, kPhaseCriteria, kPhaseOrder,
  // consent
  kSharingRecipients, kSharingPurposes, kSharingGranted, kConsentExpiry,
  // consultation
  kCaseNew, kConsentDecided, kAssigneeRole, kAssigneeLicence, kSessionNew, kSessionFuture,
  kSessionOverlap, kSessionContract, kSessionOfCase, kIssueNew, kIssueOfCase, kIssueUnresolved,
  kIssueSession, kOutcomeResolved, kOutcomeOnce,
  // referral
  kReferralNew, kReferralIssue, kReferralSelf, kReferralTarget, kReferralConsent, kReferralItems,
  kReferralKnown, kReferralOpen, kJointOnce, kJointOrg,
  // life cycles of support: identity, provisions, steps of cases and referrals, corrections
  kOtherBusinessKnown, kPairDistinct, kBusinessActive, kBusinessOpen, kNumberCorporation, kNumberDiffers,
  kMatchNew, kMatchOpen, kMergeRoots, kMergeNumbers, kMergeKinds, kMergeCenters, kMergeProposal,
  kUnmergeEffective, kSuccessionOnce, kSuccessionCycle, kSuccessionKinds, kReferralConsentLive,
  kPublicationLive, kProvisionNew, kProvisionRecipient, kProvisionConsent, kProvisionItems,
  kProvisionRecord, kProvisionProvider, kCaseAssigned, kReassignOther, kCaseEnded, kTransferTarget,
  kTransferConsent, kCeasePolicy, kIssueLive, kIssueEnded, kReclassifyFrom, kReclassifyTo, kPhaseSecond,
  kPhaseEndOrder, kPlanNew, kFollowUpNew, kFollowUpSubject, kFollowUpReferral, kReferralAccepted,
  kReferralDateOrder, kReferralSource, kCorrectionTarget, kCorrectionIdentity, kCorrectionAuthor,
  kCorrectionStanding,
  // contract
  kCallNew, kCallOrder, kCallKnown, kAppointmentTerm, kAppointmentRecall, kAppointmentOrder,
  kContractNew, kContractTerm, kContractYear, kContractParties, kContractApproval, kContractNomination,
  kContractEntrustmentOnce, kContractCeiling, kContractDays, kContractStaff, kFeeHonorarium, kFeeKind,
  kFeeCcoFlat, kFeeOverCeiling, kFeeOverBase, kFeeRateOrder, kFeeCircumstance, kAssignmentNew,
  kAssignmentPerson, kAssignmentTerm, kAssignmentDay, kPaidAssignments, kPaidOnce, kPaidPayee, kPaidRate,
  kPaidAmount,
  // report
  kMonthOver, kMonthOnce, kMonthOrder, kMonthCutOff, kReportMonth, kReportOnce, kReportDefinition,
  kReportCutOff,
  // access
  kAccessRecord, kAccessConsent,
  // mandate: calls and selection
  kCallSigner, kCallOver, kCallOutcomeOnce, kCallOutcomeTrue, kApplicationNew, kApplicationCenter,
  kApplicationEarly, kApplicationLate, kApplicationDocuments, kApplicationPrefectures, kSanctionInForce,
  kApplicationKnown, kApplicationOpen, kScreeningOrder, kScreeningUnmet, kSelectionScreened,
  kSelectionTaken, kSelectionMade,
  // mandate: contracts
  kSelectionOf, kContractFacts, kContractLive, kContractFunds, kContractFundCeiling, kContractCcoNamed,
  kContractSubcontract, kConsultationGiven, kAmendChange, kShortenTerm, kRescissionChief,
  kRescissionOrder, kRescissionDecision, kRescissionConsultation, kRescissionPublication,
  kEntrustmentKind, kSubcontractNew, kSubcontractOrg, kSubcontractCore, kSubcontractLetter,
  kSubcontractClause, kSubcontractInspection, kSubcontractKnown, kSubcontractOpen,
  // mandate: posts
  kPeriodOrder, kSubstitutePost, kSubstituteOther, kInterimVacancy, kInterimCoordinator, kInterimOrder,
  // mandate: working days
  kWorkdaySelf, kWorkdayFull, kWorkdayMonth, kWorkMonthTotal, kExceptionParty, kExceptionDays,
  kWorkyearKind, kWorkyearOver, kWorkyearOnce, kWorkyearTotal, kWorkyearVerdict,
  // mandate: money
  kCostNew, kCostForbidden, kCostEvidence, kCostTravel, kCostLabour, kCostTerm, kCostSubcontract,
  kCostKnown, kCostOver, kAmountOpen, kPaymentNew, kAdvanceCeiling, kPaymentAmount, kPerformanceOnce,
  kPerformanceTotal, kReportFormats, kInspectionNew, kAmountOrder, kAmountSum, kSanctionMonths,
  kSanctionFinding,
  // steps of life cycles
  kStepNew, kStepBegun, kStepOrder, kStepCenter, kQualificationOwn,
  // plans, targets, evaluation, restatement
  kPlanDrafter, kPlanVersion, kIndicatorInForce, kTargetSetter, kEvaluationClosed, kComparisonOwn,
  kNoRanking, kFeedbackAttendance, kCheckedReport, kCheckedResult, kRestatedFormer, kRestatedCauses,
  kFigureScope, kFigureClosed, kFigureCutOff, kFigureDefinition, kFigureSmall,
  // surveys and activities
  kSurveyKnown, kSurveyOpen, kSurveyItems, kSurveySize, kRatingSession, kReviewOwn, kReviewOther,
  kPublicationConsent, kPublicationMedium, kForumCoordinated, kTraineePledge, kTraineeTerm,
  // security items
  kSecurityContract, kAnnouncedBefore, kReportItems, kRegulationNewer, kAuditAccepted, kCopiesPermitted,
  kExternalRecipient, kTrainingInContract, kReportedAfter, kCloudTermsOnly, kCloudListed, kCloudListFresh,
  kCloudAcceptable, kSoftwareSupported, kVulnerabilityPlan, kDomainName, kDiagnosisCounts, kReleaseClean,
  kContentExecutable, kContentOutside, kContentSettings,
  // oversight and operation
  kAccessHandler, kPersonReviewer, kBreakGlassTerm, kReviewByNamed, kSizeReached, kVerifiedRange,
  kStampTerm, kStampRenewedInTime, kEraseWitness, kLostKnown,
  // clang-format on
  kCount,  // number of rules, not one of them
};

}  // namespace ledger
