#include "projections/figures/question.h"

#include <algorithm>
#include <utility>

#include "projections/figures/definitions.h"
#include "projections/figures/fraction.h"

namespace projections::figures {

using ledger::Result;

Question::Question(KnownFacts& facts, std::string_view definition, Scope scope, Period period,
                   std::optional<ledger::Position> position, const Erased& erased)
    : facts_(facts),
      definition_(definition),
      scope_(std::move(scope)),
      period_(std::move(period)),
      position_(position),
      erased_(erased),
      centers_(centers_of(facts.known(), scope_)) {}

Answer Question::answer(std::string_view indicator) const {
  Answer answer;
  answer.indicator = indicator;
  answer.definition = definition_;
  answer.scope = scope_text(scope_);
  answer.period = period_.label;
  answer.position = position_;
  return answer;
}

Answer Question::null_answer(std::string_view indicator, std::string_view reason) const {
  Answer null = answer(indicator);
  null.reason = reason;
  return null;
}

Result<std::string_view> Question::choice(std::string_view name) const {
  return figures::choice(known(), name);
}

std::int64_t Question::number(std::string_view name) const {
  return figures::number(known(), name);
}

FactList Question::here(std::span<const Fact> facts) const {
  FactList found;
  for (const Fact& fact : facts) {
    if (is_here(fact)) found.push_back(&fact);
  }
  return found;
}

Result<FactList> Question::willing(FactList facts, std::vector<Excluded>& excluded) {
  LEDGER_ASSIGN(const std::string_view refused, choice("consent.refused_counts"));
  if (refused == "counted") return facts;
  const Ids& refusing = facts_.refusing_roots();
  std::erase_if(facts, [&](const Fact* fact) {
    const bool refuses = refusing.contains(root(fact->text("business_id")));
    if (refuses) excluded.push_back({fact->id(), "consent_refused"});
    return refuses;
  });
  return facts;
}

Result<FactList> Question::sessions(std::vector<Excluded>& excluded) {
  LEDGER_ASSIGN(const std::span<const Fact> sessions, facts_.sessions());
  return willing(here(sessions), excluded);
}

void sort_excluded(std::vector<Excluded>& excluded) {
  std::sort(excluded.begin(), excluded.end());
  excluded.erase(std::unique(excluded.begin(), excluded.end()), excluded.end());
}

Answer counted_answer(const Question& q, std::string_view indicator, std::vector<std::string_view> counted,
                      std::vector<Excluded> excluded) {
  Answer answer = q.answer(indicator);
  std::sort(counted.begin(), counted.end());
  sort_excluded(excluded);
  answer.value = ledger::JsonValue(static_cast<std::int64_t>(counted.size()));
  answer.numerator = std::move(counted);
  answer.excluded = std::move(excluded);
  return answer;
}

std::vector<std::string_view> ids_of(const FactList& facts) {
  std::vector<std::string_view> ids;
  ids.reserve(facts.size());
  for (const Fact* fact : facts) ids.push_back(fact->id());
  return ids;
}

ledger::JsonValue json_of_ratio(std::int64_t over, std::int64_t under) {
  const std::optional<Fraction> fraction = ratio(over, under);
  return fraction ? json_of(*fraction) : ledger::JsonValue();
}

}  // namespace projections::figures
