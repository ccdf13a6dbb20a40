// Goal: no parameter is only a name: each rules a decision, or a figure, or takes no value but the one that
// the ledger computes by; and whoever sets one sees the verdicts change from that position on.
// Method: every row of the rules and flags runs on a state that notes which parameters are asked for; each
// rule that asks has an event that is judged one way before a parameter is set and the other way after.
#include <algorithm>
#include <gtest/gtest.h>
#include <map>
#include <optional>
#include <set>

#include "ledger/domain/codes.h"
#include "ledger/domain/flags.h"
#include "tests/unit/ledger/domain/rule_rows.h"

namespace tests {

using ledger::ParameterSpec;
using ledger::RuleId;

namespace {

// Notes the parameters whose records are asked for.
class Noting final : public ledger::StateView {
 public:
  Noting(const ledger::StateView& base, std::set<std::string_view>& asked) : base_(base), asked_(asked) {}
  std::optional<ledger::Bytes> get(ledger::ByteView key) const override {
    const ledger::Bytes any = ledger::policy_record("").bytes;
    if (key.front() != any.front()) return base_.get(key);
    for (const ParameterSpec& spec : ledger::parameters()) {
      const bool family = spec.name.ends_with('.');
      if (family ? key.find(spec.name) != key.npos : key == ledger::policy_record(spec.name).bytes) {
        asked_.insert(spec.name);
      }
    }
    return base_.get(key);
  }
  void scan(ledger::ByteView prefix, const Visitor& visit) const override { base_.scan(prefix, visit); }
  ledger::Status health() const override { return base_.health(); }

 private:
  const ledger::StateView& base_;
  std::set<std::string_view>& asked_;
};

// What no decision asks for: figures are recomputed above the rules. tests/figures holds these.
bool is_of_figures(std::string_view reader) {
  return reader.starts_with("indicator/") || reader.starts_with("question/");
}
bool rules_figures_only(const ParameterSpec& spec) {
  return !spec.is_fixed && std::all_of(spec.read_by.begin(), spec.read_by.end(), is_of_figures);
}

Programme after(const std::vector<Step>& steps) {
  Programme programme = Programme::lived();
  for (const Step& step : steps) programme.live_through(step);
  return programme;
}

void note_decision(const Programme& programme, const ledger::Event& event,
                   std::set<std::string_view>& asked) {
  if (event.type == "policy.parameter_set") return;  // looks at what it replaces: that is no use
  const Noting state(programme.state(), asked);
  ledger::StateOverlay overlay(state, programme.state().digest());
  const auto answer = ledger::decide(
      {event, programme.kid_for(event), ledger::Position(programme.log().size()), programme.now()}, overlay,
      programme);
  EXPECT_TRUE(answer.ok() || !answer.status().reason().empty());
}

ledger::Verdict verdict_of(RuleId rule, const Programme& programme, const ledger::Event& event,
                           const ledger::StateView& state) {
  const ledger::TypeSpec* row = ledger::find_type(event.type, 1);
  return ledger::rule_spec(rule).check(
      {event, *row, ledger::Position(programme.log().size()), programme.now(), state, programme});
}

bool sets(const Step& step, std::string_view parameter) {
  if (std::string_view(step.type) != "policy.parameter_set") return false;
  const std::string_view fields = step.fields;
  const std::string named = R"("name":")" + std::string(parameter);
  return fields.find(parameter.ends_with('.') ? named : named + '"') != fields.npos;
}

// Whether the rule answers otherwise about the row's event where the parameter is not set.
bool turns(const RuleRow& row, std::string_view parameter) {
  std::vector<Step> without;
  for (const Step& step : row.before) {
    if (!sets(step, parameter)) without.push_back(step);
  }
  if (without.size() == row.before.size()) return false;
  const Programme programme = after(row.before);
  const Programme earlier = after(without);
  const ledger::Event event = programme.sample(row.type, row.patch).build();
  const ledger::Event same = earlier.sample(row.type, row.patch).build();
  return verdict_of(row.rule, programme, event, programme.state()).ok() !=
         verdict_of(row.rule, earlier, same, earlier.state()).ok();
}

}  // namespace

TEST(ParameterUse, EachRulesADecisionOrIsFixed) {
  std::set<std::string_view> asked;
  for (const Step& sample : samples()) {
    note_decision(Programme::lived(), Programme::lived().sample(sample.type).build(), asked);
  }
  for (const RuleRow& row : all_rule_rows()) {
    const Programme programme = after(row.before);
    note_decision(programme, programme.sample(row.type, row.patch).build(), asked);
  }
  for (const auto& rows : {flag_sample_rows(), term_sample_rows()}) {
    for (const SampleRow& row : rows) {
      const Programme programme = after(row.before);
      note_decision(programme, programme.sample(row.type, row.patch).build(), asked);
    }
  }
  for (const ParameterSpec& spec : ledger::parameters()) {
    EXPECT_EQ(asked.contains(spec.name), !spec.is_fixed && !rules_figures_only(spec)) << spec.name;
  }
}

