// Goal: every rule of rules_case.cc refuses what it must, with its own code, and nothing beside it.
// Method: rows of one patched sample event each, refused and accepted ones side by side at the boundary.
#include <gtest/gtest.h>

#include "tests/unit/ledger/domain/rule_rows.h"

namespace tests {

using ledger::RuleId;

namespace {

const RuleRow kRows[] = {
    {RuleId::kCaseKnown, true, "consultation.closed", R"({})"},
    {RuleId::kCaseKnown, false, "consultation.closed", R"({"case_id":"k-none"})"},
    {RuleId::kCaseOpen, true, "consultation.closed", R"({})"},
    {RuleId::kCaseOpen, false, "consultation.closed", R"({"case_id":"k-3"})"},
    {RuleId::kCaseOpen, false, "session.held", R"({"case_id":"k-3"})"},
    {RuleId::kCaseBusiness, true, "session.held", R"({})"},
    {RuleId::kCaseBusiness, false, "session.held", R"({"business_id":"b-2"})"},
    {RuleId::kCaseNew, true, "consultation.opened", R"({})"},
    {RuleId::kCaseNew, false, "consultation.opened", R"({"case_id":"k-1"})"},
    {RuleId::kConsentDecided, true, "consultation.opened",
     R"({"business_id":"b-2","consent_ref":"$refusal"})"},
    {RuleId::kConsentDecided, false, "consultation.opened", R"({"business_id":"b-3"})"},
    {RuleId::kConsentDecided, false, "consultation.opened", R"({"consent_ref":"$refusal"})"},
    {RuleId::kConsentDecided, false, "consultation.opened", R"({"consent_ref":"$agreed"})"},
    {RuleId::kAssigneeRole, true, "consultation.assigned", R"({})"},
    {RuleId::kAssigneeRole, false, "consultation.assigned", R"({"person_id":"p-staff"})"},
    {RuleId::kAssigneeRole, false, "consultation.assigned", R"({"person_id":"p-co13"})"},
    {RuleId::kAssigneeRole,
     false,
     "consultation.assigned",
     R"({})",
     {{"", "role.revoked", "p-lead", R"({"person_id":"p-co","role":"co","scope":"c40"})"}}},
    {RuleId::kAssigneeLicence, true, "consultation.assigned", R"({})"},
    {RuleId::kAssigneeLicence, false, "consultation.assigned", R"({"person_id":"p-co2"})"},
    {RuleId::kSessionNew, true, "session.held", R"({})"},
    {RuleId::kSessionNew, false, "session.held", R"({"session_id":"s-1"})"},
    {RuleId::kSessionFuture, true, "session.held", R"({"started_at":"~300000000"})"},
    {RuleId::kSessionFuture, false, "session.held", R"({"started_at":"~300000001"})"},
    {RuleId::kSessionOverlap, true, "session.held", R"({"started_at":"2026-04-11T00:30:00+09:00","minutes":60,
          "attendees":[{"person_id":"p-co","org_id":"impl-40",
          "capacity":"consultant"}]})"},
    {RuleId::kSessionOverlap, false, "session.held",
     R"({"started_at":"2026-04-11T00:29:00+09:00","minutes":60,
          "attendees":[{"person_id":"p-co","org_id":"impl-40",
          "capacity":"consultant"}]})"},
    {RuleId::kSessionOverlap, true, "session.held", R"({"started_at":"2026-04-10T22:30:00+09:00","minutes":60,
          "attendees":[{"person_id":"p-co","org_id":"impl-40",
          "capacity":"consultant"}]})"},
    {RuleId::kSessionOverlap, false, "session.held",
     R"({"started_at":"2026-04-10T22:30:00+09:00","minutes":61,
          "attendees":[{"person_id":"p-co","org_id":"impl-40",
          "capacity":"consultant"}]})"},
    {RuleId::kSessionOverlap, false, "session.held",
     R"({"started_at":"2026-04-10T20:00:00+09:00","minutes":720,
          "attendees":[{"person_id":"p-co","org_id":"impl-40",
          "capacity":"consultant"}]})"},
    {RuleId::kSessionOverlap, true, "session.held", R"({"started_at":"2026-04-10T23:30:00+09:00","minutes":60,
          "attendees":[{"person_id":"p-co2","org_id":"impl-40",
          "capacity":"consultant"}]})"},
    {RuleId::kSessionOverlap, false, "session.held",
     R"({"started_at":"2026-04-10T23:30:00+09:00","minutes":60,
          "attendees":[{"person_id":"x-2","org_id":"impl-40",
          "capacity":"consultant"}]})"},
    {RuleId::kSessionOverlap, true, "session.held",
     R"({"started_at":"2026-04-13T23:00:00+09:00","minutes":660,
          "attendees":[{"person_id":"p-co","org_id":"impl-40",
          "capacity":"consultant"}]})"},
    {RuleId::kSessionOverlap, false, "session.held",
     R"({"started_at":"2026-04-13T23:00:00+09:00","minutes":661,
          "attendees":[{"person_id":"p-co","org_id":"impl-40",
          "capacity":"consultant"}]})"},
    {RuleId::kSessionOverlap, false, "session.held", R"({"started_at":"2026-04-10T14:45:00Z","minutes":1})"},
    {RuleId::kSessionContract, true, "session.held", R"({"started_at":"2026-04-01T00:00:00+09:00"})"},
    {RuleId::kSessionContract, false, "session.held", R"({"started_at":"2026-03-31T23:59:59+09:00"})"},
    {RuleId::kSessionOfCase, true, "advice.recorded", R"({})"},
    {RuleId::kSessionOfCase, false, "advice.recorded", R"({"session_id":"s-none"})"},
    {RuleId::kSessionOfCase, false, "advice.recorded", R"({"case_id":"k-2","business_id":"b-2"})"},
    {RuleId::kIssueNew, true, "issue.identified", R"({})"},
    {RuleId::kIssueNew, false, "issue.identified", R"({"issue_id":"i-1"})"},
    {RuleId::kIssueOfCase, true, "issue.resolved", R"({})"},
    {RuleId::kIssueOfCase, false, "issue.resolved", R"({"issue_id":"i-none"})"},
    {RuleId::kIssueOfCase, false, "issue.resolved", R"({"issue_id":"i-4"})"},
    {RuleId::kIssueUnresolved, true, "issue.resolved", R"({})"},
    {RuleId::kIssueUnresolved, false, "issue.resolved", R"({"issue_id":"i-2"})"},
    {RuleId::kIssueSession, true, "issue.resolved", R"({"issue_id":"i-3"})"},
    {RuleId::kIssueSession, false, "issue.resolved",
     R"({"issue_id":"i-4","case_id":"k-2","business_id":"b-2"})"},
    {RuleId::kOutcomeResolved, true, "outcome.confirmed", R"({})"},
    {RuleId::kOutcomeResolved, false, "outcome.confirmed", R"({"issue_id":"i-1"})"},
    {RuleId::kOutcomeOnce, true, "outcome.confirmed", R"({})"},
    {RuleId::kOutcomeOnce,
     false,
     "outcome.confirmed",
     R"({"kind":"jobs_kept"})",
     {{"", "outcome.confirmed", "p-co",
       R"({"issue_id":"i-2","case_id":"k-1","business_id":"b-1","kind":"sales_up",
          "confirmed_on":"2026-05-01","confirmed_by":"x"})"}}},
};

}  // namespace

std::vector<RuleRow> case_rule_rows() {
  return {std::begin(kRows), std::end(kRows)};
}

TEST(RulesCase, JudgesEveryRow) {
  run_rule_rows(case_rule_rows());
}

}  // namespace tests
