#include "projections/figures/behind.h"

#include <span>

#include "projections/figures/facts.h"

namespace projections::figures {

namespace {

using Names = std::span<const std::string_view>;

// Where and when any fact counts, and who is one business.
constexpr std::string_view kAlways[] = {"center.established",  "policy.parameter_set", "month.closed",
                                        "consultation.opened", "business.merged",      "business.unmerged",
                                        "session.held",        "referral.made"};
constexpr std::string_view kSessions[] = {"session.held", "consent.sharing_granted",
                                          "consent.sharing_refused", "consent.sharing_withdrawn"};
constexpr std::string_view kBusinesses[] = {"business.registered"};
constexpr std::string_view kIdentified[] = {"issue.identified"};
constexpr std::string_view kReferrals[] = {"referral.made", "referral.accepted", "referral.declined"};
constexpr std::string_view kJoint[] = {"joint_support.held", "org.registered"};
constexpr std::string_view kResolved[] = {"issue.identified", "issue.reclassified", "issue.resolved",
                                          "issue.reopened", "issue.closed_unresolved"};
constexpr std::string_view kOutcomes[] = {"outcome.confirmed", "issue.reopened", "role.granted",
                                          "role.revoked"};
constexpr std::string_view kWorkdays[] = {"workday.reported"};
constexpr std::string_view kSurveys[] = {"survey.issued", "survey.answered"};
constexpr std::string_view kRatings[] = {"co_rating.given", "role.granted", "role.revoked"};
constexpr std::string_view kKnowhow[] = {"knowhow.shared"};
constexpr std::string_view kInitiatives[] = {"initiative.recorded"};
constexpr std::string_view kPlans[] = {"productivity_plan.adopted"};
constexpr std::string_view kFollowups[] = {"followup.recorded"};
constexpr std::string_view kReceived[] = {"referral.received"};
constexpr std::string_view kPhase2[] = {"phase.transitioned", "phase.ended"};
constexpr std::string_view kValues[] = {"business.financials_submitted", "business.profile_updated",
                                        "issue.identified", "issue.reclassified"};
constexpr std::string_view kHeads[] = {"business.financials_submitted", "business.profile_updated"};

struct Row {
  std::string_view figure;
  Names groups[3];
};
constexpr Row kRows[] = {
    {"businesses", {kSessions, kBusinesses, {}}},
    {"sessions", {kSessions, kIdentified, {}}},
    {"referrals", {kSessions, kReferrals, {}}},
    {"joint_sessions", {kSessions, kJoint, {}}},
    {"outcomes_confirmed", {kSessions, kOutcomes, {}}},
    {"survey_insight", {kSurveys, {}, {}}},
    {"survey_knowledge", {kSurveys, {}, {}}},
    {"survey_roadmap", {kSurveys, {}, {}}},
    {"survey_outcome", {kSurveys, {}, {}}},
    {"survey_satisfaction", {kSurveys, {}, {}}},
    {"issues_identified", {kSessions, kIdentified, {}}},
    {"session_minutes", {kSessions, {}, {}}},
    {"utilisation", {kSessions, kWorkdays, {}}},
    {"issues_resolved", {kSessions, kResolved, {}}},
    {"issues_resolved_excluded", {kResolved, {}, {}}},
    {"referred_businesses", {kSessions, kReferrals, {}}},
    {"joint_businesses", {kSessions, kJoint, {}}},
    {"va_sum", {kSessions, kPhase2, kValues}},
    {"va_productivity", {kSessions, kPhase2, kValues}},
    {"survey_selfreliance", {kSurveys, {}, {}}},
    {"va_yoy", {kSessions, kPhase2, kHeads}},
    {"sales_growth", {kSessions, kPhase2, kHeads}},
    {"co_improved", {kRatings, {}, {}}},
    {"knowhow_shared", {kKnowhow, {}, {}}},
    {"employees_sum", {kSessions, kPhase2, kHeads}},
    {"initiative", {kInitiatives, {}, {}}},
    {"productivity_support", {kPlans, {}, {}}},
    {"productivity_discovery", {{}, {}, {}}},
    {"productivity_capability", {kFollowups, {}, {}}},
    {"referrals_received", {kReceived, {}, {}}},
    {"phase2_entries", {kPhase2, {}, {}}},
    {"productivity_plans", {kPlans, {}, {}}},
    {"followups", {kFollowups, {}, {}}},
};

void add(Types& types, Names names) {
  for (const std::string_view name : names) {
    types.insert(name);
    if (const std::string_view correction = corrected_by(name); !correction.empty()) types.insert(correction);
  }
}

}  // namespace

Types types_behind(std::string_view figure) {
  Types types;
  for (const Row& row : kRows) {
    if (row.figure != figure) continue;
    add(types, kAlways);
    for (const Names group : row.groups) add(types, group);
  }
  return types;
}

}  // namespace projections::figures