TEST(ParameterUse, AFixedOneTakesItsDefaultOnly) {
  const Programme& programme = Programme::lived();
  std::size_t fixed = 0;
  for (const ParameterSpec& spec : ledger::parameters()) {
    if (!spec.is_fixed) continue;
    SCOPED_TRACE(spec.name);
    ++fixed;
    for (std::int64_t value = spec.min; value <= std::min(spec.max, spec.min + 100); ++value) {
      const std::string text = spec.choices.empty()
                                   ? std::to_string(value)
                                   : '"' + std::string(spec.choices[static_cast<std::size_t>(value)]) + '"';
      const std::string patch = R"({"name":")" + std::string(spec.name) + R"(","value":)" + text + "}";
      const auto judged = programme.judge(programme.sample("policy.parameter_set", patch).build());
      EXPECT_EQ(judged.ok(), value == spec.otherwise) << text;
      if (!judged.ok()) {
        EXPECT_EQ(judged.status().rule(), "policy.unsupported");
      }
    }
  }
  EXPECT_GT(fixed, 0U);
}

// "flag/<name>" of what the row's flags ask for.
void note_flags(const SampleRow& row, std::map<std::string_view, std::set<std::string>>& readers) {
  const Programme programme = after(row.before);
  const ledger::Event event = programme.sample(row.type, row.patch).build();
  const ledger::TypeSpec* type = ledger::find_type(event.type, 1);
  for (const ledger::FlagId id : type->flags) {
    std::set<std::string_view> asked;
    const Noting state(programme.state(), asked);
    const ledger::FlagSpec& flag = ledger::flag_spec(id);
    flag.raised({event, *type, programme.now(), state});
    for (const std::string_view parameter : asked) {
      readers[parameter].insert("flag/" + std::string(flag.name));
    }
  }
}

TEST(ParameterUse, EachNamesTheRulesAndFlagsThatReadIt) {
  std::map<std::string_view, std::set<std::string>> readers;
  for (const RuleRow& row : all_rule_rows()) {
    std::optional<Programme> prepared;
    const Programme& programme =
        row.before.empty() ? Programme::lived() : prepared.emplace(after(row.before));
    const ledger::Event event = programme.sample(row.type, row.patch).build();
    std::set<std::string_view> asked;
    verdict_of(row.rule, programme, event, Noting(programme.state(), asked));
    const ledger::RuleSpec& rule = ledger::rule_spec(row.rule);
    // Whoever sets one is asked what was set before: that is no use.
    if (event.type == "policy.parameter_set") continue;
    for (const std::string_view parameter : asked) readers[parameter].insert(std::string(rule.name));
  }
  for (const SampleRow& row : flag_sample_rows()) note_flags(row, readers);
  for (const ParameterSpec& spec : ledger::parameters()) {
    std::set<std::string> named;
    for (const std::string_view name : spec.read_by) {
      if (!name.starts_with("figure/") && !is_of_figures(name) && ledger::find_type(name, 1) == nullptr)
        named.emplace(name);
    }
    EXPECT_EQ(named, readers[spec.name]) << spec.name;
    EXPECT_EQ(spec.read_by.empty(), spec.is_fixed) << spec.name;
    EXPECT_FALSE(spec.unit.empty()) << spec.name;
    EXPECT_EQ(spec.unit == "code", !spec.choices.empty()) << spec.name;
    EXPECT_EQ(spec.unit == "text", spec.is_text) << spec.name;
  }
}

TEST(ParameterUse, EveryRuleThatAsksHasRowsBeforeAndAfterItIsSet) {
  std::map<RuleId, std::set<std::string_view>> asking;
  std::set<std::pair<RuleId, std::string_view>> turned;
  for (const RuleRow& row : all_rule_rows()) {
    SCOPED_TRACE(std::string(row.type) + row.patch);
    const Programme programme = after(row.before);
    const ledger::Event event = programme.sample(row.type, row.patch).build();
    std::set<std::string_view> asked;
    verdict_of(row.rule, programme, event, Noting(programme.state(), asked));
    for (const std::string_view parameter : asked) {
      asking[row.rule].insert(parameter);
      if (!turned.contains({row.rule, parameter}) && turns(row, parameter)) {
        turned.insert({row.rule, parameter});
      }
    }
  }
  EXPECT_GT(asking.size(), 10U);
  for (const auto& [rule, parameters] : asking) {
    for (const std::string_view parameter : parameters) {
      EXPECT_TRUE(turned.contains({rule, parameter}))
          << ledger::rule_spec(rule).name << " asks for " << parameter
          << ", and no row is judged one way before it is set and the other way after";
    }
  }
}

}  // namespace tests
