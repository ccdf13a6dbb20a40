#include <algorithm>

#include "ledger/domain/corrections.h"
#include "ledger/domain/effect_values.h"
#include "ledger/domain/rule_functions.h"

namespace ledger {

namespace {

// Who may correct what others have recorded, within the reach of the role (programme 2.1).
constexpr std::string_view kCorrectors[] = {"cco", "impl_lead", "impl_staff"};

// A fact that a later event has undone is not corrected any more: its figures are taken back already.
bool still_stands(const RuleContext& c, const LoggedEvent& original) {
  const EventId& id = original.event.id;
  if (original.event.type == "issue.resolved") {
    const auto issue = find(c.state, issue_record(c.event.text("issue_id")));
    return issue && issue->resolved && issue->resolution == id;
  }
  if (original.event.type == "outcome.confirmed") {
    const auto issue = find(c.state, issue_record(c.event.text("issue_id")));
    return issue && issue->outcome_confirmed && issue->outcome == id;
  }
  if (original.event.type == "business.registered") {
    // Statements were submitted by the fields of the registered kind.
    const auto business = find(c.state, business_record(c.event.text("business_id")));
    return !business || !business->financials_submitted || business->kind == c.event.text("kind");
  }
  return true;
}

// Runs `check` on what is corrected; holds when nothing is, which is the first rule's matter.
template <typename Check>
Verdict with_facts(const RuleContext& c, Check check) {
  const auto facts = corrected_facts(c.state, c.events, c.row, c.event);
  if (!facts.ok()) return Verdict::failed(facts.status());
  return facts->has_value() ? check(**facts) : Verdict::holds();
}

}  // namespace

Verdict check_correction_target(const RuleContext& c) {
  const auto facts = corrected_facts(c.state, c.events, c.row, c.event);
  if (!facts.ok()) return Verdict::failed(facts.status());
  return Verdict::of(facts->has_value(), kCorrects);
}

Verdict check_correction_identity(const RuleContext& c) {
  return with_facts(c, [&](const CorrectedFacts& facts) {
    const TypeSpec* corrected = find_type(c.row.corrects, 1);
    for (const FieldSpec& field : corrected->fields) {
      if (is_identity(*corrected, field) &&
          c.event.text(field.name) != facts.original.event.text(field.name)) {
        return Verdict::breaks(field.name);
      }
    }
    return Verdict::holds();
  });
}

Verdict check_correction_author(const RuleContext& c) {
  return with_facts(c, [&](const CorrectedFacts& facts) {
    const bool by_role = std::find(std::begin(kCorrectors), std::end(kCorrectors), c.event.actor.role) !=
                         std::end(kCorrectors);
    return Verdict::of(by_role || c.event.actor.person == facts.original.event.actor.person, "/actor/person");
  });
}

Verdict check_correction_standing(const RuleContext& c) {
  return with_facts(c, [&](const CorrectedFacts& facts) {
    return Verdict::of(still_stands(c, facts.original), kCorrects);
  });
}

}  // namespace ledger
