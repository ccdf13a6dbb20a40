#include <algorithm>

#include "ledger/domain/codes.h"
#include "ledger/domain/evidence_rule_functions.h"
#include "ledger/domain/evidence_values.h"

namespace ledger {

namespace {

std::optional<StageRecord> survey_of(const RuleContext& c) {
  return stage_of(c, "survey", c.event.text("survey_id"));
}

// Whether `word` is one of the blank-separated words of `text`.
bool has_word(std::string_view text, std::string_view word) {
  while (!text.empty()) {
    const std::size_t blank = text.find(' ');
    if (text.substr(0, blank) == word) return true;
    text = blank == std::string_view::npos ? std::string_view() : text.substr(blank + 1);
  }
  return false;
}

}  // namespace

Verdict check_survey_known(const RuleContext& c) {
  return Verdict::of(survey_of(c).has_value(), "survey_id");
}

Verdict check_survey_open(const RuleContext& c) {
  const auto survey = survey_of(c);
  return Verdict::of(!survey || day_of(c.event.text("answered_on")) <= survey->until, "answered_on");
}

Verdict check_survey_items(const RuleContext& c) {
  const auto survey = survey_of(c);
  const JsonValue* answers = c.event.field("answers");
  if (!survey || answers == nullptr) return Verdict::holds();
  for (const auto& [item, answer] : answers->as_object()) {
    if (!has_word(survey->kept, item)) return Verdict::breaks("answers");
  }
  return Verdict::holds();
}

Verdict check_survey_size(const RuleContext& c) {
  const ParameterRuling most = parameter_ruling(c.state, kParameterSurveyItems);
  const auto items = static_cast<std::int64_t>(texts_of(c.event, "items").size());
  return Verdict::of(items <= most.value, "items").ruled_by(most);
}

Verdict check_rating_session(const RuleContext& c) {
  const auto session = find(c.state, session_record(c.event.text("session_id")));
  if (!session) return Verdict::breaks("session_id");
  const auto day = find(c.state, person_day_record(c.event.text("person_id"), day_of(session->started_at)));
  if (!day) return Verdict::breaks("person_id");
  const bool attended = std::any_of(day->sessions.begin(), day->sessions.end(),
                                    [&](const Interval& one) { return one.start == session->started_at; });
  return Verdict::of(attended, "person_id");
}

Verdict check_review_own(const RuleContext& c) {
  return Verdict::of(c.event.text("reviewer_id") == c.event.actor.person.value, "reviewer_id");
}

Verdict check_review_other(const RuleContext& c) {
  return Verdict::of(c.event.text("about_id") != c.event.text("reviewer_id"), "about_id");
}

Verdict check_publication_consent(const RuleContext& c) {
  if (c.event.text("identifiable") == "no") return Verdict::holds();
  const auto consent = named_event(c, c.event.text("consent_ref"));
  if (!consent.ok()) return Verdict::failed(consent.status());
  if (!consent->has_value()) return Verdict::breaks("consent_ref");
  const Event& event = (*consent)->event;
  const std::string_view business = c.event.text("business_id");
  if (event.type != "consent.publication_granted" || business.empty() ||
      event.text("business_id") != business) {
    return Verdict::breaks("consent_ref");
  }
  // In force: not withdrawn, and not replaced by a later one for the same medium.
  const auto held = find(c.state, publication_consent_record(business, event.text("medium")));
  const bool published = c.event.field("published_on") != nullptr;
  const Day day = day_of(c.event.text(published ? "published_on" : "reported_on"));
  return Verdict::of(
      held && held->state == ConsentState::kGranted && held->event == event.id && day <= held->expires_on,
      "consent_ref");
}

// A good practice is told for the book of cases that the headquarters publishes.
Verdict check_publication_medium(const RuleContext& c) {
  if (c.event.text("identifiable") == "no") return Verdict::holds();
  const auto consent = named_event(c, c.event.text("consent_ref"));
  if (!consent.ok()) return Verdict::failed(consent.status());
  if (!consent->has_value()) return Verdict::holds();
  const std::string_view stated = c.event.text("medium");
  const std::string_view medium = stated.empty() ? std::string_view("case_book") : stated;
  return Verdict::of((*consent)->event.text("medium") == medium, "consent_ref")
      .want("a consent for the medium " + std::string(medium));
}

Verdict check_forum_coordinated(const RuleContext& c) {
  return Verdict::of(c.event.text("kind") != "inter_center" || stage_of(c).has_value(), "forum_id");
}

Verdict check_trainee_pledge(const RuleContext& c) {
  return Verdict::of(flag_of(c.event, "secrecy_pledged"), "secrecy_pledged");
}

Verdict check_trainee_term(const RuleContext& c) {
  return Verdict::of(day_of(c.event.text("first_day")) <= day_of(c.event.text("last_day")), "last_day");
}

}  // namespace ledger
