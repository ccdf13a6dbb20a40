#include <algorithm>

#include "ledger/domain/effect_values.h"
#include "ledger/domain/rule_functions.h"

namespace ledger {

namespace {

// Recipients and purposes that the clause of 001 II.4 names; everybody else needs a consent of their own.
constexpr std::string_view kClauseRecipients[] = {"meti", "hq", "other_impl_body", "other_center"};
constexpr std::string_view kClausePurposes[] = {"run_project", "survey_analysis"};

template <std::size_t kSize>
bool all_within(const std::vector<std::string>& members, const std::string_view (&clause)[kSize]) {
  return !members.empty() && std::all_of(members.begin(), members.end(), [&](const std::string& member) {
    return std::find(std::begin(clause), std::end(clause), member) != std::end(clause);
  });
}

std::optional<BusinessRecord> business_of_event(const RuleContext& c) {
  return find(c.state, business_record(c.event.text("business_id")));
}

}  // namespace

Verdict check_business_known(const RuleContext& c) {
  return Verdict::of(business_of_event(c).has_value(), "business_id");
}

Verdict check_business_new(const RuleContext& c) {
  return Verdict::of(!business_of_event(c), "business_id");
}

Verdict check_financials_kind(const RuleContext& c) {
  const auto business = business_of_event(c);
  return Verdict::of(!business || business->kind == c.event.text("business_kind"), "business_kind");
}

Verdict check_financials_period(const RuleContext& c) {
  return Verdict::of(c.event.text("period_relation") != "overlaps", "period_relation");
}

Verdict check_criterion_new(const RuleContext& c) {
  const auto business = business_of_event(c);
  return Verdict::of(!business || !business->criteria[criterion_index(c.event.text("criterion"))].met,
                     "criterion");
}

Verdict check_criterion_financials(const RuleContext& c) {
  if (c.event.text("criterion") != "i") return Verdict::holds();
  const auto business = business_of_event(c);
  return Verdict::of(!business || business->financials_submitted, "criterion");
}

Verdict check_criterion_started(const RuleContext& c) {
  if (c.event.text("criterion") != "ii") return Verdict::holds();
  if (!flag_of(c.event, "goal_agreed")) return Verdict::breaks("goal_agreed");
  return Verdict::of(!c.event.text("step").empty(), "step");
}

Verdict check_criterion_agreed(const RuleContext& c) {
  if (c.event.text("criterion") != "iii") return Verdict::holds();
  const auto business = business_of_event(c);
  return Verdict::of(!business || business->phase2_agreed, "criterion");
}

Verdict check_phase_first(const RuleContext& c) {
  const auto business = business_of_event(c);
  return Verdict::of(!business || business->phase < 2, "business_id");
}

Verdict check_phase_criteria(const RuleContext& c) {
  constexpr std::string_view kRefs[] = {"criterion_i", "criterion_ii", "criterion_iii"};
  const auto business = business_of_event(c);
  if (!business) return Verdict::holds();
  for (std::size_t i = 0; i < business->criteria.size(); ++i) {
    const CriterionRecord& criterion = business->criteria[i];
    if (!criterion.met || format_event_id(criterion.event) != c.event.text(kRefs[i])) {
      return Verdict::breaks(kRefs[i]);
    }
  }
  return Verdict::holds();
}

Verdict check_phase_order(const RuleContext& c) {
  const auto business = business_of_event(c);
  if (!business) return Verdict::holds();
  const Day day = day_of(c.event.text("transitioned_on"));
  return Verdict::of(std::all_of(business->criteria.begin(), business->criteria.end(),
                                 [&](const CriterionRecord& criterion) { return criterion.met_on <= day; }),
                     "transitioned_on");
}

Verdict check_sharing_recipients(const RuleContext& c) {
  return Verdict::of(all_within(texts_of(c.event, "recipients"), kClauseRecipients), "recipients");
}

Verdict check_sharing_purposes(const RuleContext& c) {
  return Verdict::of(all_within(texts_of(c.event, "clause_purposes"), kClausePurposes), "clause_purposes");
}

Verdict check_sharing_granted(const RuleContext& c) {
  const auto consent = sharing_in_force(c.state, c.event.text("business_id"));
  return Verdict::of(consent && format_event_id(consent->event) == c.event.text("grant"), "grant");
}

Verdict check_consent_expiry(const RuleContext& c) {
  return Verdict::of(day_of(instant_of(c.event, "given_at")) <= day_of(c.event.text("expires_on")),
                     "expires_on");
}

}  // namespace ledger
