// Question: about whom, when, under which definition, at which cut-off: all that an indicator may look at.
//
// Place in the flow: indicators.h makes one per figure; every indicator is a function of it alone. Ownership:
// borrows the KnownFacts. Threads: one.
#pragma once

#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "projections/figures/answer.h"
#include "projections/figures/known_facts.h"

namespace projections::figures {

// Businesses whose keys are destroyed, or are taken to be.
using Erased = std::set<std::string, std::less<>>;
using FactList = std::vector<const Fact*>;

class Question {
 public:
  // `position` is what the answer says it speaks for.
  Question(KnownFacts& facts, std::string_view definition, Scope scope, Period period,
           std::optional<ledger::Position> position, const Erased& erased);

  KnownFacts& facts() { return facts_; }
  const Known& known() const { return facts_.known(); }
  const Period& period() const { return period_; }
  const Centers& centers() const { return centers_; }
  bool is_erased(std::string_view business) const { return erased_.contains(business); }

  Answer answer(std::string_view indicator) const;  // without value
  Answer null_answer(std::string_view indicator, std::string_view reason) const;
  ledger::Result<std::string_view> choice(std::string_view name) const;
  std::int64_t number(std::string_view name) const;
  std::string_view root(std::string_view business) { return facts_.root(business); }

  bool is_here(const Fact& fact) const { return period_.has(fact.day) && centers_.contains(fact.center); }
  // Those of the scope and the period.
  FactList here(std::span<const Fact> facts) const;
  // Without the facts of businesses that refuse sharing, if policy says that they don't count.
  ledger::Result<FactList> willing(FactList facts, std::vector<Excluded>& excluded);
  // willing(here(sessions))
  ledger::Result<FactList> sessions(std::vector<Excluded>& excluded);

 private:
  KnownFacts& facts_;
  const std::string definition_;
  const Scope scope_;
  const Period period_;
  const std::optional<ledger::Position> position_;
  const Erased& erased_;
  const Centers centers_;
};

// An indicator by its id, which shares of one function need.
using Indicator = ledger::Result<Answer> (*)(Question& q, std::string_view indicator);

// Sorted, once each.
void sort_excluded(std::vector<Excluded>& excluded);
// `counted` sorted as numerator; its size as value.
Answer counted_answer(const Question& q, std::string_view indicator, std::vector<std::string_view> counted,
                      std::vector<Excluded> excluded);
std::vector<std::string_view> ids_of(const FactList& facts);
// Fraction or null.
ledger::JsonValue json_of_ratio(std::int64_t over, std::int64_t under);

}  // namespace projections::figures
