#include "ops/generate/violations.h"

namespace ops::generate {

namespace {

using enum Signatory;

constexpr Violation kViolations[] = {
    line("step.exists", kHq, "survey.issued",
         R"({"survey_id":"survey-{M}","fy":{Y},"version":1,"items":["insight"],"open_until":"{D+45}"})"),
    line("step.unknown", kLead, "plan.submitted",
         R"({"plan_id":"plan-none","center_id":"{C}","version":1,"submitted_on":"{D}"})"),
    line("step.order", kLead, "plan.submitted",
         R"({"plan_id":"plan-{C}-{M}","center_id":"{C}","version":2,"submitted_on":"{D}"})", 4),
    line("step.center", kHq, "plan.returned",
         R"({"plan_id":"plan-{C}-{M}","center_id":"{C2}","returned_on":"{D}","points":"補足"})", 4, 5),
    line("qualification.not_own", kChief, "person.qualification_declared",
         R"({"person_id":"{sub}","qualification":"sme_consultant","declared_on":"{D}"})"),
    line("plan.drafter", kLead, "plan.drafted",
         R"({"plan_id":"plan-{N}","center_id":"{C}","kind":"productivity","fy":{Y},"version":1,
             "drafted_on":"{D}","document_sha256":"{H}"})"),
    line("plan.version", kLead, "plan.drafted",
         R"({"plan_id":"plan-{N}","center_id":"{C}","kind":"center","fy":{Y},"version":7,
             "drafted_on":"{D}","document_sha256":"{H}"})"),
    line("indicator.not_in_force", kLead, "target.set",
         R"({"center_id":"{C}","kind":"center","indicator":"happiness","fy":{Y},"value":1,
             "unit":"count"})"),
    line("target.setter", kLead, "target.set",
         R"({"center_id":"{C}","kind":"productivity","indicator":"utilisation","fy":{Y},"value":700,
             "unit":"per_mille"})"),
    line("evaluation.open_month", kAgency, "evaluation.ranked",
         R"({"center_id":"{C}","fy":{Y},"indicator":"utilisation","value":700,"comparison":"target",
             "rank":"a","through":"{M}"})"),
    line("evaluation.other_centers", kAgency, "evaluation.ranked",
         R"({"center_id":"{C}","fy":{unranked_year},"indicator":"utilisation","value":700,
             "comparison":"other_centers","rank":"a","through":"{M}"})",
         0, kReported),
    line("result.ranking", kHq, "result.published",
         R"({"publication_id":"{N}","fy":{unranked_year},"scope":"nation","order":"by_value",
             "published_on":"{D}","document_sha256":"{H}"})"),
    line("feedback.attendance", kHq, "feedback.held",
         R"({"feedback_id":"{N}","center_id":"{C}","fy":{Y},"held_on":"{D}",
             "attendees":["{lead}","{staff}"]})"),
    line("report.other", kLead, "monthly_report.restated",
         R"({"center_id":"{C}","year_month":"{M}","report":"{sharing}","former":{"sessions":1},
             "restated":{"sessions":2},"causes":["{sharing}"],"restated_on":"{D}"})"),
    line("restatement.unchanged", kLead, "monthly_report.restated",
         R"({"center_id":"{C}","year_month":"{M}","report":"{report}","former":{"sessions":1},
             "restated":{"sessions":1},"causes":["{report}"],"restated_on":"{D}"})",
         0, kReported),
    line("restatement.cause", kLead, "monthly_report.restated",
         R"({"center_id":"{C}","year_month":"{M}","report":"{report}","former":{"sessions":1},
             "restated":{"sessions":2},"causes":["{sharing}"],"restated_on":"{D}"})",
         0, kReported),
    line("survey.unknown", kHq, "survey.answered",
         R"({"survey_id":"survey-none","respondent":"r-{N}","center_id":"{C}","answers":{"insight":4},
             "answered_on":"{D}"})"),
    line("survey.over", kHq, "survey.answered",
         R"({"survey_id":"survey-{M-2}","respondent":"r-{N}","center_id":"{C}",
             "answers":{"insight":4},"answered_on":"{D}"})"),
    line("survey.item", kHq, "survey.answered",
         R"({"survey_id":"survey-{M}","respondent":"r-{N}","center_id":"{C}","answers":{"luck":4},
             "answered_on":"{D}"})"),
    line("rating.no_session", kHq, "co_rating.given",
         R"({"session_id":"{N}","person_id":"{cco}","score":5,"given_on":"{D}"})"),
    line("review.not_own", kChief, "review360.answered",
         R"({"round_id":"round-{N}","fy":{Y},"center_id":"{C}","reviewer_id":"{sub}",
             "reviewer_kind":"cco","about_id":"{co}","answers":{"q1":4}})"),
    line("review.self", kChief, "review360.answered",
         R"({"round_id":"round-{N}","fy":{Y},"center_id":"{C}","reviewer_id":"{cco}",
             "reviewer_kind":"cco","about_id":"{cco}","answers":{"q1":4}})"),
    line("consent.publication_missing", kChief, "pr.published",
         R"({"publicity_id":"{N}","center_id":"{C}","medium":"website","identifiable":"yes",
             "business_id":"{active}","consent_ref":"{sharing}","published_on":"{D}"})"),
    line("forum.not_coordinated", kStaff, "forum.held",
         R"({"forum_id":"{N}","center_id":"{C}","kind":"inter_center","host":"impl_body",
             "org_ids":["{S}"],"held_on":"{D}"})"),
    line("trainee.no_pledge", kChief, "trainee.accepted",
         R"({"trainee_id":"{N}","center_id":"{C}","person_id":"{sub}","org_id":"{S}",
             "first_day":"{D}","last_day":"{D+5}","secrecy_pledged":false})"),
    line("trainee.term", kChief, "trainee.accepted",
         R"({"trainee_id":"{N}","center_id":"{C}","person_id":"{sub}","org_id":"{S}",
             "first_day":"{D}","last_day":"{D-1}","secrecy_pledged":true})"),
};

}  // namespace

std::span<const Violation> planning_violations() {
  return kViolations;
}

}  // namespace ops::generate
