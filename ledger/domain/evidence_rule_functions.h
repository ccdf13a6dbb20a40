// The functions behind the rule table for life-cycle steps, plans, surveys, activities, security items and
// oversight. Private to rules*.cc and rule_table*.cc.
//
// As in rule_functions.h: each judges its own question only.
#pragma once

#include "ledger/domain/rules.h"

namespace ledger {

// steps of life cycles
Verdict check_step_new(const RuleContext& c);
Verdict check_step_begun(const RuleContext& c);
Verdict check_step_order(const RuleContext& c);
Verdict check_step_center(const RuleContext& c);
// plans, targets, evaluation, restatement
Verdict check_qualification_own(const RuleContext& c);
Verdict check_plan_drafter(const RuleContext& c);
Verdict check_plan_version(const RuleContext& c);
Verdict check_indicator_in_force(const RuleContext& c);
Verdict check_target_setter(const RuleContext& c);
Verdict check_evaluation_closed(const RuleContext& c);
Verdict check_comparison_own(const RuleContext& c);
Verdict check_no_ranking(const RuleContext& c);
Verdict check_feedback_attendance(const RuleContext& c);
Verdict check_checked_report(const RuleContext& c);
Verdict check_checked_result(const RuleContext& c);
Verdict check_restated_former(const RuleContext& c);
Verdict check_restated_causes(const RuleContext& c);
Verdict check_figure_scope(const RuleContext& c);
Verdict check_figure_closed(const RuleContext& c);
Verdict check_figure_cut_off(const RuleContext& c);
Verdict check_figure_definition(const RuleContext& c);
Verdict check_figure_small(const RuleContext& c);
// surveys, activities
Verdict check_survey_known(const RuleContext& c);
Verdict check_survey_open(const RuleContext& c);
Verdict check_survey_items(const RuleContext& c);
Verdict check_survey_size(const RuleContext& c);
Verdict check_rating_session(const RuleContext& c);
Verdict check_review_own(const RuleContext& c);
Verdict check_review_other(const RuleContext& c);
Verdict check_publication_consent(const RuleContext& c);
Verdict check_publication_medium(const RuleContext& c);
Verdict check_forum_coordinated(const RuleContext& c);
Verdict check_trainee_pledge(const RuleContext& c);
Verdict check_trainee_term(const RuleContext& c);
// security items
Verdict check_security_contract(const RuleContext& c);
Verdict check_announced_before(const RuleContext& c);
Verdict check_report_items(const RuleContext& c);
Verdict check_regulation_newer(const RuleContext& c);
Verdict check_audit_accepted(const RuleContext& c);
Verdict check_copies_permitted(const RuleContext& c);
Verdict check_external_recipient(const RuleContext& c);
Verdict check_training_in_contract(const RuleContext& c);
Verdict check_reported_after(const RuleContext& c);
Verdict check_cloud_terms_only(const RuleContext& c);
Verdict check_cloud_listed(const RuleContext& c);
Verdict check_cloud_list_fresh(const RuleContext& c);
Verdict check_cloud_acceptable(const RuleContext& c);
Verdict check_software_supported(const RuleContext& c);
Verdict check_vulnerability_plan(const RuleContext& c);
Verdict check_domain_name(const RuleContext& c);
Verdict check_diagnosis_counts(const RuleContext& c);
Verdict check_release_clean(const RuleContext& c);
Verdict check_content_executable(const RuleContext& c);
Verdict check_content_outside(const RuleContext& c);
Verdict check_content_settings(const RuleContext& c);
// oversight and operation
Verdict check_access_handler(const RuleContext& c);
Verdict check_person_reviewer(const RuleContext& c);
Verdict check_break_glass_term(const RuleContext& c);
Verdict check_review_by_named(const RuleContext& c);
Verdict check_size_reached(const RuleContext& c);
Verdict check_verified_range(const RuleContext& c);
Verdict check_stamp_term(const RuleContext& c);
Verdict check_stamp_renewed_in_time(const RuleContext& c);
Verdict check_erase_witness(const RuleContext& c);
Verdict check_lost_known(const RuleContext& c);

}  // namespace ledger
