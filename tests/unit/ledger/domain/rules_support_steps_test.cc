// Goal: every rule of rules_support_steps.cc refuses what it must, with its own code, and nothing beside it.
// Method: rows of one patched sample event each, refused and accepted ones side by side at the boundary; and
// for every type of the support groups, a signer whose role may not record it.
#include <algorithm>
#include <gtest/gtest.h>

#include "tests/unit/ledger/domain/rule_rows.h"

namespace tests {

using ledger::RuleId;

namespace {

#define ON_5 R"("case_id":"k-5","business_id":"b-5",)"
#define REOPENED(issue)                                                                           \
  {                                                                                               \
    "", "issue.reopened", "p-co",                                                                 \
        R"({"issue_id":")" issue R"(",)" ON_5 R"("reason":"relapse","reopened_on":"2026-05-01"})" \
  }

const RuleRow kRows[] = {
    {RuleId::kCaseAssigned, true, "consultation.reassigned", R"({})"},
    {RuleId::kCaseAssigned, false, "consultation.reassigned", R"({"case_id":"k-7"})"},
    {RuleId::kReassignOther, true, "consultation.reassigned", R"({})"},
    {RuleId::kReassignOther, false, "consultation.reassigned", R"({"person_id":"p-co"})"},
    {RuleId::kCaseEnded, true, "consultation.reopened", R"({})"},
    {RuleId::kCaseEnded, false, "consultation.reopened", R"({"case_id":"k-5"})"},
    {RuleId::kCaseEnded,
     false,
     "consultation.reopened",
     R"({"case_id":"k-5"})",
     {{"", "consultation.transferred", "p-co",
       "{" ON_5 R"("target":"c13","target_kind":"other_center","consent_ref":"$grant-5",
           "reason":"request","transferred_on":"2026-05-01"})"}}},
    {RuleId::kCaseOpen,
     false,
     "consultation.discontinued",
     R"({})",
     {{"", "consultation.transferred", "p-co",
       "{" ON_5 R"("target":"c13","target_kind":"other_center","consent_ref":"$grant-5",
           "reason":"request","transferred_on":"2026-05-01"})"}}},
    {RuleId::kTransferTarget, true, "consultation.transferred",
     R"({"target":"hq","target_kind":"hq_hands_on"})"},
    {RuleId::kTransferTarget, false, "consultation.transferred", R"({"target":"c40"})"},
    {RuleId::kTransferTarget, false, "consultation.transferred", R"({"target":"hq"})"},
    {RuleId::kTransferTarget, false, "consultation.transferred",
     R"({"target":"sup-b","target_kind":"hq_hands_on","consent_ref":"$to-b5"})"},
    {RuleId::kTransferConsent, true, "consultation.transferred", R"({})"},
    {RuleId::kTransferConsent, false, "consultation.transferred", R"({"consent_ref":"$to-b5"})"},
    {RuleId::kTransferConsent,
     false,
     "consultation.transferred",
     R"({})",
     {{"", "consent.sharing_withdrawn", "p-co",
       R"({"business_id":"b-5","grant":"$grant-5","withdrawn_at":"2026-05-01T10:00:00+09:00"})"}}},
    {RuleId::kTransferConsent,
     true,
     "consultation.transferred",
     R"({"consent_ref":"$to-c13"})",
     {{"to-c13", "consent.referral_granted", "p-co",
       R"({"business_id":"b-5","recipient":"c13","items":["issue"],"method":"paper",
           "given_at":"2026-05-01T09:00:00+09:00","expires_on":"2026-05-01","given_by":"x"})"}}},
    {RuleId::kTransferConsent,
     false,
     "consultation.transferred",
     R"({"consent_ref":"$to-c13"})",
     {{"to-c13", "consent.referral_granted", "p-co",
       R"({"business_id":"b-5","recipient":"c13","items":["issue"],"method":"paper",
           "given_at":"2026-04-29T09:00:00+09:00","expires_on":"2026-04-30","given_by":"x"})"}}},
    {RuleId::kCeasePolicy, true, "consultation.discontinued", R"({})"},
    {RuleId::kCeasePolicy, false, "consultation.discontinued", R"({"policy_version":"r8-2"})"},
    {RuleId::kCeasePolicy,
     false,
     "consultation.discontinued",
     R"({})",
     {{"", "policy.parameter_set", "p-admin", R"({"name":"support.cease_policy","value":"r8-2"})"}}},
    {RuleId::kCeasePolicy,
     true,
     "consultation.discontinued",
     R"({"policy_version":"r8-2"})",
     {{"", "policy.parameter_set", "p-admin", R"({"name":"support.cease_policy","value":"r8-2"})"}}},
    {RuleId::kIssueLive, true, "issue.closed_unresolved", R"({})"},
    {RuleId::kIssueLive, false, "issue.closed_unresolved", R"({"issue_id":"i-7"})"},
    {RuleId::kIssueLive, false, "issue.resolved", "{" ON_5 R"("issue_id":"i-7"})"},
    {RuleId::kIssueLive, true, "issue.resolved", "{" ON_5 R"("issue_id":"i-7"})", {REOPENED("i-7")}},
    {RuleId::kIssueUnresolved, false, "issue.closed_unresolved", R"({"issue_id":"i-5"})"},
    {RuleId::kIssueEnded, true, "issue.reopened", R"({"issue_id":"i-7"})"},
    {RuleId::kIssueEnded, false, "issue.reopened", R"({"issue_id":"i-8"})"},
    {RuleId::kIssueEnded, false, "issue.reopened", R"({})", {REOPENED("i-5")}},
    {RuleId::kReclassifyFrom, true, "issue.reclassified", R"({"to":"startup"})"},
    {RuleId::kReclassifyFrom, false, "issue.reclassified", R"({"from":"startup"})"},
    {RuleId::kReclassifyTo, true, "issue.reclassified", R"({})"},
    {RuleId::kReclassifyTo, false, "issue.reclassified", R"({"to":"sales_growth"})"},
    {RuleId::kPhaseSecond, true, "phase.ended", R"({})"},
    {RuleId::kPhaseSecond, false, "phase.ended", R"({"business_id":"b-1"})"},
    {RuleId::kPhaseSecond,
     false,
     "phase.ended",
     R"({})",
     {{"", "phase.ended", "p-cco",
       R"({"business_id":"b-5","reason":"no_progress","ended_on":"2026-04-25"})"}}},
    {RuleId::kPhaseEndOrder, true, "phase.ended", R"({"ended_on":"2026-04-25"})"},
    {RuleId::kPhaseEndOrder, false, "phase.ended", R"({"ended_on":"2026-04-24"})"},
    {RuleId::kPlanNew, true, "productivity_plan.adopted", R"({})"},
    {RuleId::kPlanNew, false, "productivity_plan.adopted", R"({"plan_id":"pl-5"})"},
    {RuleId::kFollowUpNew, true, "followup.recorded", R"({})"},
    {RuleId::kFollowUpNew, false, "followup.recorded", R"({"followup_id":"fu-5"})"},
    {RuleId::kFollowUpSubject, true, "followup.recorded", R"({"about_kind":"issue","about":"i-5"})"},
    {RuleId::kFollowUpSubject, true, "followup.recorded", R"({"about_kind":"plan","about":"pl-5"})"},
    {RuleId::kFollowUpSubject, false, "followup.recorded", R"({"about_kind":"issue"})"},
    {RuleId::kFollowUpSubject, false, "followup.recorded", R"({"about":"f-none"})"},
    {RuleId::kFollowUpSubject, false, "followup.recorded", R"({"business_id":"b-1"})"},
    {RuleId::kFollowUpReferral, true, "followup.recorded", R"({})"},
    {RuleId::kFollowUpReferral, false, "followup.recorded", R"({"about":"f-6"})"},
    {RuleId::kFollowUpReferral,
     true,
     "followup.recorded",
     R"({})",
     {{"", "referral.completed", "p-co",
       R"({"referral_id":"f-5","completed_on":"2026-05-01","result":"supported"})"}}},
    {RuleId::kReferralAccepted, true, "referral.completed", R"({})"},
    {RuleId::kReferralAccepted, false, "referral.completed", R"({"referral_id":"f-6"})"},
    {RuleId::kReferralAccepted,
     false,
     "referral.completed",
     R"({})",
     {{"", "referral.completed", "p-co",
       R"({"referral_id":"f-5","completed_on":"2026-05-01","result":"supported"})"}}},
    {RuleId::kReferralDateOrder, true, "referral.completed", R"({"completed_on":"2026-04-24"})"},
    {RuleId::kReferralDateOrder, false, "referral.completed", R"({"completed_on":"2026-04-23"})"},
    {RuleId::kReferralDateOrder, true, "referral.accepted",
     R"({"referral_id":"f-6","accepted_on":"2026-04-23"})"},
    {RuleId::kReferralDateOrder, false, "referral.accepted",
     R"({"referral_id":"f-6","accepted_on":"2026-04-22"})"},
    {RuleId::kReferralDateOrder, false, "referral.declined",
     R"({"referral_id":"f-6","declined_on":"2026-04-22"})"},
    {RuleId::kReferralSource, true, "referral.received", R"({"source":"c13","source_kind":"other_center"})"},
    {RuleId::kReferralSource, false, "referral.received", R"({"source":"c40","source_kind":"other_center"})"},
    {RuleId::kReferralSource, false, "referral.received", R"({"source":"hq"})"},
    {RuleId::kReferralSource, false, "referral.received", R"({"source_kind":"other_ministry"})"},
};

}  // namespace

std::vector<RuleRow> support_step_rule_rows() {
  return {std::begin(kRows), std::end(kRows)};
}

TEST(RulesSupportSteps, JudgesEveryRow) {
  run_rule_rows(support_step_rule_rows());
}

TEST(RulesSupportSteps, OnlySignersOfTheRowRecord) {
  constexpr const char* kPeople[] = {"p-bureau", "p-hq",  "p-lead", "p-staff", "p-cco",
                                     "p-sub",    "p-co2", "p-prod", "p-aud"};
  const Programme& programme = Programme::lived();
  for (const Step& step : support_samples()) {
    const ledger::TypeSpec* row = ledger::find_type(step.type, 1);
    ASSERT_NE(row, nullptr);
    std::size_t strangers = 0;
    for (const char* person : kPeople) {
      const ledger::Event event = programme.event(step, std::string(R"({"@by":")") + person + "\"}").build();
      const auto& signers = row->signers;
      if (std::find(signers.begin(), signers.end(), event.actor.role) != signers.end()) continue;
      ++strangers;
      const auto verdict = programme.judge(event);
      ASSERT_FALSE(verdict.ok()) << step.type << person;
      EXPECT_EQ(verdict.status().reason(), "role.missing") << step.type << person;
    }
    EXPECT_GT(strangers, 0U) << step.type;
  }
}

}  // namespace tests
