// Statements: financial statements and headcounts of the businesses that a root stands for, as a figure may
// use them.
//
// Place in the flow: under values.h; built once per question. What erasure took is not looked at: a field of
// an erased business is as if it had not been given. Ownership: points into the log; borrows the question's
// facts. Threads: one.
#pragma once

#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "projections/figures/question.h"

namespace projections::figures {

inline constexpr std::string_view kFresh = "fresh";
inline constexpr std::string_view kStale = "stale";

struct ChosenStatement {
  const Fact* statement = nullptr;
  std::string_view state;  // kFresh or kStale, else the reason why there is none
};
struct Headcount {
  std::optional<std::int64_t> count;
  std::string_view reason;     // why there is none
  const Fact* fact = nullptr;  // the profile or statement that says it
};

class Statements {
 public:
  explicit Statements(Question& q);

  // The newest that ends in the period, else the newest that ends in the stale months before the period's
  // last day (3.3 #11).
  ChosenStatement for_period(std::string_view root) const;
  // What a comparison of years may use: of exactly twelve months, ending in `period`.
  ChosenStatement of_twelve_months(std::string_view root, const Period& period) const;
  // Of the last profile as of a day up to the period's end (3.3 #18); without any, that of the statement in
  // use.
  Headcount employees(std::string_view root) const;

 private:
  struct Statement {
    const Fact* fact;
    std::string_view end_text;
    Day first, last;
  };
  struct Profile {
    const Fact* fact;
    std::string_view day_text;
  };
  struct OfRoot {
    std::vector<Statement> statements;
    std::vector<Profile> profiles;  // with a headcount, up to the period's end
    bool statements_erased = false, profiles_erased = false;
  };
  const OfRoot& of(std::string_view root) const;

  const Period period_;
  const Day oldest_;  // the last day of a statement that is too old
  std::vector<Fact> statement_facts_, profile_facts_;
  std::unordered_map<std::string_view, OfRoot> by_root_;
};

// Footnote 8, by legal form; nullopt when an addend is missing or the form is neither.
std::optional<std::int64_t> value_added(const Fact& statement);

}  // namespace projections::figures
