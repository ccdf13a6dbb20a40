// Goal: every rule of rules_consent.cc refuses what it must, with its own code, and nothing beside it.
// Method: rows of one patched sample event each, refused and accepted ones side by side at the boundary.
#include <gtest/gtest.h>

#include "tests/unit/ledger/domain/rule_rows.h"

namespace tests {

using ledger::RuleId;

namespace {

const RuleRow kRows[] = {
    {RuleId::kBusinessKnown, true, "business.profile_updated", R"({})"},
    {RuleId::kBusinessKnown, false, "business.profile_updated", R"({"business_id":"b-none"})"},
    {RuleId::kBusinessNew, true, "business.registered", R"({})"},
    {RuleId::kBusinessNew, false, "business.registered", R"({"business_id":"b-1"})"},
    {RuleId::kFinancialsKind, true, "business.financials_submitted", R"({})"},
    {RuleId::kFinancialsKind, false, "business.financials_submitted", R"({"business_id":"b-1"})"},
    {RuleId::kFinancialsPeriod, true, "business.financials_submitted", R"({"period_relation":"unknown"})"},
    {RuleId::kFinancialsPeriod, false, "business.financials_submitted", R"({"period_relation":"overlaps"})"},
    {RuleId::kCriterionNew, true, "phase.criterion_met", R"({})"},
    {RuleId::kCriterionNew, false, "phase.criterion_met", R"({"business_id":"b-1"})"},
    {RuleId::kCriterionFinancials, false, "phase.criterion_met", R"({"criterion":"i"})"},
    {RuleId::kCriterionFinancials,
     true,
     "phase.criterion_met",
     R"({"criterion":"i"})",
     {{"", "business.financials_submitted", "p-co",
       R"({"business_id":"b-2","business_kind":"sole_proprietor","form":"lobben",
          "submitted_on":"2026-05-01","period_start":"2025-01-01",
          "period_end":"2025-12-31","sales":1,"operating_profit":1,"depreciation":0,
          "welfare_cost":1,"wages":1})"}}},
    {RuleId::kCriterionStarted, true, "phase.criterion_met", R"({"step":"hearing_answered"})"},
    {RuleId::kCriterionStarted, false, "phase.criterion_met", R"({"step":null})"},
    {RuleId::kCriterionStarted, false, "phase.criterion_met", R"({"goal_agreed":null})"},
    {RuleId::kCriterionStarted, false, "phase.criterion_met", R"({"goal_agreed":false})"},
    {RuleId::kCriterionAgreed, false, "phase.criterion_met", R"({"criterion":"iii"})"},
    {RuleId::kCriterionAgreed,
     true,
     "phase.criterion_met",
     R"({"criterion":"iii"})",
     {{"", "consent.phase2_agreed", "p-co", R"({"business_id":"b-2","agreed_at":"2026-05-01T10:00:00+09:00",
          "given_by":"x"})"}}},
    {RuleId::kPhaseFirst, true, "phase.transitioned", R"({})"},
    {RuleId::kPhaseFirst,
     false,
     "phase.transitioned",
     R"({})",
     {{"", "phase.transitioned", "p-cco", R"({"business_id":"b-1","to":2,"transitioned_on":"2026-04-14",
          "criterion_i":"$c-i","criterion_ii":"$c-ii","criterion_iii":"$c-iii"})"}}},
    {RuleId::kPhaseCriteria, true, "phase.transitioned", R"({})"},
    {RuleId::kPhaseCriteria, false, "phase.transitioned", R"({"criterion_i":"$c-ii"})"},
    {RuleId::kPhaseCriteria, false, "phase.transitioned", R"({"criterion_iii":"$agreed"})"},
    {RuleId::kPhaseCriteria, false, "phase.transitioned", R"({"business_id":"b-2"})"},
    {RuleId::kPhaseOrder, true, "phase.transitioned", R"({"transitioned_on":"2026-04-14"})"},
    {RuleId::kPhaseOrder, false, "phase.transitioned", R"({"transitioned_on":"2026-04-13"})"},
    {RuleId::kSharingRecipients, true, "consent.sharing_granted",
     R"({"recipients":["meti","hq","other_impl_body","other_center"]})"},
    {RuleId::kSharingRecipients, false, "consent.sharing_granted", R"({"recipients":[]})"},
    {RuleId::kSharingRecipients, false, "consent.sharing_granted",
     R"({"recipients":["meti","chamber_of_commerce"]})"},
    {RuleId::kSharingPurposes, true, "consent.sharing_granted",
     R"({"clause_purposes":["run_project","survey_analysis"]})"},
    {RuleId::kSharingPurposes, false, "consent.sharing_granted", R"({"clause_purposes":["publication"]})"},
    {RuleId::kSharingGranted, true, "consent.sharing_withdrawn", R"({})"},
    {RuleId::kSharingGranted, false, "consent.sharing_withdrawn", R"({"grant":"$to-sup-a"})"},
    {RuleId::kSharingGranted, false, "consent.sharing_withdrawn",
     R"({"business_id":"b-2","grant":"$refusal"})"},
    {RuleId::kSharingGranted, false, "consent.sharing_withdrawn", R"({"business_id":"b-3"})"},
    {RuleId::kSharingGranted,
     false,
     "consent.sharing_withdrawn",
     R"({})",
     {{"", "consent.sharing_withdrawn", "p-co", R"({"business_id":"b-1","grant":"$grant",
          "withdrawn_at":"2026-05-01T10:00:00+09:00"})"}}},
    {RuleId::kConsentExpiry, true, "consent.referral_granted", R"({"expires_on":"2026-05-01"})"},
    {RuleId::kConsentExpiry, false, "consent.referral_granted", R"({"expires_on":"2026-04-30"})"},
};

}  // namespace

std::vector<RuleRow> consent_rule_rows() {
  return {std::begin(kRows), std::end(kRows)};
}

TEST(RulesConsent, JudgesEveryRow) {
  run_rule_rows(consent_rule_rows());
}

}  // namespace tests
