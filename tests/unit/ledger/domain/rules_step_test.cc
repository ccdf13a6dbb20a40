// Goal: every life cycle goes the way that its rows say and no other; no step is begun twice, skipped, or
// taken by those who may not. Method: rows at the border of each rule, and each sample judged in every stage
// of its stream and under every role of the cast.
#include <algorithm>
#include <gtest/gtest.h>
#include <map>
#include <set>

#include "ledger/domain/effects.h"
#include "tests/unit/ledger/domain/rule_rows.h"

namespace tests {

using ledger::RuleId;
using ledger::TypeSpec;

namespace {

const RuleRow kRows[] = {
    {RuleId::kStepNew, true, "survey.issued", R"({})"},
    {RuleId::kStepNew, false, "survey.issued", R"({"survey_id":"su-1"})"},
    {RuleId::kStepNew, false, "window.opened", R"({"window_id":"x-window.closed"})"},
    {RuleId::kStepBegun, true, "plan.submitted", R"({})"},
    {RuleId::kStepBegun, false, "plan.submitted", R"({"plan_id":"none"})"},
    {RuleId::kStepBegun, false, "erasure.confirmed", R"({"inventory_id":"none"})"},
    {RuleId::kStepOrder, true, "plan.submitted", R"({})"},
    {RuleId::kStepOrder, false, "plan.submitted", R"({"plan_id":"x-plan.bureau_confirmed"})"},
    {RuleId::kStepOrder, false, "secplan.change_agreed", R"({"plan_id":"x-secplan.approved"})"},
    {RuleId::kStepCenter, true, "satellite.closed", R"({})"},
    {RuleId::kStepCenter, false, "satellite.closed", R"({"@by":"p-lead13","center_id":"c13"})"},
};

const std::map<std::string_view, std::set<std::string_view>>& stages() {
  static const auto all = [] {
    std::map<std::string_view, std::set<std::string_view>> made;
    for (const TypeSpec* row : ledger::catalogue_rows()) {
      if (row->step.to.empty()) continue;
      made[row->stream_kind].insert(row->step.to);
    }
    return made;
  }();
  return all;
}

bool is_step_rule(const ledger::Status& status) {
  return status.rule().starts_with("step.") && status.rule() != "step.center";
}

bool admits(const TypeSpec& row, std::string_view stage) {
  return std::find(row.step.from.begin(), row.step.from.end(), stage) != row.step.from.end();
}

// The sample's verdict when its stream is in `stage`; empty: not begun.
ledger::Status verdict_in(const Programme& programme, const ledger::Event& event, std::string_view stage) {
  ledger::StateOverlay overlay(programme.state(), programme.state().digest());
  const auto key = ledger::stage_record(event.stream.value);
  auto record = find(programme.state(), key).value_or(ledger::StageRecord{});
  record.stage = stage;
  if (stage.empty()) {
    overlay.erase(key.bytes);
  } else {
    put(overlay, key, record);
  }
  const ledger::KeyId kid = programme.kid_for(event);
  return ledger::decide({event, kid, ledger::Position(programme.log().size()), programme.now()}, overlay,
                        programme)
      .status();
}

}  // namespace

std::vector<RuleRow> step_rule_rows() {
  return {std::begin(kRows), std::end(kRows)};
}

TEST(RulesStep, JudgesEveryRow) {
  run_rule_rows(step_rule_rows());
}

TEST(RulesStep, RefusalSaysWhichStageWouldBeRight) {
  const Programme& programme = Programme::lived();
  const auto verdict =
      programme.judge(programme.sample("plan.submitted", R"({"plan_id":"x-plan.bureau_confirmed"})").build());
  ASSERT_FALSE(verdict.ok());
  EXPECT_EQ(verdict.status().expected(), "a stage of confirmed; it is drafted");
}

TEST(RulesStep, EveryStageIsJudgedAsTheRowSays) {
  const Programme& programme = Programme::lived();
  std::size_t judged = 0;
  for (const TypeSpec* row : ledger::catalogue_rows()) {
    if (row->step.to.empty()) continue;
    const ledger::Event event = programme.sample(row->type).build();
    std::set<std::string_view> of_kind = stages().at(row->stream_kind);
    of_kind.insert("");
    for (const std::string_view stage : of_kind) {
      SCOPED_TRACE(std::string(row->type) + " in stage \"" + std::string(stage) + "\"");
      const ledger::Status status = verdict_in(programme, event, stage);
      // Further rules of the row may refuse what the step admits, e.g. because nothing was kept.
      EXPECT_EQ(!status.ok() && is_step_rule(status), !admits(*row, stage)) << status.to_string();
      ++judged;
    }
  }
  EXPECT_GT(judged, 200U);
}

TEST(RulesStep, EveryStageCanBeReachedAndEveryNamedOneExists) {
  for (const auto& [kind, reached] : stages()) {
    SCOPED_TRACE(kind);
    bool begins = false;
    for (const TypeSpec* row : ledger::catalogue_rows()) {
      if (row->stream_kind != kind || row->step.to.empty()) continue;
      begins = begins || admits(*row, "");
      for (const std::string_view stage : row->step.from) {
        EXPECT_TRUE(stage.empty() || reached.contains(stage)) << row->type << " " << stage;
      }
    }
    EXPECT_TRUE(begins);
  }
}

TEST(RulesStep, RowsNameTheRulesOfTheirStep) {
  const auto names = [](const TypeSpec& row, RuleId rule) {
    return std::find(row.rules.begin(), row.rules.end(), rule) != row.rules.end();
  };
  for (const TypeSpec* row : ledger::catalogue_rows()) {
    SCOPED_TRACE(row->type);
    const bool has_step = !row->step.to.empty();
    EXPECT_EQ(has_step, !row->step.from.empty());
    const bool only_new = has_step && row->step.from.size() == 1 && admits(*row, "");
    EXPECT_EQ(names(*row, RuleId::kStepNew), only_new);
    EXPECT_EQ(names(*row, RuleId::kStepOrder), has_step && !only_new);
    EXPECT_EQ(names(*row, RuleId::kStepBegun), has_step && !admits(*row, ""));
    EXPECT_EQ(names(*row, RuleId::kStepCenter), has_step && !only_new);
    const bool writes = std::find(row->effects.begin(), row->effects.end(), ledger::EffectId::kStepTaken) !=
                        row->effects.end();
    EXPECT_EQ(writes, has_step);
    for (const std::string_view field : {row->step.keeps, row->step.until}) {
      if (field.empty()) continue;
      const ledger::FieldSpec* spec = ledger::find_field(*row, field);
      ASSERT_NE(spec, nullptr);
      EXPECT_EQ(spec->field_class, ledger::FieldClass::kPublic);
    }
  }
}

// What founds a ledger or carries it over is refused before anybody's role is asked for.
std::string_view refusal_of(std::string_view type) {
  if (type == "ledger.genesis") return "ledger.genesis_once";
  return type == "state.imported" ? "import.unexpected" : "role.missing";
}

// Nobody but the row's signers: each sample of the catalogue under every role of the cast.
TEST(RulesStep, WrongSignersAreRefused) {
  const std::pair<const char*, const char*> kRoles[] = {
      {"p-admin", "admin"},    {"p-bureau", "bureau_officer"},
      {"p-hq", "hq_staff"},    {"p-smea", "smea_officer"},
      {"p-lead", "impl_lead"}, {"p-staff", "impl_staff"},
      {"p-cco", "cco"},        {"p-sub", "sub_cco"},
      {"p-co", "co"},          {"p-prod", "prod_lead"},
      {"p-aud", "auditor"}};
  const Programme& programme = Programme::lived();
  for (const Step& sample : samples()) {
    const TypeSpec* row = ledger::find_type(sample.type, 1);
    ASSERT_NE(row, nullptr) << sample.type;
    if (row->signers.empty() || row->way_in == ledger::WayIn::kInternal) continue;
    for (const auto& [person, role] : kRoles) {
      if (std::find(row->signers.begin(), row->signers.end(), role) != row->signers.end()) continue;
      const std::string patch = R"({"@by":")" + std::string(person) + R"("})";
      const auto verdict = programme.judge(programme.sample(sample.type, patch).build());
      ASSERT_FALSE(verdict.ok()) << sample.type << " by " << role;
      EXPECT_EQ(verdict.status().reason(), refusal_of(sample.type)) << sample.type << " by " << role;
    }
  }
}

}  // namespace tests
