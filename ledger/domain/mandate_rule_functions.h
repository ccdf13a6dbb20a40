// The functions behind the mandate's part of the rule table. Private to rules_*.cc and rule_table_mandate.cc.
#pragma once

#include "ledger/domain/rules.h"

namespace ledger {

// mandate: calls and selection
Verdict check_call_signer(const RuleContext& c);
Verdict check_call_over(const RuleContext& c);
Verdict check_call_outcome_once(const RuleContext& c);
Verdict check_call_outcome_true(const RuleContext& c);
Verdict check_application_new(const RuleContext& c);
Verdict check_application_center(const RuleContext& c);
Verdict check_application_early(const RuleContext& c);
Verdict check_application_late(const RuleContext& c);
Verdict check_application_documents(const RuleContext& c);
Verdict check_application_prefectures(const RuleContext& c);
Verdict check_sanction_in_force(const RuleContext& c);
Verdict check_application_known(const RuleContext& c);
Verdict check_application_open(const RuleContext& c);
Verdict check_screening_order(const RuleContext& c);
Verdict check_screening_unmet(const RuleContext& c);
Verdict check_selection_screened(const RuleContext& c);
Verdict check_selection_taken(const RuleContext& c);
Verdict check_selection_made(const RuleContext& c);
// mandate: contracts
Verdict check_selection_of(const RuleContext& c);
Verdict check_contract_facts(const RuleContext& c);
Verdict check_contract_live(const RuleContext& c);
Verdict check_contract_funds(const RuleContext& c);
Verdict check_contract_fund_ceiling(const RuleContext& c);
Verdict check_contract_cco_named(const RuleContext& c);
Verdict check_contract_subcontract(const RuleContext& c);
Verdict check_consultation_given(const RuleContext& c);
Verdict check_amend_change(const RuleContext& c);
Verdict check_shorten_term(const RuleContext& c);
Verdict check_rescission_chief(const RuleContext& c);
Verdict check_rescission_order(const RuleContext& c);
Verdict check_rescission_decision(const RuleContext& c);
Verdict check_rescission_consultation(const RuleContext& c);
Verdict check_rescission_publication(const RuleContext& c);
Verdict check_entrustment_kind(const RuleContext& c);
Verdict check_subcontract_new(const RuleContext& c);
Verdict check_subcontract_org(const RuleContext& c);
Verdict check_subcontract_core(const RuleContext& c);
Verdict check_subcontract_letter(const RuleContext& c);
Verdict check_subcontract_clause(const RuleContext& c);
Verdict check_subcontract_inspection(const RuleContext& c);
Verdict check_subcontract_known(const RuleContext& c);
Verdict check_subcontract_open(const RuleContext& c);
// mandate: posts
Verdict check_period_order(const RuleContext& c);
Verdict check_substitute_post(const RuleContext& c);
Verdict check_substitute_other(const RuleContext& c);
Verdict check_interim_vacancy(const RuleContext& c);
Verdict check_interim_coordinator(const RuleContext& c);
Verdict check_interim_order(const RuleContext& c);
// mandate: working days
Verdict check_workday_self(const RuleContext& c);
Verdict check_workday_full(const RuleContext& c);
Verdict check_workday_month(const RuleContext& c);
Verdict check_work_month_total(const RuleContext& c);
Verdict check_exception_party(const RuleContext& c);
Verdict check_exception_days(const RuleContext& c);
Verdict check_workyear_kind(const RuleContext& c);
Verdict check_workyear_over(const RuleContext& c);
Verdict check_workyear_once(const RuleContext& c);
Verdict check_workyear_total(const RuleContext& c);
Verdict check_workyear_verdict(const RuleContext& c);
// mandate: money
Verdict check_cost_new(const RuleContext& c);
Verdict check_cost_forbidden(const RuleContext& c);
Verdict check_cost_evidence(const RuleContext& c);
Verdict check_cost_travel(const RuleContext& c);
Verdict check_cost_labour(const RuleContext& c);
Verdict check_cost_term(const RuleContext& c);
Verdict check_cost_subcontract(const RuleContext& c);
Verdict check_cost_known(const RuleContext& c);
Verdict check_cost_over(const RuleContext& c);
Verdict check_amount_open(const RuleContext& c);
Verdict check_payment_new(const RuleContext& c);
Verdict check_advance_ceiling(const RuleContext& c);
Verdict check_payment_amount(const RuleContext& c);
Verdict check_performance_once(const RuleContext& c);
Verdict check_performance_total(const RuleContext& c);
Verdict check_report_formats(const RuleContext& c);
Verdict check_inspection_new(const RuleContext& c);
Verdict check_amount_order(const RuleContext& c);
Verdict check_amount_sum(const RuleContext& c);
Verdict check_sanction_months(const RuleContext& c);
Verdict check_sanction_finding(const RuleContext& c);

}  // namespace ledger
