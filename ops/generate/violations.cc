#include "ops/generate/violations.h"

#include <algorithm>

#include "ledger/base/check.h"
#include "ledger/base/uuid.h"
#include "ledger/domain/rules.h"

namespace ops::generate {

EventForm ViolationContext::form(std::string_view type) const {
  return EventForm(type, at, office.plan.member_actor(office.plan.members.front()));
}

std::string ViolationContext::new_id() const {
  return ledger::format_event_id(random.event_id(at.micros()));
}

std::vector<Violation> violations() {
  std::vector<Violation> all;
  for (const auto group : {support_violations()}) all.insert(all.end(), group.begin(), group.end());
  return all;
}

std::size_t plant_violations(const ViolationContext& context) {
  const auto rules = ledger::rule_table();
  std::size_t planted = 0;
  for (const Violation& violation : violations()) {
    const auto rule = std::find_if(rules.begin(), rules.end(),
                                   [&](const ledger::RuleSpec& spec) { return spec.name == violation.rule; });
    LEDGER_CHECK(rule != rules.end());
    const auto form = violation.make(context);
    if (!form) continue;
    context.office.writer.planted(context.office.plan.gateway, *form, {rule->name, rule->code},
                                  context.random);
    ++planted;
  }
  return planted;
}

}  // namespace ops::generate
