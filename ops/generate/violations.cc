#include "ops/generate/violations.h"

#include <algorithm>

#include "ledger/base/check.h"
#include "ledger/base/uuid.h"
#include "ledger/domain/rules.h"

namespace ops::generate {

const CenterSimulation* ViolationContext::other() const {
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const auto& center) { return center.get() != &simulation; });
  return found == all.end() ? nullptr : found->get();
}

EventForm ViolationContext::form(std::string_view type) const {
  return EventForm(type, at, office().plan.member_actor(office().plan.members.front()));
}

std::string ViolationContext::new_id() const {
  return ledger::format_event_id(random.event_id(at.micros()));
}

std::vector<Violation> violations() {
  std::vector<Violation> all;
  for (const auto group :
       {support_violations(), consultation_violations(), people_violations(), contract_violations(),
        mandate_violations(), money_violations(), planning_violations(), evidence_violations()}) {
    all.insert(all.end(), group.begin(), group.end());
  }
  return all;
}

std::size_t plant_violations(const ViolationContext& context, int day) {
  hold_settings(context, day);
  const auto rules = ledger::rule_table();
  const Scribe scribe(context.office());
  std::size_t planted = 0;
  for (const Violation& violation : violations()) {
    if (violation.day != day || (violation.month != 0 && violation.month != context.month.month)) continue;
    const auto rule = std::find_if(rules.begin(), rules.end(),
                                   [&](const ledger::RuleSpec& spec) { return spec.name == violation.rule; });
    LEDGER_CHECK(rule != rules.end());
    const auto form = violation.make != nullptr
                          ? violation.make(context)
                          : scribe.fill(violation.who, violation.type, violation.fields,
                                        {context.month, context.at, context.random},
                                        [&](std::string_view name) { return context.value(name); });
    if (!form) continue;
    scribe.plant(violation.who, *form, {rule->name, rule->code}, context.random);
    ++planted;
  }
  return planted;
}

}  // namespace ops::generate
