// Goal: every planted violation is refused by exactly the rule that its line names, and planting changes
// nothing else. Method: streams with and without violations go through real admission and real rules in
// memory.
#include "ops/generate/violations.h"

#include <gtest/gtest.h>
#include <set>
#include <sstream>
#include <string>

#include "ledger/domain/catalogue.h"
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

// A fiscal year of two centres: what needs a month of its own, a closed month before it or another centre
// comes up somewhere in it.
TEST(ViolationsTest, EachIsRefusedByItsRule) {
  Options options = options_for("c40,c44", {2026, 4});
  options.months = 12;
  const JstTime founded{day_number(2029, 5, 7), 12 * 3600};
  tests::Acceptor ledger(options.origin, options.seed, founded.micros(), founded.plus_minutes(1).micros());
  const auto summary = generate(options, tests::Acceptor::admin_key(), ledger);
  ASSERT_TRUE(summary.ok()) << summary.status().to_string();
  for (const std::string& refusal : ledger.refusals()) ADD_FAILURE() << refusal;
  std::uint64_t refused = 0;
  for (const auto& [rule, times] : ledger.planted()) refused += times;
  EXPECT_EQ(summary->planted_lines, refused);
  for (const Violation& violation : violations()) {
    EXPECT_TRUE(ledger.planted().contains(std::string(violation.rule))) << violation.rule;
  }
}

TEST(ViolationsTest, EveryRuleIsBrokenOrSaidToBeAGap) {
  std::set<std::string_view> broken, gaps;
  for (const Violation& violation : violations()) broken.insert(violation.rule);
  for (const ViolationGap& gap : violation_gaps()) {
    EXPECT_TRUE(gaps.insert(gap.rule).second) << gap.rule;
    EXPECT_FALSE(gap.reason.empty()) << gap.rule;
    EXPECT_FALSE(broken.contains(gap.rule)) << gap.rule << " is planted";
  }
  std::size_t named = 0;
  for (const ledger::RuleSpec& rule : ledger::rule_table()) {
    EXPECT_TRUE(broken.contains(rule.name) || gaps.contains(rule.name))
        << "no breach of " << rule.name << " is planted, and nothing says why";
    if (gaps.contains(rule.name)) ++named;
  }
  EXPECT_EQ(named, gaps.size()) << "a gap names no rule";
}

// The gap "only the service records it" holds of types that no sender may write, and of no others.
TEST(ViolationsTest, GapsOfTheServiceAreTheRulesThatNoSenderMeets) {
  std::set<std::string_view> met;
  for (const ledger::TypeSpec* row : ledger::catalogue_rows()) {
    if (row->way_in == ledger::WayIn::kInternal) continue;
    for (const ledger::RuleId rule : row->rules) met.insert(ledger::rule_spec(rule).name);
  }
  for (const ledger::RuleId rule : ledger::universal_rules()) met.insert(ledger::rule_spec(rule).name);
  for (const ViolationGap& gap : violation_gaps()) {
    EXPECT_EQ(gap.reason.starts_with("only the service"), !met.contains(gap.rule)) << gap.rule;
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

bool is_report_line(const std::string& line) {
  return line.find("\"type\":\"monthly_report.submitted\"") != std::string::npos;
}

TEST(ViolationsTest, TheOtherLinesAreThoseOfARunWithout) {
  Options options = options_for("c40", {2025, 4});
  Lines with, without;
  ASSERT_TRUE(generate(options, tests::Acceptor::admin_key(), with).ok());
  options.violations = false;
  ASSERT_TRUE(generate(options, tests::Acceptor::admin_key(), without).ok());
  // Settings stand between them: somebody with 64 grants, a contract without rate, accounts left open; and
  // what is accepted and must be found. The report is the run's own, but states other figures.
  std::size_t settings = 0, reports = 0;
  std::istringstream more(with.plain), fewer(without.plain);
  std::string line, other;
  for (bool left = static_cast<bool>(std::getline(fewer, other)); std::getline(more, line);) {
    const bool is_report = left && is_report_line(line) && is_report_line(other);
    if (is_report) {
      ++reports;
      EXPECT_NE(line, other);
      EXPECT_EQ(line.substr(0, line.find("\"figures\"")), other.substr(0, other.find("\"figures\"")));
    }
    if (left && (line == other || is_report)) {
      left = static_cast<bool>(std::getline(fewer, other));
    } else {
      ++settings;
    }
  }
  EXPECT_FALSE(std::getline(fewer, other)) << other;
  EXPECT_EQ(reports, 1U);
  constexpr std::size_t kGrants = 64, kAccepted = 20;
  EXPECT_EQ(settings, kGrants + 14 + kAccepted);
  EXPECT_FALSE(with.planted.empty());
  EXPECT_TRUE(without.planted.empty());
  // No productivity support in that year: nothing to repeat a plan of.
  EXPECT_EQ(with.planted.find("productivity_plan.exists"), std::string::npos);
}

}  // namespace
}  // namespace ops::generate
