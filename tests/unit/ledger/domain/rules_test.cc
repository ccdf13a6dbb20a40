// Goal: the rule table is complete, used and needed: no rule without rows, and none whose loss nobody would
// notice. Method: every row of every group runs with its rule and again with that one rule left out.
#include "ledger/domain/rules.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <map>
#include <set>

#include "ledger/index/path.h"
#include "tests/unit/ledger/domain/rule_rows.h"

namespace tests {

using ledger::RuleId;
using ledger::RuleSpec;

namespace {

// A rule that its row of the catalogue runs, or that every row does.
bool runs(const ledger::TypeSpec& row, RuleId rule) {
  const auto universal = ledger::universal_rules();
  return std::find(row.rules.begin(), row.rules.end(), rule) != row.rules.end() ||
         std::find(universal.begin(), universal.end(), rule) != universal.end();
}

Programme prepared(const RuleRow& row) {
  Programme programme = Programme::lived();
  for (const Step& step : row.before) programme.live_through(step);
  return programme;
}

std::string describe(const RuleRow& row) {
  return std::string(ledger::rule_spec(row.rule).name) + " on " + row.type + " " + row.patch;
}

}  // namespace

std::vector<RuleRow> all_rule_rows() {
  std::vector<RuleRow> all;
  for (auto rows :
       {ledger_rule_rows(),     people_rule_rows(),   consent_rule_rows(),   case_rule_rows(),
        referral_rule_rows(),   identity_rule_rows(), provision_rule_rows(), support_step_rule_rows(),
        correction_rule_rows(), contract_rule_rows(), fee_rule_rows(),       access_rule_rows(),
        selection_rule_rows(),  mandate_rule_rows(),  money_rule_rows(),     step_rule_rows(),
        planning_rule_rows(),   activity_rule_rows(), security_rule_rows(),  oversight_rule_rows()}) {
    all.insert(all.end(), rows.begin(), rows.end());
  }
  return all;
}

void run_rule_rows(const std::vector<RuleRow>& rows) {
  for (const RuleRow& row : rows) {
    SCOPED_TRACE(describe(row));
    const Programme programme = prepared(row);
    const ledger::Event event = programme.sample(row.type, row.patch).build();
    const auto verdict = programme.judge(event);
    if (row.holds) {
      const ledger::TypeSpec* type = ledger::find_type(row.type, 1);
      ASSERT_NE(type, nullptr);
      EXPECT_TRUE(runs(*type, row.rule));
      EXPECT_TRUE(verdict.ok()) << verdict.status().to_string();
      continue;
    }
    ASSERT_FALSE(verdict.ok());
    const RuleSpec& rule = ledger::rule_spec(row.rule);
    EXPECT_EQ(verdict.status().rule(), rule.name) << verdict.status().to_string();
    EXPECT_EQ(verdict.status().reason(), rule.code);
    EXPECT_EQ(verdict.status().code(), rule.status);
    EXPECT_TRUE(verdict.status().pointer().starts_with('/')) << verdict.status().pointer();
  }
}

TEST(Rules, TableIsInOrderAndComplete) {
  const auto table = ledger::rule_table();
  ASSERT_EQ(table.size(), static_cast<std::size_t>(RuleId::kCount));
  std::set<std::string_view> names;
  for (const RuleSpec& rule : table) {
    SCOPED_TRACE(rule.name);
    EXPECT_TRUE(names.insert(rule.name).second);
    EXPECT_NE(rule.status, ledger::StatusCode::kOk);
    EXPECT_FALSE(rule.code.empty());
    EXPECT_FALSE(rule.message_ja.empty());
    EXPECT_FALSE(rule.message_en.empty());
    EXPECT_FALSE(rule.source.empty());
    // The name stands in index paths.
    EXPECT_TRUE(ledger::is_segment(rule.name));
  }
}

TEST(Rules, EveryRuleIsRunBySomeRow) {
  for (const RuleSpec& rule : ledger::rule_table()) {
    const auto rows = ledger::catalogue_rows();
    EXPECT_TRUE(std::any_of(rows.begin(), rows.end(), [&](const auto* row) { return runs(*row, rule.id); }))
        << rule.name;
  }
}

TEST(Rules, EveryRuleHasAcceptedAndRefusedRows) {
  std::map<RuleId, std::pair<int, int>> seen;
  for (const RuleRow& row : all_rule_rows()) (row.holds ? seen[row.rule].first : seen[row.rule].second) += 1;
  for (const RuleSpec& rule : ledger::rule_table()) {
    EXPECT_GT(seen[rule.id].first, 0) << "no accepted row for " << rule.name;
    EXPECT_GT(seen[rule.id].second, 0) << "no refused row for " << rule.name;
  }
}

TEST(Rules, EveryRuleIsNeeded) {
  std::set<RuleId> needed;
  for (const RuleRow& row : all_rule_rows()) {
    if (row.holds) continue;
    SCOPED_TRACE(describe(row));
    const Programme programme = prepared(row);
    const auto verdict = programme.judge(programme.sample(row.type, row.patch).build(), row.rule);
    const bool noticed = verdict.ok() || verdict.status().rule() != ledger::rule_spec(row.rule).name;
    EXPECT_TRUE(noticed);
    if (verdict.ok()) needed.insert(row.rule);
  }
  // For at least one row nothing else stands in: without the rule the event would be accepted.
  for (const RuleSpec& rule : ledger::rule_table()) EXPECT_TRUE(needed.contains(rule.id)) << rule.name;
}

TEST(Rules, FirstRefusalWinsInTheOrderOfTheRow) {
  const Programme& programme = Programme::lived();
  // Two rules would refuse: the case is closed and the session exists.
  const auto verdict =
      programme.judge(programme.sample("session.held", R"({"case_id":"k-3","session_id":"s-1"})").build());
  ASSERT_FALSE(verdict.ok());
  EXPECT_EQ(verdict.status().rule(), "case.closed");
}

TEST(Rules, FailureOfTheEventSourceIsNoVerdict) {
  class Broken final : public ledger::EventSource {
   public:
    ledger::Result<std::optional<ledger::LoggedEvent>> find(const ledger::EventId&) const override {
      return ledger::unavailable("store.read", "the disk does not answer");
    }
  };
  const Programme& programme = Programme::lived();
  const Broken broken;
  for (const char* type : {"role.granted", "consultation.closed", "appointment.nominated"}) {
    const ledger::Event event = programme
                                    .sample(type, std::string_view(type) == "appointment.nominated"
                                                      ? R"({"person_id":"p-sub","evaluation":"$hq"})"
                                                      : R"({"@ref":"$hq"})")
                                    .build();
    ledger::StateOverlay overlay(programme.state(), programme.state().digest());
    const auto verdict = ledger::decide(
        {event, programme.kid_for(event), ledger::Position(programme.log().size()), programme.now()}, overlay,
        broken);
    ASSERT_FALSE(verdict.ok());
    EXPECT_EQ(verdict.status().reason(), "store.read") << type;
    EXPECT_TRUE(overlay.changes().empty());
  }
}

}  // namespace tests
