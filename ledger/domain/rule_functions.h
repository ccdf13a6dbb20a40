// The functions behind the rule table, by group. Private to rules*.cc.
//
// Each judges its own question only: what another rule of the row refuses (an unknown case, say) holds here.
#pragma once

#include "ledger/domain/rules.h"

namespace ledger {

// Universal: run for every event before its row's rules.
Verdict check_time_future(const RuleContext& c);
Verdict check_licence_own(const RuleContext& c);
Verdict check_on_behalf(const RuleContext& c);
Verdict check_refs_known(const RuleContext& c);
// Used by rows of several groups.
Verdict check_date_future(const RuleContext& c);
Verdict check_person_known(const RuleContext& c);
Verdict check_org_known(const RuleContext& c);
Verdict check_center_known(const RuleContext& c);
Verdict check_business_known(const RuleContext& c);
Verdict check_case_known(const RuleContext& c);
Verdict check_case_open(const RuleContext& c);
Verdict check_case_business(const RuleContext& c);
Verdict check_contract_known(const RuleContext& c);
// ledger
Verdict check_catalogue_known(const RuleContext& c);
Verdict check_policy_value(const RuleContext& c);
Verdict check_policy_supported(const RuleContext& c);
Verdict check_policy_owner(const RuleContext& c);
Verdict check_principal_reserved(const RuleContext& c);
Verdict check_principal_unbound(const RuleContext& c);
Verdict check_principal_kind(const RuleContext& c);
Verdict check_principal_personal(const RuleContext& c);
Verdict check_principal_bound(const RuleContext& c);
// people
Verdict check_registrar_scope(const RuleContext& c);
Verdict check_key_thumbprint(const RuleContext& c);
Verdict check_key_purpose_disjoint(const RuleContext& c);
Verdict check_key_new(const RuleContext& c);
Verdict check_key_owner_given(const RuleContext& c);
Verdict check_key_term(const RuleContext& c);
Verdict check_key_known(const RuleContext& c);
Verdict check_key_live(const RuleContext& c);
Verdict check_key_owner(const RuleContext& c);
Verdict check_org_new(const RuleContext& c);
Verdict check_center_org_kind(const RuleContext& c);
Verdict check_center_new(const RuleContext& c);
Verdict check_center_prefecture(const RuleContext& c);
Verdict check_person_new(const RuleContext& c);
Verdict check_licence_shared(const RuleContext& c);
Verdict check_licence_second(const RuleContext& c);
Verdict check_licence_active(const RuleContext& c);
Verdict check_role_grantable(const RuleContext& c);
Verdict check_role_scope_known(const RuleContext& c);
Verdict check_role_term(const RuleContext& c);
Verdict check_role_basis(const RuleContext& c);
Verdict check_role_incompatible(const RuleContext& c);
Verdict check_role_count(const RuleContext& c);
Verdict check_role_live(const RuleContext& c);
// business
Verdict check_business_new(const RuleContext& c);
Verdict check_financials_kind(const RuleContext& c);
Verdict check_financials_period(const RuleContext& c);
Verdict check_criterion_new(const RuleContext& c);
Verdict check_criterion_financials(const RuleContext& c);
Verdict check_criterion_started(const RuleContext& c);
Verdict check_criterion_agreed(const RuleContext& c);
Verdict check_phase_first(const RuleContext& c);
Verdict check_phase_criteria(const RuleContext& c);
Verdict check_phase_order(const RuleContext& c);
// consent
Verdict check_sharing_recipients(const RuleContext& c);
Verdict check_sharing_purposes(const RuleContext& c);
Verdict check_sharing_granted(const RuleContext& c);
Verdict check_consent_expiry(const RuleContext& c);
// consultation
Verdict check_case_new(const RuleContext& c);
Verdict check_consent_decided(const RuleContext& c);
Verdict check_assignee_role(const RuleContext& c);
Verdict check_assignee_licence(const RuleContext& c);
Verdict check_session_new(const RuleContext& c);
Verdict check_session_future(const RuleContext& c);
Verdict check_session_overlap(const RuleContext& c);
Verdict check_session_contract(const RuleContext& c);
Verdict check_session_of_case(const RuleContext& c);
Verdict check_issue_new(const RuleContext& c);
Verdict check_issue_of_case(const RuleContext& c);
Verdict check_issue_unresolved(const RuleContext& c);
Verdict check_issue_session(const RuleContext& c);
Verdict check_outcome_resolved(const RuleContext& c);
Verdict check_outcome_once(const RuleContext& c);
// referral
Verdict check_referral_new(const RuleContext& c);
Verdict check_referral_issue(const RuleContext& c);
Verdict check_referral_self(const RuleContext& c);
Verdict check_referral_target(const RuleContext& c);
Verdict check_referral_consent(const RuleContext& c);
Verdict check_referral_items(const RuleContext& c);
Verdict check_referral_known(const RuleContext& c);
Verdict check_referral_open(const RuleContext& c);
Verdict check_joint_once(const RuleContext& c);
Verdict check_joint_org(const RuleContext& c);
// support life cycles and corrections
Verdict check_other_business_known(const RuleContext& c);
Verdict check_pair_distinct(const RuleContext& c);
Verdict check_business_active(const RuleContext& c);
Verdict check_business_open(const RuleContext& c);
Verdict check_number_corporation(const RuleContext& c);
Verdict check_number_differs(const RuleContext& c);
Verdict check_match_new(const RuleContext& c);
Verdict check_match_open(const RuleContext& c);
Verdict check_merge_roots(const RuleContext& c);
Verdict check_merge_numbers(const RuleContext& c);
Verdict check_merge_kinds(const RuleContext& c);
Verdict check_merge_centers(const RuleContext& c);
Verdict check_merge_proposal(const RuleContext& c);
Verdict check_unmerge_effective(const RuleContext& c);
Verdict check_succession_once(const RuleContext& c);
Verdict check_succession_cycle(const RuleContext& c);
Verdict check_succession_kinds(const RuleContext& c);
Verdict check_referral_consent_live(const RuleContext& c);
Verdict check_publication_live(const RuleContext& c);
Verdict check_provision_new(const RuleContext& c);
Verdict check_provision_recipient(const RuleContext& c);
Verdict check_provision_consent(const RuleContext& c);
Verdict check_provision_items(const RuleContext& c);
Verdict check_provision_record(const RuleContext& c);
Verdict check_provision_provider(const RuleContext& c);
Verdict check_case_assigned(const RuleContext& c);
Verdict check_reassign_other(const RuleContext& c);
Verdict check_case_ended(const RuleContext& c);
Verdict check_transfer_target(const RuleContext& c);
Verdict check_transfer_consent(const RuleContext& c);
Verdict check_cease_policy(const RuleContext& c);
Verdict check_issue_live(const RuleContext& c);
Verdict check_issue_ended(const RuleContext& c);
Verdict check_reclassify_from(const RuleContext& c);
Verdict check_reclassify_to(const RuleContext& c);
Verdict check_phase_second(const RuleContext& c);
Verdict check_phase_end_order(const RuleContext& c);
Verdict check_plan_new(const RuleContext& c);
Verdict check_follow_up_new(const RuleContext& c);
Verdict check_follow_up_subject(const RuleContext& c);
Verdict check_follow_up_referral(const RuleContext& c);
Verdict check_referral_accepted(const RuleContext& c);
Verdict check_referral_date_order(const RuleContext& c);
Verdict check_referral_source(const RuleContext& c);
Verdict check_correction_target(const RuleContext& c);
Verdict check_correction_identity(const RuleContext& c);
Verdict check_correction_author(const RuleContext& c);
Verdict check_correction_standing(const RuleContext& c);
// contract
Verdict check_call_new(const RuleContext& c);
Verdict check_call_order(const RuleContext& c);
Verdict check_call_known(const RuleContext& c);
Verdict check_appointment_term(const RuleContext& c);
Verdict check_appointment_recall(const RuleContext& c);
Verdict check_appointment_order(const RuleContext& c);
Verdict check_contract_new(const RuleContext& c);
Verdict check_contract_term(const RuleContext& c);
Verdict check_contract_year(const RuleContext& c);
Verdict check_contract_parties(const RuleContext& c);
Verdict check_contract_approval(const RuleContext& c);
Verdict check_contract_nomination(const RuleContext& c);
Verdict check_contract_entrustment_once(const RuleContext& c);
Verdict check_contract_ceiling(const RuleContext& c);
Verdict check_contract_days(const RuleContext& c);
Verdict check_contract_staff(const RuleContext& c);
Verdict check_fee_honorarium(const RuleContext& c);
Verdict check_fee_kind(const RuleContext& c);
Verdict check_fee_cco_flat(const RuleContext& c);
Verdict check_fee_over_ceiling(const RuleContext& c);
Verdict check_fee_over_base(const RuleContext& c);
Verdict check_fee_rate_order(const RuleContext& c);
Verdict check_fee_circumstance(const RuleContext& c);
Verdict check_assignment_new(const RuleContext& c);
Verdict check_assignment_person(const RuleContext& c);
Verdict check_assignment_term(const RuleContext& c);
Verdict check_assignment_day(const RuleContext& c);
Verdict check_paid_assignments(const RuleContext& c);
Verdict check_paid_once(const RuleContext& c);
Verdict check_paid_payee(const RuleContext& c);
Verdict check_paid_rate(const RuleContext& c);
Verdict check_paid_amount(const RuleContext& c);
// report
Verdict check_month_over(const RuleContext& c);
Verdict check_month_once(const RuleContext& c);
Verdict check_month_order(const RuleContext& c);
Verdict check_month_cut_off(const RuleContext& c);
Verdict check_report_month(const RuleContext& c);
Verdict check_report_once(const RuleContext& c);
Verdict check_report_definition(const RuleContext& c);
Verdict check_report_cut_off(const RuleContext& c);
// access
Verdict check_access_record(const RuleContext& c);
Verdict check_access_consent(const RuleContext& c);

}  // namespace ledger
