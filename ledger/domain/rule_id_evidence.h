// Numbers of the rules of life-cycle steps, plans, surveys, activities, security items and oversight: members
// of RuleId (rule_id.h) in the order of the table, kept here because one enumeration can't be closed twice.
//
// In this order: steps; plans, targets, evaluation, restatement; surveys and activities; security items;
// oversight and operation. Used by rule_id.h alone.
#pragma once

#define LEDGER_EVIDENCE_RULE_IDS                                                                            \
  kStepNew, kStepBegun, kStepOrder, kStepCenter, kQualificationOwn, kPlanDrafter, kPlanVersion,             \
      kIndicatorInForce, kTargetSetter, kEvaluationClosed, kComparisonOwn, kNoRanking, kFeedbackAttendance, \
      kCheckedReport, kCheckedResult, kRestatedFormer, kRestatedCauses, kFigureClosed, kFigureSmall,        \
      kSurveyKnown, kSurveyOpen, kSurveyItems, kRatingSession, kReviewOwn, kReviewOther,                    \
      kPublicationConsent, kForumCoordinated, kTraineePledge, kTraineeTerm, kSecurityContract,              \
      kAnnouncedBefore, kReportItems, kRegulationNewer, kAuditAccepted, kCopiesPermitted,                   \
      kProvisionRecipient, kTrainingInContract, kReportedAfter, kCloudTermsOnly, kCloudListed,              \
      kCloudListFresh, kCloudAcceptable, kSoftwareSupported, kVulnerabilityPlan, kDomainName,               \
      kDiagnosisCounts, kReleaseClean, kContentExecutable, kContentOutside, kContentSettings,               \
      kAccessHandler, kPersonReviewer, kBreakGlassTerm, kReviewByNamed, kSizeReached, kVerifiedRange,       \
      kStampTerm, kStampRenewedInTime, kEraseWitness, kLostKnown
