// Goal: every rule of rules_referral.cc refuses what it must, with its own code, and nothing beside it.
// Method: rows of one patched sample event each, refused and accepted ones side by side at the boundary.
#include <gtest/gtest.h>

#include "tests/unit/ledger/domain/rule_rows.h"

namespace tests {

using ledger::RuleId;

namespace {

const RuleRow kRows[] = {
    {RuleId::kReferralNew, true, "referral.made", R"({})"},
    {RuleId::kReferralNew, false, "referral.made", R"({"referral_id":"f-1"})"},
    {RuleId::kReferralIssue, true, "referral.made", R"({"issue_id":"i-2"})"},
    {RuleId::kReferralIssue, false, "referral.made", R"({"issue_id":"i-4"})"},
    {RuleId::kReferralIssue, false, "referral.made", R"({"issue_id":"i-none"})"},
    {RuleId::kReferralSelf, true, "referral.made",
     R"({"target":"c13","target_kind":"other_center","consent_ref":"$grant"})"},
    {RuleId::kReferralSelf, false, "referral.made",
     R"({"target":"c40","target_kind":"other_center","consent_ref":"$grant"})"},
    {RuleId::kReferralSelf, false, "referral.made", R"({"target":"impl-40"})"},
    {RuleId::kReferralTarget, true, "referral.made", R"({})"},
    {RuleId::kReferralTarget, false, "referral.made", R"({"target_kind":"other_center"})"},
    {RuleId::kReferralTarget, false, "referral.made", R"({"target":"c13"})"},
    {RuleId::kReferralTarget, false, "referral.made", R"({"target":"hq"})"},
    {RuleId::kReferralTarget, false, "referral.made", R"({"target":"sup-none"})"},
    {RuleId::kReferralConsent, true, "referral.made", R"({"made_on":"2026-04-30"})"},
    {RuleId::kReferralConsent, false, "referral.made", R"({"made_on":"2026-05-01"})"},
    {RuleId::kReferralConsent, true, "referral.made", R"({"made_on":"2026-04-15"})"},
    {RuleId::kReferralConsent, false, "referral.made", R"({"made_on":"2026-04-14"})"},
    {RuleId::kReferralConsent, false, "referral.made", R"({"target":"sup-b"})"},
    {RuleId::kReferralConsent, false, "referral.made", R"({"consent_ref":"$grant"})"},
    {RuleId::kReferralConsent, false, "referral.made", R"({"consent_ref":"$agreed"})"},
    {RuleId::kReferralConsent, true, "referral.made",
     R"({"target":"c13","target_kind":"other_center","consent_ref":"$grant"})"},
    {RuleId::kReferralConsent,
     false,
     "referral.made",
     R"({"target":"c13","target_kind":"other_center","consent_ref":"$grant"})",
     {{"", "consent.sharing_withdrawn", "p-co", R"({"business_id":"b-1","grant":"$grant",
          "withdrawn_at":"2026-05-01T10:00:00+09:00"})"}}},
    {RuleId::kReferralConsent, false, "referral.made",
     R"({"target":"c13","target_kind":"other_center","consent_ref":"$to-sup-a"})"},
    {RuleId::kReferralConsent, false, "referral.made",
     R"({"target":"c13","target_kind":"other_center","consent_ref":"$refusal",
          "case_id":"k-2","business_id":"b-2","issue_id":"i-4"})"},
    {RuleId::kReferralItems, true, "referral.made", R"({"items":["identity","issue"]})"},
    {RuleId::kReferralItems, false, "referral.made", R"({"items":["issue","financials"]})"},
    {RuleId::kReferralItems,
     false,
     "referral.made",
     R"({"items":["identity","issue"]})",
     {{"", "policy.parameter_set", "p-admin", R"({"name":"referrals.items","value":"identity_only"})"}}},
    {RuleId::kReferralItems,
     true,
     "referral.made",
     R"({"items":["identity"]})",
     {{"", "policy.parameter_set", "p-admin", R"({"name":"referrals.items","value":"identity_only"})"}}},
    {RuleId::kReferralKnown, true, "referral.accepted", R"({})"},
    {RuleId::kReferralKnown, false, "referral.accepted", R"({"referral_id":"f-none"})"},
    {RuleId::kReferralOpen, true, "referral.declined", R"({})"},
    {RuleId::kReferralOpen,
     false,
     "referral.declined",
     R"({})",
     {{"", "referral.accepted", "p-co", R"({"referral_id":"f-1","accepted_on":"2026-05-01"})"}}},
    {RuleId::kReferralOpen,
     false,
     "referral.accepted",
     R"({})",
     {{"", "referral.accepted", "p-co", R"({"referral_id":"f-1","accepted_on":"2026-05-01"})"}}},
    {RuleId::kJointOnce, true, "joint_support.held", R"({})"},
    {RuleId::kJointOnce, false, "joint_support.held", R"({"session_id":"s-2"})"},
    {RuleId::kJointOrg, true, "joint_support.held", R"({"org_ids":["sup-a","impl-13"]})"},
    {RuleId::kJointOrg, false, "joint_support.held", R"({"org_ids":["hq"]})"},
    {RuleId::kJointOrg, false, "joint_support.held", R"({"org_ids":["sup-b"]})"},
    {RuleId::kJointOrg, false, "joint_support.held", R"({"org_ids":["sup-a","impl-40"]})"},
};

}  // namespace

std::vector<RuleRow> referral_rule_rows() {
  return {std::begin(kRows), std::end(kRows)};
}

TEST(RulesReferral, JudgesEveryRow) {
  run_rule_rows(referral_rule_rows());
}

}  // namespace tests
