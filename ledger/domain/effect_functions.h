// The functions behind the effect table, by group. Private to effects*.cc.
//
// A record that a rule has asked for is there; where it isn't (a rule left out by a test) an effect changes
// nothing.
#pragma once

#include "ledger/domain/effects.h"
#include "ledger/domain/records.h"

namespace ledger {

// Reads the record, lets `change` alter it, writes it back; nothing when it is not there.
template <typename R, typename Change>
void alter(const EffectContext& c, const RecordKey<R>& key, Change change) {
  auto record = find(c.state, key);
  if (!record) return;
  change(*record);
  put(c.state, key, *record);
}

void apply_genesis(const EffectContext& c);
void apply_catalogue_adopted(const EffectContext& c);
void apply_policy_set(const EffectContext& c);
void apply_principal_bound(const EffectContext& c);
void apply_principal_released(const EffectContext& c);
void apply_org_registered(const EffectContext& c);
void apply_center_established(const EffectContext& c);
void apply_person_registered(const EffectContext& c);
void apply_licence_issued(const EffectContext& c);
void apply_licence_revoked(const EffectContext& c);
void apply_key_enrolled(const EffectContext& c);
void apply_key_rotated(const EffectContext& c);
void apply_key_revoked(const EffectContext& c);
void apply_role_granted(const EffectContext& c);
void apply_role_revoked(const EffectContext& c);
void apply_business_registered(const EffectContext& c);
void apply_financials_submitted(const EffectContext& c);
void apply_sharing_decided(const EffectContext& c);
void apply_sharing_withdrawn(const EffectContext& c);
void apply_referral_consented(const EffectContext& c);
void apply_phase2_consented(const EffectContext& c);
void apply_case_opened(const EffectContext& c);
void apply_case_assigned(const EffectContext& c);
void apply_case_closed(const EffectContext& c);
void apply_session_held(const EffectContext& c);
void apply_issue_identified(const EffectContext& c);
void apply_issue_resolved(const EffectContext& c);
void apply_outcome_confirmed(const EffectContext& c);
void apply_criterion_met(const EffectContext& c);
void apply_phase_entered(const EffectContext& c);
void apply_referral_made(const EffectContext& c);
void apply_referral_answered(const EffectContext& c);
void apply_joint_support_held(const EffectContext& c);
// support life cycles
void apply_number_verified(const EffectContext& c);
void apply_match_proposed(const EffectContext& c);
void apply_match_rejected(const EffectContext& c);
void apply_business_merged(const EffectContext& c);
void apply_business_unmerged(const EffectContext& c);
void apply_business_succeeded(const EffectContext& c);
void apply_business_closed(const EffectContext& c);
void apply_referral_consent_withdrawn(const EffectContext& c);
void apply_publication_consented(const EffectContext& c);
void apply_publication_withdrawn(const EffectContext& c);
void apply_provision_recorded(const EffectContext& c);
void apply_case_reopened(const EffectContext& c);
void apply_case_transferred(const EffectContext& c);
void apply_case_discontinued(const EffectContext& c);
void apply_issue_reclassified(const EffectContext& c);
void apply_issue_reopened(const EffectContext& c);
void apply_issue_closed(const EffectContext& c);
void apply_phase_ended(const EffectContext& c);
void apply_plan_adopted(const EffectContext& c);
void apply_follow_up_recorded(const EffectContext& c);
void apply_referral_received(const EffectContext& c);
void apply_corrected(const EffectContext& c);
void apply_session_corrected(const EffectContext& c);
void apply_resolution_corrected(const EffectContext& c);
void apply_outcome_corrected(const EffectContext& c);
void apply_business_corrected(const EffectContext& c);
// contracts
void apply_call_published(const EffectContext& c);
void apply_appointment_nominated(const EffectContext& c);
void apply_appointment_step(const EffectContext& c);
void apply_contract_concluded(const EffectContext& c);
void apply_fee_rate_set(const EffectContext& c);
void apply_fee_raise_approved(const EffectContext& c);
void apply_assignment_performed(const EffectContext& c);
void apply_fee_paid(const EffectContext& c);
void apply_month_closed(const EffectContext& c);
void apply_report_submitted(const EffectContext& c);
void apply_generation(const EffectContext& c);
void apply_state_imported(const EffectContext& c);
// mandate
void apply_application_received(const EffectContext& c);
void apply_application_step(const EffectContext& c);
void apply_call_outcome(const EffectContext& c);
void apply_consulted(const EffectContext& c);
void apply_contract_amended(const EffectContext& c);
void apply_contract_shortened(const EffectContext& c);
void apply_rescission_step(const EffectContext& c);
void apply_contract_rescinded(const EffectContext& c);
void apply_subcontract_requested(const EffectContext& c);
void apply_subcontract_approved(const EffectContext& c);
void apply_interim_step(const EffectContext& c);
void apply_workday_reported(const EffectContext& c);
void apply_work_month_approved(const EffectContext& c);
void apply_work_exception_agreed(const EffectContext& c);
void apply_workyear_settled(const EffectContext& c);
void apply_cost_recorded(const EffectContext& c);
void apply_cost_disallowed(const EffectContext& c);
void apply_advance_approved(const EffectContext& c);
void apply_payment_made(const EffectContext& c);
void apply_entrustment_reported(const EffectContext& c);
void apply_inspection_held(const EffectContext& c);
void apply_amount_fixed(const EffectContext& c);
void apply_sanction_imposed(const EffectContext& c);
// steps of life cycles
void apply_step_taken(const EffectContext& c);
void apply_forum_held(const EffectContext& c);
void apply_host_diagnosed(const EffectContext& c);

}  // namespace ledger
