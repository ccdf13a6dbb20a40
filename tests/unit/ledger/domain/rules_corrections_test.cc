// Goal: every rule of rules_corrections.cc refuses what it must, with its own code, and nothing beside it;
// and the rules of the corrected types judge what replaces a fact. Method: rows of one patched sample event
// each, refused and accepted ones side by side at the boundary.
#include <gtest/gtest.h>

#include "tests/unit/ledger/domain/rule_rows.h"

namespace tests {

using ledger::RuleId;

namespace {

#define ON_5 R"("case_id":"k-5","business_id":"b-5",)"

const RuleRow kRows[] = {
    {RuleId::kCorrectionTarget, true, "session.corrected", R"({})"},
    {RuleId::kCorrectionTarget, false, "session.corrected", R"({"corrects":"$adv-5"})"},
    {RuleId::kCorrectionTarget, false, "session.corrected",
     R"({"corrects":"01980000-0000-7000-8000-000000000000"})"},
    // A correction is not corrected: the original is, once more.
    {RuleId::kCorrectionTarget,
     false,
     "outcome.corrected",
     R"({"corrects":"$first"})",
     {{"first", "outcome.corrected", "p-co",
       R"({"corrects":"$outcome-5","correction_reason":"wrong_date","issue_id":"i-5",)" ON_5
       R"("kind":"profit_up","confirmed_on":"2026-04-24","confirmed_by":"x"})"}}},
    {RuleId::kCorrectionIdentity, true, "consultation.corrected", R"({"window_id":"w-2"})"},
    {RuleId::kCorrectionIdentity, true, "consultation.corrected", R"({"window_id":null})"},
    {RuleId::kCorrectionIdentity, false, "session.corrected", R"({"session_id":"s-6"})"},
    {RuleId::kCorrectionIdentity, false, "session.corrected", R"({"business_id":"b-1"})"},
    {RuleId::kCorrectionIdentity, false, "issue.corrected", R"({"category":"bookkeeping"})"},
    {RuleId::kCorrectionIdentity, false, "consultation.corrected", R"({"consent_ref":"$to-b5"})"},
    {RuleId::kCorrectionIdentity, false, "referral.corrected", R"({"target":"sup-a"})"},
    {RuleId::kCorrectionAuthor, true, "session.corrected", R"({"@by":"p-co"})"},
    {RuleId::kCorrectionAuthor, true, "session.corrected", R"({"@by":"p-cco"})"},
    {RuleId::kCorrectionAuthor, true, "session.corrected", R"({"@by":"p-lead"})"},
    {RuleId::kCorrectionAuthor, true, "session.corrected", R"({"@by":"p-staff"})"},
    {RuleId::kCorrectionAuthor, false, "session.corrected", R"({"@by":"p-co2"})"},
    {RuleId::kCorrectionAuthor, false, "session.corrected", R"({"@by":"p-sub"})"},
    {RuleId::kCorrectionStanding, true, "issue.resolution_corrected", R"({})"},
    {RuleId::kCorrectionStanding,
     false,
     "issue.resolution_corrected",
     R"({})",
     {{"", "issue.reopened", "p-co",
       R"({"issue_id":"i-5",)" ON_5 R"("reason":"relapse","reopened_on":"2026-05-01"})"}}},
    {RuleId::kCorrectionStanding,
     false,
     "outcome.corrected",
     R"({})",
     {{"", "issue.reopened", "p-co",
       R"({"issue_id":"i-5",)" ON_5 R"("reason":"relapse","reopened_on":"2026-05-01"})"}}},
    // Resolved again: by another event.
    {RuleId::kCorrectionStanding,
     false,
     "issue.resolution_corrected",
     R"({})",
     {{"", "issue.reopened", "p-co",
       R"({"issue_id":"i-5",)" ON_5 R"("reason":"relapse","reopened_on":"2026-05-01"})"},
      {"", "issue.resolved", "p-co", R"({"issue_id":"i-5",)" ON_5 R"("resolved_on":"2026-05-01"})"}}},
    {RuleId::kCorrectionStanding, true, "business.corrected",
     R"({"corrects":"$reg-5","business_id":"b-5","kind":"corporation"})"},
    {RuleId::kCorrectionStanding, false, "business.corrected",
     R"({"corrects":"$reg-5","business_id":"b-5","kind":"sole_proprietor"})"},
    // What replaces a session is judged as a session: its own time is free, other sessions' is not.
    {RuleId::kSessionOverlap, true, "session.corrected",
     R"({"started_at":"2026-04-21T10:00:00+09:00","minutes":60})"},
    {RuleId::kSessionOverlap, true, "session.corrected", R"({"started_at":"2026-04-14T11:00:00+09:00"})"},
    {RuleId::kSessionOverlap, false, "session.corrected", R"({"started_at":"2026-04-14T10:59:00+09:00"})"},
    {RuleId::kSessionOverlap,
     false,
     "session.corrected",
     R"({"attendees":[{"person_id":"p-sub","org_id":"impl-40","capacity":"consultant"}]})",
     {{"", "session.held", "p-sub",
       R"({"session_id":"s-6",)" ON_5 R"("started_at":"2026-04-21T10:00:00+09:00","minutes":60,
           "channel":"visit","attendees":[{"person_id":"p-sub","org_id":"impl-40",
           "capacity":"consultant"}],"summary":"x"})"}}},
    {RuleId::kSessionContract, true, "session.corrected", R"({"started_at":"2026-04-01T00:00:00+09:00"})"},
    {RuleId::kSessionContract, false, "session.corrected", R"({"started_at":"2026-03-31T23:59:59+09:00"})"},
    {RuleId::kSessionContract, false, "session.corrected",
     R"({"@by":"p-staff","started_at":"2026-03-31T23:59:59+09:00"})"},
    {RuleId::kSessionFuture, false, "session.corrected", R"({"started_at":"~300000001"})"},
    {RuleId::kReferralItems, false, "referral.corrected", R"({"items":["advice"]})"},
    {RuleId::kReferralTarget, false, "referral.corrected", R"({"target_kind":"other_center"})"},
    {RuleId::kJointOrg, false, "joint_support.corrected", R"({"org_ids":["hq"]})"},
    {RuleId::kDateFuture, false, "outcome.corrected", R"({"confirmed_on":"2026-05-02"})"},
};

}  // namespace

std::vector<RuleRow> correction_rule_rows() {
  return {std::begin(kRows), std::end(kRows)};
}

TEST(RulesCorrections, JudgesEveryRow) {
  run_rule_rows(correction_rule_rows());
}

}  // namespace tests
