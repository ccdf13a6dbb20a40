#include "ledger/domain/effects.h"

#include <array>

#include "ledger/base/check.h"
#include "ledger/domain/effect_functions.h"

namespace ledger {

namespace {

using Apply = void (*)(const EffectContext&);

// In EffectId order.
constexpr std::array<Apply, static_cast<std::size_t>(EffectId::kCount)> kEffects{
    apply_genesis,
    apply_catalogue_adopted,
    apply_policy_set,
    apply_principal_bound,
    apply_principal_released,
    apply_org_registered,
    apply_center_established,
    apply_person_registered,
    apply_licence_issued,
    apply_licence_revoked,
    apply_key_enrolled,
    apply_key_rotated,
    apply_key_revoked,
    apply_role_granted,
    apply_role_revoked,
    apply_business_registered,
    apply_financials_submitted,
    apply_sharing_decided,
    apply_sharing_withdrawn,
    apply_referral_consented,
    apply_phase2_consented,
    apply_case_opened,
    apply_case_assigned,
    apply_case_closed,
    apply_session_held,
    apply_issue_identified,
    apply_issue_resolved,
    apply_outcome_confirmed,
    apply_criterion_met,
    apply_phase_entered,
    apply_referral_made,
    apply_referral_answered,
    apply_joint_support_held,
    // support life cycles
    apply_number_verified,
    apply_match_proposed,
    apply_match_rejected,
    apply_business_merged,
    apply_business_unmerged,
    apply_business_succeeded,
    apply_business_closed,
    apply_referral_consent_withdrawn,
    apply_publication_consented,
    apply_publication_withdrawn,
    apply_provision_recorded,
    apply_case_reopened,
    apply_case_transferred,
    apply_case_discontinued,
    apply_issue_reclassified,
    apply_issue_reopened,
    apply_issue_closed,
    apply_phase_ended,
    apply_plan_adopted,
    apply_follow_up_recorded,
    apply_referral_received,
    apply_corrected,
    apply_session_corrected,
    apply_resolution_corrected,
    apply_outcome_corrected,
    apply_business_corrected,
    // contracts
    apply_call_published,
    apply_appointment_nominated,
    apply_appointment_step,
    apply_contract_concluded,
    apply_fee_rate_set,
    apply_fee_raise_approved,
    apply_assignment_performed,
    apply_fee_paid,
    apply_month_closed,
    apply_report_submitted,
    apply_generation,
    apply_state_imported,
    // mandate
    apply_application_received,
    apply_application_step,
    apply_call_outcome,
    apply_consulted,
    apply_contract_amended,
    apply_contract_shortened,
    apply_rescission_step,
    apply_contract_rescinded,
    apply_subcontract_requested,
    apply_subcontract_approved,
    apply_interim_step,
    apply_workday_reported,
    apply_work_month_approved,
    apply_work_exception_agreed,
    apply_workyear_settled,
    apply_cost_recorded,
    apply_cost_disallowed,
    apply_advance_approved,
    apply_payment_made,
    apply_entrustment_reported,
    apply_inspection_held,
    apply_amount_fixed,
    apply_sanction_imposed,
    apply_step_taken,
    apply_forum_held,
    apply_host_diagnosed,
};

}  // namespace

void apply_effect(EffectId id, const EffectContext& context) {
  LEDGER_CHECK(id < EffectId::kCount);
  kEffects[static_cast<std::size_t>(id)](context);
}

}  // namespace ledger
