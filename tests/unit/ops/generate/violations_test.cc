// Goal: every planted violation is refused by exactly the rule that its line names, and planting changes
// nothing else. Method: streams with and without violations go through real admission and real rules in
// memory.
#include "ops/generate/violations.h"

#include <gtest/gtest.h>
#include <set>
#include <string>

#include "ledger/domain/rules.h"
#include "ops/generate/generate.h"
#include "tests/unit/ops/generate/acceptor.h"

namespace ops::generate {
namespace {

Options options_for(std::string_view centers, YearMonth from) {
  Options options;
  options.seed = "breaches";
  options.origin = "ledger.example/test";
  options.centers = parse_centers(centers).value();
  options.from = from;
  options.months = 1;
  options.scale = 1;
  options.setup_at = {day_number(2029, 5, 7), 0};
  options.violations = true;
  return options;
}

class Lines final : public LineSink {
 public:
  ledger::Status write(std::string_view line) override {
    (line.find("\"expected\":") == std::string_view::npos ? plain : planted).append(line).append("\n");
    return ledger::Status();
  }
  std::string plain, planted;
};

TEST(ViolationsTest, EachIsRefusedByItsRule) {
  const Options options = options_for("c13,c40", {2026, 4});
  const JstTime founded{day_number(2029, 5, 7), 12 * 3600};
  tests::Acceptor ledger(options.origin, options.seed, founded.micros(), founded.plus_minutes(1).micros());
  const auto summary = generate(options, tests::Acceptor::admin_key(), ledger);
  ASSERT_TRUE(summary.ok()) << summary.status().to_string();
  for (const std::string& refusal : ledger.refusals()) ADD_FAILURE() << refusal;
  EXPECT_EQ(summary->planted_lines, violations().size() * options.centers.size());
  // Both centres have broken every rule of the table.
  for (const Violation& violation : violations()) {
    const auto refused = ledger.planted().find(std::string(violation.rule));
    ASSERT_NE(refused, ledger.planted().end()) << violation.rule;
    EXPECT_EQ(refused->second, options.centers.size()) << violation.rule;
  }
}

TEST(ViolationsTest, NamesRulesOfTheTableOnce) {
  std::set<std::string_view> known, named;
  for (const ledger::RuleSpec& rule : ledger::rule_table()) known.insert(rule.name);
  for (const Violation& violation : violations()) {
    EXPECT_TRUE(known.contains(violation.rule)) << violation.rule;
    EXPECT_TRUE(named.insert(violation.rule).second) << violation.rule;
  }
}

TEST(ViolationsTest, TheOtherLinesAreThoseOfARunWithout) {
  Options options = options_for("c40", {2025, 4});
  Lines with, without;
  ASSERT_TRUE(generate(options, tests::Acceptor::admin_key(), with).ok());
  options.violations = false;
  ASSERT_TRUE(generate(options, tests::Acceptor::admin_key(), without).ok());
  EXPECT_EQ(with.plain, without.plain);
  EXPECT_FALSE(with.planted.empty());
  EXPECT_TRUE(without.planted.empty());
  // No productivity support in that year: nothing to repeat a plan of.
  EXPECT_EQ(with.planted.find("productivity_plan.exists"), std::string::npos);
}

}  // namespace
}  // namespace ops::generate
