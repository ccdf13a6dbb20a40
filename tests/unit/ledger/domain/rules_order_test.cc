// Goal: a rule that rests on an earlier event refuses what comes before it, with its own code, and lets it
// pass once that has come; the table marks exactly these rules.
// Method: the story is told without all events of one type, without one of them where so much rests on all
// that nothing can be told apart, or a row's preparation without one of its steps; what presupposed them
// falls out of the story by itself. Every sample and every accepted row is judged there (never), and again
// after what was left out has come in its order (late). A step that is left out is replaced by an event that
// means nothing, so that positions and ids stay those of the story.
#include <gtest/gtest.h>
#include <optional>
#include <set>
#include <utility>

#include "tests/unit/ledger/domain/rule_rows.h"

namespace tests {

using ledger::RuleId;
using ledger::RuleOrder;

namespace {

constexpr Step kFiller{
    "", "config.changed", "p-admin",
    R"({"setting":"x","target":"other","weakens":"no","changed_on":"2026-05-01","change":"x"})"};

// A programme in which some steps have not happened yet.
struct Tale {
  Programme programme;
  std::vector<Step> missing;

  void leave_out(const Step& step) {
    missing.push_back(step);
    programme.live_through({step.name, kFiller.type, kFiller.by, kFiller.fields});
  }
  void tell(const Step& step) {
    const auto told = programme.append(programme.event(step).build(), step.name);
    if (!told.ok()) leave_out(step);
  }
  // What was left out comes now, as far as it still can.
  void catch_up() {
    for (const Step& step : std::exchange(missing, {})) {
      ledger::ignore_status(programme.append(programme.event(step).build(), step.name).status());
    }
  }
};

struct Judged {
  const char* type;
  const char* patch;
};

// Rules that refused what they let pass in the story, and those that let it pass again after catching up.
class Findings {
 public:
  // How many are accepted.
  std::size_t judge(const Tale& tale, const std::vector<Judged>& events) {
    std::vector<std::pair<Judged, RuleId>> refused;
    std::size_t accepted = 0;
    for (const Judged& judged : events) {
      const auto verdict = tale.programme.judge(event_of(tale.programme, judged));
      if (verdict.ok()) ++accepted;
      const auto rule = refusing(verdict.status(), judged);
      if (!rule) continue;
      never_.insert(*rule);
      if (!late_.contains(*rule)) refused.emplace_back(judged, *rule);
    }
    if (refused.empty()) return accepted;
    Tale later = tale;
    later.catch_up();
    for (const auto& [judged, rule] : refused) {
      if (later.programme.judge(event_of(later.programme, judged)).ok()) late_.insert(rule);
    }
    return accepted;
  }
  const std::set<RuleId>& never() const { return never_; }
  const std::set<RuleId>& late() const { return late_; }

 private:
  static ledger::Event event_of(const Programme& programme, const Judged& judged) {
    return programme.sample(judged.type, judged.patch).build();
  }
  // nullopt: accepted, or refused by what is no rule of the table (keys, roles).
  static std::optional<RuleId> refusing(const ledger::Status& status, const Judged& judged) {
    if (status.ok()) return std::nullopt;
    for (const ledger::RuleSpec& rule : ledger::rule_table()) {
      if (rule.name != status.rule()) continue;
      EXPECT_EQ(status.reason(), rule.code) << judged.type;
      EXPECT_EQ(status.code(), rule.status) << judged.type;
      return rule.id;
    }
    return std::nullopt;
  }

  std::set<RuleId> never_, late_;
};

// Samples and accepted rows that need no preparation.
std::vector<Judged> plain_events() {
  std::vector<Judged> events;
  std::set<std::pair<std::string_view, std::string_view>> seen;
  const auto add = [&](const char* type, const char* patch) {
    const std::string_view changed = patch == std::string_view("{}") ? std::string_view() : patch;
    if (seen.insert({type, changed}).second) events.push_back({type, patch});
  };
  for (const Step& sample : samples()) {
    if (Programme::lived().judge(Programme::lived().sample(sample.type).build()).ok()) add(sample.type, "{}");
  }
  for (const RuleRow& row : all_rule_rows()) {
    if (row.holds && row.before.empty()) add(row.type, row.patch);
  }
  return events;
}

// Parameters are asked for by value, not by order: parameter_use_test.cc.
bool is_policy(const Step& step) {
  return std::string_view(step.type) == "policy.parameter_set";
}

void drop_one_by_one(std::string_view type, const std::vector<Judged>& events, Findings& findings) {
  for (const Step& dropped : story()) {
    if (dropped.type != type) continue;
    Tale tale;
    for (const Step& step : story()) &step == &dropped ? tale.leave_out(step) : tale.tell(step);
    findings.judge(tale, events);
  }
}

void drop_types_of_the_story(Findings& findings) {
  const std::vector<Judged> events = plain_events();
  std::set<std::string_view> types;
  for (const Step& step : story()) types.insert(step.type);
  types.erase("ledger.genesis");
  for (const std::string_view dropped : types) {
    Tale tale;
    for (const Step& step : story()) dropped == step.type ? tale.leave_out(step) : tale.tell(step);
    if (findings.judge(tale, events) < events.size() / 2) drop_one_by_one(dropped, events, findings);
  }
}

void drop_steps_of_rows(Findings& findings) {
  for (const RuleRow& row : all_rule_rows()) {
    if (!row.holds) continue;
    for (std::size_t dropped = 0; dropped < row.before.size(); ++dropped) {
      if (is_policy(row.before[dropped])) continue;
      Tale tale{Programme::lived(), {}};
      for (std::size_t i = 0; i < row.before.size(); ++i) {
        i == dropped ? tale.leave_out(row.before[i]) : tale.tell(row.before[i]);
      }
      findings.judge(tale, {{row.type, row.patch}});
    }
  }
}

}  // namespace

TEST(RulesOrder, WhatRestsOnAnEarlierEventWaitsForIt) {
  Findings findings;
  drop_types_of_the_story(findings);
  drop_steps_of_rows(findings);
  std::size_t marked = 0;
  for (const ledger::RuleSpec& rule : ledger::rule_table()) {
    const bool after = rule.order == RuleOrder::kAfterEvent;
    EXPECT_EQ(findings.never().contains(rule.id), after)
        << rule.name << (after ? ": nothing is refused because an event has not come" : " is not marked");
    if (!after) continue;
    ++marked;
    EXPECT_TRUE(findings.late().contains(rule.id)) << rule.name << ": nothing passes once the event has come";
  }
  EXPECT_GT(marked, 100U);
}

}  // namespace tests
