// Goal: every rule of rules_activity.cc refuses what it must, with its own code, and nothing beside it.
// Method: rows of one patched sample event each, refused and accepted ones side by side at the boundary.
#include <gtest/gtest.h>

#include "tests/unit/ledger/domain/rule_rows.h"

namespace tests {

using ledger::RuleId;

namespace {

#define TOLD(day) \
  R"({"identifiable":"yes","business_id":"b-1","consent_ref":"$pub","published_on":")" day R"("})"
#define TO_PUBLISH(last)                                                              \
  {                                                                                   \
    "pub", "consent.publication_granted", "p-co",                                     \
        R"({"business_id":"b-1","medium":"website","method":"paper","given_by":"x",)" \
        R"("given_at":"2026-04-30T09:00:00+09:00","expires_on":")" last R"("})"       \
  }

const RuleRow kRows[] = {
    {RuleId::kSurveyKnown, true, "survey.answered", R"({})"},
    {RuleId::kSurveyKnown, false, "survey.answered", R"({"survey_id":"su-none"})"},
    {RuleId::kSurveySize, true, "survey.issued", R"({})"},
    {RuleId::kSurveySize,
     false,
     "survey.issued",
     R"({})",
     {{"", "policy.parameter_set", "p-admin", R"({"name":"survey.items_max","value":1})"}}},
    {RuleId::kSurveySize,
     true,
     "survey.issued",
     R"({})",
     {{"", "policy.parameter_set", "p-admin", R"({"name":"survey.items_max","value":2})"}}},
    {RuleId::kSurveyOpen,
     true,
     "survey.answered",
     R"({"survey_id":"su-2"})",
     {{"", "survey.issued", "p-hq", R"({"survey_id":"su-2","fy":2026,"version":1,"items":["q1"],
          "open_until":"2026-05-01"})"}}},
    {RuleId::kSurveyOpen,
     false,
     "survey.answered",
     R"({"survey_id":"su-2"})",
     {{"", "survey.issued", "p-hq", R"({"survey_id":"su-2","fy":2026,"version":1,"items":["q1"],
          "open_until":"2026-04-30"})"}}},
    {RuleId::kSurveyItems, true, "survey.answered", R"({"answers":{"q1":1,"q2":5}})"},
    {RuleId::kSurveyItems, false, "survey.answered", R"({"answers":{"q1":1,"q3":5}})"},
    {RuleId::kSurveyItems, false, "survey.answered", R"({"answers":{"q":1}})"},
    // One answer per token.
    {RuleId::kStepNew,
     false,
     "survey.answered",
     R"({})",
     {{"", "survey.answered", "p-hq", R"({"survey_id":"su-1","respondent":"r-9","center_id":"c40",
          "answers":{"q2":1},"answered_on":"2026-04-30"})"}}},
    {RuleId::kRatingSession, true, "co_rating.given", R"({})"},
    {RuleId::kRatingSession, false, "co_rating.given", R"({"person_id":"p-co2"})"},
    {RuleId::kRatingSession, false, "co_rating.given", R"({"session_id":"s-none"})"},
    {RuleId::kReviewOwn, true, "review360.answered", R"({})"},
    {RuleId::kReviewOwn, false, "review360.answered", R"({"reviewer_id":"p-co2"})"},
    {RuleId::kReviewOwn, false, "review360.answered", R"({"@by":"p-lead"})"},
    {RuleId::kReviewOther, true, "review360.answered", R"({"about_id":"p-co2"})"},
    {RuleId::kReviewOther, false, "review360.answered", R"({"about_id":"p-co"})"},
    {RuleId::kPublicationConsent, true, "goodpractice.reported", R"({})"},
    {RuleId::kPublicationConsent, true, "pr.published", R"({})"},
    {RuleId::kPublicationConsent, false, "goodpractice.reported",
     R"({"identifiable":"yes","business_id":"b-1"})"},
    // Consent to sharing is not consent to publication.
    {RuleId::kPublicationConsent, false, "pr.published",
     R"({"identifiable":"yes","business_id":"b-1","consent_ref":"$grant"})"},
    {RuleId::kPublicationConsent, false, "pr.published",
     R"({"identifiable":"yes","business_id":"b-1","consent_ref":"01890a5d-ac96-774b-bcce-b302099a8057"})"},
    {RuleId::kPublicationConsent, true, "pr.published", TOLD("2026-05-01"), {TO_PUBLISH("2026-05-01")}},
    {RuleId::kPublicationConsent, false, "pr.published", TOLD("2026-05-01"), {TO_PUBLISH("2026-04-30")}},
    {RuleId::kPublicationConsent,
     false,
     "pr.published",
     TOLD("2026-05-01"),
     {TO_PUBLISH("2026-05-01"),
      {"", "consent.publication_withdrawn", "p-co",
       R"({"business_id":"b-1","medium":"website","grant":"$pub",
           "withdrawn_at":"2026-05-01T09:30:00+09:00"})"}}},
    {RuleId::kPublicationMedium, true, "pr.published", TOLD("2026-05-01"), {TO_PUBLISH("2026-05-01")}},
    {RuleId::kPublicationMedium, true, "pr.published", R"({"medium":"newspaper"})"},
    {RuleId::kPublicationMedium,
     false,
     "pr.published",
     R"({"medium":"newspaper","identifiable":"yes","business_id":"b-1","consent_ref":"$pub"})",
     {TO_PUBLISH("2026-05-01")}},
    // The book of cases: the sample consent is for the website.
    {RuleId::kPublicationMedium,
     false,
     "goodpractice.reported",
     R"({"identifiable":"yes","business_id":"b-1","consent_ref":"$pub"})",
     {TO_PUBLISH("2026-05-01")}},
    {RuleId::kPublicationMedium,
     true,
     "goodpractice.reported",
     R"({"identifiable":"yes","business_id":"b-1","consent_ref":"$pub"})",
     {{"pub", "consent.publication_granted", "p-co",
       R"({"business_id":"b-1","medium":"case_book","method":"paper","given_by":"x",
           "given_at":"2026-04-30T09:00:00+09:00","expires_on":"2026-05-01"})"}}},
    {RuleId::kForumCoordinated, true, "forum.held", R"({})"},
    {RuleId::kForumCoordinated, false, "forum.held", R"({"kind":"inter_center"})"},
    {RuleId::kForumCoordinated,
     true,
     "forum.held",
     R"({"kind":"inter_center"})",
     {{"", "forum.coordinated", "p-bureau",
       R"({"forum_id":"x-forum.held","center_id":"c40","coordinated_on":"2026-04-20"})"}}},
    {RuleId::kTraineePledge, true, "trainee.accepted", R"({})"},
    {RuleId::kTraineePledge, false, "trainee.accepted", R"({"secrecy_pledged":false})"},
    {RuleId::kTraineeTerm, true, "trainee.accepted", R"({"last_day":"2026-05-07"})"},
    {RuleId::kTraineeTerm, false, "trainee.accepted", R"({"last_day":"2026-05-06"})"},
};

}  // namespace

std::vector<RuleRow> activity_rule_rows() {
  return {std::begin(kRows), std::end(kRows)};
}

TEST(RulesActivity, JudgesEveryRow) {
  run_rule_rows(activity_rule_rows());
}

}  // namespace tests
