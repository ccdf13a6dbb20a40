// Goal: every rule of rules_planning.cc refuses what it must, with its own code, and nothing beside it.
// Method: rows of one patched sample event each, refused and accepted ones side by side at the boundary.
#include <gtest/gtest.h>

#include "tests/unit/ledger/domain/rule_rows.h"

namespace tests {

using ledger::RuleId;

namespace {

const RuleRow kRows[] = {
    {RuleId::kQualificationOwn, true, "person.qualification_declared", R"({})"},
    {RuleId::kQualificationOwn, false, "person.qualification_declared", R"({"@by":"p-lead"})"},
    {RuleId::kQualificationOwn, false, "person.qualification_declared", R"({"person_id":"p-co2"})"},
    {RuleId::kPlanDrafter, true, "plan.drafted", R"({})"},
    {RuleId::kPlanDrafter, true, "plan.drafted", R"({"@by":"p-prod","kind":"productivity"})"},
    {RuleId::kPlanDrafter, false, "plan.drafted", R"({"kind":"productivity"})"},
    {RuleId::kPlanDrafter, false, "plan.drafted", R"({"@by":"p-prod"})"},
    {RuleId::kPlanVersion, true, "plan.drafted", R"({})"},
    {RuleId::kPlanVersion, false, "plan.drafted", R"({"version":2})"},
    {RuleId::kPlanVersion, true, "plan.drafted", R"({"plan_id":"x-plan.bureau_confirmed","version":2})"},
    {RuleId::kPlanVersion, false, "plan.drafted", R"({"plan_id":"x-plan.bureau_confirmed","version":3})"},
    {RuleId::kPlanVersion, false, "plan.drafted", R"({"plan_id":"x-plan.bureau_confirmed","version":1})"},
    {RuleId::kPlanVersion, true, "plan.bureau_confirmed", R"({})"},
    {RuleId::kPlanVersion, false, "plan.bureau_confirmed", R"({"version":2})"},
    {RuleId::kPlanVersion, false, "plan.submitted", R"({"version":2})"},
    // What the headquarters returned is confirmed again before it is submitted again.
    {RuleId::kStepOrder,
     false,
     "plan.submitted",
     R"({"version":2})",
     {{"", "plan.submitted", "p-lead", R"({"plan_id":"x-plan.submitted","center_id":"c40","version":1,
          "submitted_on":"2026-04-13"})"},
      {"", "plan.returned", "p-hq", R"({"plan_id":"x-plan.submitted","center_id":"c40",
          "returned_on":"2026-04-20","points":"x"})"},
      {"", "plan.drafted", "p-lead", R"({"plan_id":"x-plan.submitted","center_id":"c40","kind":"center",
          "fy":2026,"version":2,"drafted_on":"2026-04-21",
          "document_sha256":"abababababababababababababababababababababababababababababababab"})"}}},
    {RuleId::kIndicatorInForce, true, "target.set", R"({"indicator":"issues_resolved","fy":2026})"},
    {RuleId::kIndicatorInForce, false, "target.set", R"({"indicator":"issues_resolved","fy":2025})"},
    {RuleId::kIndicatorInForce, true, "target.set", R"({"indicator":"sessions","fy":2025})"},
    {RuleId::kIndicatorInForce, false, "target.set", R"({"indicator":"sessions","fy":2026})"},
    {RuleId::kIndicatorInForce, false, "target.set", R"({"indicator":"happiness"})"},
    {RuleId::kIndicatorInForce, true, "evaluation.ranked", R"({})"},
    {RuleId::kIndicatorInForce, false, "evaluation.ranked", R"({"indicator":"va_sum"})"},
    {RuleId::kTargetSetter, true, "target.set", R"({})"},
    {RuleId::kTargetSetter, true, "target.set", R"({"@by":"p-smea","kind":"productivity"})"},
    {RuleId::kTargetSetter, false, "target.set", R"({"@by":"p-smea"})"},
    {RuleId::kTargetSetter, false, "target.set", R"({"kind":"productivity"})"},
    {RuleId::kEvaluationClosed, true, "evaluation.ranked", R"({"through":"2026-03"})"},
    {RuleId::kEvaluationClosed, true, "evaluation.ranked", R"({"through":"2025-04"})"},
    {RuleId::kEvaluationClosed, false, "evaluation.ranked", R"({"through":"2025-03"})"},
    {RuleId::kEvaluationClosed, false, "evaluation.ranked",
     R"({"through":"2026-04","fy":2026,"indicator":"utilisation"})"},
    {RuleId::kEvaluationClosed,
     true,
     "evaluation.ranked",
     R"({"through":"2026-04","fy":2026,"indicator":"utilisation"})",
     {{"", "month.closed", "p-lead", R"({"center_id":"c40","year_month":"2026-04","cut_off":7})"}}},
    {RuleId::kEvaluationClosed, false, "evaluation.ranked", R"({"center_id":"c13"})"},
    {RuleId::kComparisonOwn, true, "evaluation.ranked", R"({"comparison":"other_centers"})"},
    {RuleId::kComparisonOwn,
     false,
     "evaluation.ranked",
     R"({"comparison":"other_centers","through":"2026-04","fy":2026,"indicator":"utilisation"})",
     {{"", "month.closed", "p-lead", R"({"center_id":"c40","year_month":"2026-04","cut_off":7})"}}},
    {RuleId::kComparisonOwn,
     false,
     "evaluation.ranked",
     R"({"comparison":"other_centers"})",
     {{"", "policy.parameter_set", "p-admin", R"({"name":"evaluation.no_ranking_from_fy","value":2025})"}}},
    {RuleId::kNoRanking, true, "result.published", R"({})"},
    {RuleId::kNoRanking, true, "result.published", R"({"order":"by_value","fy":2025})"},
    {RuleId::kNoRanking, false, "result.published", R"({"order":"by_value","fy":2026})"},
    {RuleId::kNoRanking,
     true,
     "result.published",
     R"({"order":"by_value","fy":2026})",
     {{"", "policy.parameter_set", "p-admin", R"({"name":"evaluation.no_ranking_from_fy","value":2027})"}}},
    {RuleId::kFeedbackAttendance, true, "feedback.held", R"({})"},
    {RuleId::kFeedbackAttendance, true, "feedback.held", R"({"attendees":["p-cco","p-staff","p-aud"]})"},
    {RuleId::kFeedbackAttendance, false, "feedback.held", R"({"attendees":["p-lead","p-staff"]})"},
    {RuleId::kFeedbackAttendance, false, "feedback.held", R"({"attendees":["p-cco","p-co"]})"},
    {RuleId::kFeedbackAttendance, false, "feedback.held", R"({"attendees":["p-cco","p-lead13"]})"},
    {RuleId::kFeedbackAttendance, true, "feedback.held", R"({"held_on":"2026-04-01"})"},
    {RuleId::kFeedbackAttendance, false, "feedback.held", R"({"held_on":"2026-03-31"})"},
    {RuleId::kFeedbackAttendance,
     false,
     "feedback.held",
     R"({})",
     {{"", "role.revoked", "p-lead", R"({"person_id":"p-cco","role":"cco","scope":"c40"})"}}},
    {RuleId::kCheckedReport, true, "monthly_report.checked", R"({})"},
    {RuleId::kCheckedReport, false, "monthly_report.checked", R"({"year_month":"2026-03"})"},
    {RuleId::kCheckedReport, false, "monthly_report.checked", R"({"center_id":"c13"})"},
    {RuleId::kCheckedReport, false, "monthly_report.checked", R"({"report":"$grant"})"},
    {RuleId::kCheckedReport, false, "monthly_report.restated",
     R"({"report":"01890a5d-ac96-774b-bcce-b302099a8057"})"},
    {RuleId::kCheckedResult, true, "monthly_report.checked",
     R"({"result":"different","recomputed":{"sessions":1}})"},
    {RuleId::kCheckedResult, false, "monthly_report.checked", R"({"result":"different"})"},
    {RuleId::kCheckedResult, false, "monthly_report.checked", R"({"recomputed":{"sessions":1}})"},
    {RuleId::kRestatedFormer, true, "monthly_report.restated", R"({})"},
    {RuleId::kRestatedFormer, false, "monthly_report.restated", R"({"restated":{"sessions":0}})"},
    {RuleId::kRestatedFormer, false, "monthly_report.restated", R"({"restated":{"referrals":1}})"},
    {RuleId::kRestatedFormer, false, "monthly_report.restated",
     R"({"restated":{"sessions":1,"referrals":1}})"},
    {RuleId::kRestatedCauses, true, "monthly_report.restated", R"({"causes":["$grant","$report"]})"},
    {RuleId::kRestatedCauses, false, "monthly_report.restated", R"({"causes":["$grant","e-1"]})"},
    {RuleId::kRestatedCauses, false, "monthly_report.restated",
     R"({"causes":["01890a5d-ac96-774b-bcce-b302099a8057"]})"},
    // At the cut-off, and the entry behind it.
    {RuleId::kRestatedCauses, false, "monthly_report.restated", R"({"causes":["$impl-40"]})"},
    {RuleId::kRestatedCauses, true, "monthly_report.restated", R"({"causes":["$impl-13"]})"},
    {RuleId::kFigureClosed, true, "figure.fixed", R"({"year_month":"2026-03"})"},
    {RuleId::kFigureClosed, false, "figure.fixed", R"({"year_month":"2026-04"})"},
    {RuleId::kFigureSmall, true, "figure.fixed", R"({"contributors":3})"},
    {RuleId::kFigureSmall, false, "figure.fixed", R"({"contributors":2})"},
    {RuleId::kFigureSmall, true, "figure.fixed", R"({"contributors":2,"value":null,"sealed_value":1})"},
    {RuleId::kFigureSmall,
     false,
     "figure.fixed",
     R"({"contributors":3})",
     {{"", "policy.parameter_set", "p-admin", R"({"name":"figures.k_min","value":4})"}}},
};

}  // namespace

std::vector<RuleRow> planning_rule_rows() {
  return {std::begin(kRows), std::end(kRows)};
}

TEST(RulesPlanning, JudgesEveryRow) {
  run_rule_rows(planning_rule_rows());
}

}  // namespace tests
