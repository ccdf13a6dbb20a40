#include "projections/figure_types.h"

#include <algorithm>

namespace projections {

namespace {

constexpr std::uint8_t kFiguresAndPhase2 = kForFigures | kForPhase2;
constexpr std::uint8_t kForJudgements = kForPhase2 | kForContracts | kForDuties;
constexpr std::uint8_t kContractsAndDuties = kForContracts | kForDuties;

constexpr FigureType kTypes[] = {
    // What is asked about everywhere.
    {"policy.parameter_set", kOnNation},
    {"center.established", kOnNation},
    {"org.registered", kOnNation},
    {"business.merged", kOnNation},
    {"business.unmerged", kOnNation},
    {"role.granted", kOnNation},
    {"role.revoked", kOnNation},
    {"survey.issued", kOnNation},
    {"month.closed", kOnNation},
    // Attempts that the ledger refused: those who judge look at them, figures don't.
    {"append.rejected", kOnNation, kForJudgements},
    // Businesses.
    {"business.registered", kOnBusiness},
    {"business.corrected", kOnBusiness},
    {"business.financials_submitted", kOnBusiness},
    {"business.financials_corrected", kOnBusiness},
    {"business.profile_updated", kOnBusiness},
    {"business.profile_corrected", kOnBusiness},
    {"consent.sharing_granted", kOnBusiness},
    {"consent.sharing_refused", kOnBusiness},
    {"consent.sharing_withdrawn", kOnBusiness},
    {"consent.phase2_agreed", kOnBusiness},
    {"phase.criterion_met", kOnBusiness},
    {"phase.transitioned", kOnBusiness | kOnCenter, kFiguresAndPhase2},
    {"phase.ended", kOnBusiness | kOnCenter, kFiguresAndPhase2},
    // Consultations.
    {"session.held", kOnMonth, kForFigures, "started_at", "session_id", "attendees"},
    {"session.corrected", kOnMonth, kForFigures, "started_at", "session_id", "attendees"},
    {"joint_support.held", kOnMonth, kForFigures, "", "session_id"},
    {"joint_support.corrected", kOnMonth, kForFigures, "", "session_id"},
    {"co_rating.given", kOnMonth, kForFigures, "given_on"},
    {"issue.identified", kOnMonth | kOnBusiness, kForFigures, "identified_on", "issue_id"},
    {"issue.corrected", kOnMonth | kOnBusiness, kForFigures, "identified_on", "issue_id"},
    {"issue.reclassified", kOnMonth | kOnBusiness, kForFigures, "reclassified_on", "issue_id"},
    {"issue.resolved", kOnMonth, kForFigures, "resolved_on", "issue_id"},
    {"issue.resolution_corrected", kOnMonth, kForFigures, "resolved_on", "issue_id"},
    {"issue.reopened", kOnMonth, kForFigures, "", "issue_id"},
    {"issue.closed_unresolved", kOnMonth, kForFigures, "", "issue_id"},
    {"outcome.confirmed", kOnMonth, kForFigures, "confirmed_on", "issue_id"},
    {"outcome.corrected", kOnMonth, kForFigures, "confirmed_on", "issue_id"},
    {"referral.made", kOnMonth, kForFigures, "made_on", "referral_id"},
    {"referral.corrected", kOnMonth, kForFigures, "made_on", "referral_id"},
    {"referral.accepted", kOnMonth, kForFigures, "accepted_on", "referral_id"},
    {"referral.declined", kOnMonth, kForFigures, "", "referral_id"},
    {"referral.received", kOnMonth, kForFigures, "received_on"},
    {"productivity_plan.adopted", kOnMonth, kForFigures, "adopted_on"},
    {"followup.recorded", kOnMonth, kForFigures, "followed_on"},
    {"knowhow.shared", kOnMonth, kForFigures, "shared_on"},
    {"survey.answered", kOnMonth, kForFigures, "answered_on"},
    {"workday.reported", kOnMonth, kForFigures, "performed_on"},
    {"initiative.recorded", kOnCenter, kForFigures},
    // Reports, plans, duties.
    {"monthly_report.submitted", kOnCenter, kForFigures | kForDuties},
    {"figure.fixed", kOnCenter, kForFigures},
    {"evaluation.ranked", kOnCenter, kForFigures},
    {"plan.drafted", kOnCenter, kForDuties},
    {"plan.bureau_confirmed", kOnCenter, kForDuties},
    {"forum.held", kOnCenter, kForDuties},
    {"feedback.held", kOnCenter, kForDuties},
    {"interim.approved", kOnCenter, kForDuties},
    // No question counts these: they carry the ledger's own word (flags) on working days and forums.
    {"business_report.delivered", kOnCenter, kForDuties},
    {"workday.approved", kOnCenter, kForContracts},
    {"workyear.settled", kOnCenter, kForContracts},
    // Contracts and money.
    {"contract.concluded", kOnCenter, kContractsAndDuties},
    {"contract.amended", kOnCenter, kContractsAndDuties},
    {"contract.shortened", kOnCenter, kContractsAndDuties},
    {"contract.rescinded", kOnCenter, kContractsAndDuties},
    {"entrustment.rescinded", kOnCenter, kContractsAndDuties},
    {"event.countersigned", kOnCenter, kContractsAndDuties},
    {"appointment.approved", kOnCenter, kForContracts},
    {"bureau.consulted", kOnCenter, kForContracts},
    {"rescission.interview_held", kOnCenter, kForContracts},
    {"rescission.reported", kOnCenter, kForContracts},
    {"rescission.decided", kOnCenter, kForContracts},
    {"workday.exception_agreed", kOnCenter, kForContracts},
    {"fee.rate_set", kOnCenter, kForContracts},
    {"fee.raise_approved", kOnCenter, kForContracts},
    {"fee.paid", kOnCenter, kForContracts},
    {"assignment.performed", kOnCenter, kForContracts},
    {"cost.recorded", kOnCenter, kForContracts},
    {"cost.disallowed", kOnCenter, kForContracts},
    {"subcontract.requested", kOnCenter, kForContracts},
    {"subcontract.approved", kOnCenter, kForContracts},
};

}  // namespace

std::span<const FigureType> figure_types() {
  return kTypes;
}

const FigureType* find_figure_type(std::string_view type) {
  const auto* found = std::find_if(std::begin(kTypes), std::end(kTypes),
                                   [&](const FigureType& row) { return row.type == type; });
  return found == std::end(kTypes) ? nullptr : found;
}

}  // namespace projections
