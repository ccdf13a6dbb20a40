// Goal: the value in force at a cut-off rules; what is not computed is refused, never guessed; footnote 7 by
// day.
#include "projections/figures/definitions.h"

#include <algorithm>
#include <gtest/gtest.h>

#include "ledger/base/json_writer.h"
#include "ledger/domain/codes.h"
#include "ledger/domain/indicators.h"
#include "projections/figures/reports.h"
#include "projections/figures/violations.h"
#include "tests/unit/projections/figures/event_lists.h"

namespace projections::figures {
namespace {

using testing::known_at;
using testing::log_of;

FigureLog parameters() {
  return log_of(
      {{1, "2026-04-01", "policy.parameter_set", R"({"name": "knowhow.measure", "value": "times"})"},
       {2, "2026-04-01", "policy.parameter_set", R"({"name": "figures.k_min", "value": 5})"},
       {3, "2026-04-01", "policy.parameter_set", R"({"name": "va.family_pay", "value": "included"})"},
       {4, "2026-04-01", "policy.parameter_set", R"({"name": "knowhow.measure", "value": "heads"})"},
       {5, "2026-04-01", "policy.parameter_set", R"({"name": "figures.k_min", "value": "many"})"},
       {6, "2026-04-01", "policy.parameter_set", R"({"name": "ceiling.c40.2026", "value": 246113000})"}});
}

TEST(Definitions, ChoiceInForce) {
  const FigureLog log = parameters();
  EXPECT_EQ(*choice(known_at(log, 0), "knowhow.measure"), "persons");
  EXPECT_EQ(*choice(known_at(log, 1), "knowhow.measure"), "times");
  EXPECT_EQ(*choice(known_at(log, 3), "knowhow.measure"), "times");
  const auto unknown = choice(known_at(log, 4), "knowhow.measure");
  ASSERT_FALSE(unknown.ok());
  EXPECT_EQ(unknown.status().reason(), "figures.parameter");
  EXPECT_EQ(unknown.status().code(), ledger::StatusCode::kFailedPrecondition);
  EXPECT_EQ(*choice(known_at(log, 6), "baseline.missing"), "recompute");
}

TEST(Definitions, NumbersInForce) {
  const FigureLog log = parameters();
  EXPECT_EQ(number(known_at(log, 1), "figures.k_min"), 3);
  EXPECT_EQ(number(known_at(log, 2), "figures.k_min"), 5);
  EXPECT_EQ(number(known_at(log, 6), "figures.k_min"), 5);  // "many" sets nothing
  EXPECT_EQ(parameter_value(known_at(log, 5), "ceiling.c40.2026"), std::nullopt);
  EXPECT_EQ(parameter_value(known_at(log, 6), "ceiling.c40.2026"), 246'113'000);
}

TEST(Definitions, WhatNoEventCarries) {
  const FigureLog log = parameters();
  constexpr std::string_view kNames[] = {"va.operating_profit_sole", "va.family_pay"};
  EXPECT_EQ(unanswerable(known_at(log, 2), kNames), "");
  EXPECT_EQ(unanswerable(known_at(log, 3), kNames), "va.family_pay");
}

std::string rulings_text(const Known& known, std::string_view indicator, bool before_definition = false) {
  return ledger::write_json(json_of(rulings(known, indicator, before_definition)));
}

TEST(Definitions, WhatRuledAFigure) {
  const FigureLog log = parameters();
  EXPECT_EQ(rulings_text(known_at(log, 0), "knowhow_shared"),
            R"([{"name":"knowhow.measure","value":"persons","set_by":null},)"
            R"({"name":"knowhow.sit_in_twice","value":"allowed","set_by":null},)"
            R"({"name":"late_entries.count_in","value":"true_month","set_by":null}])");
  const std::string after = rulings_text(known_at(log, 3), "knowhow_shared");
  EXPECT_TRUE(after.starts_with(R"([{"name":"knowhow.measure","value":"times","set_by":"e1"},)")) << after;
  EXPECT_EQ(rulings_text(known_at(log, 3), "initiative"), "[]");
  EXPECT_EQ(rulings_text(known_at(log, 3), "initiative", true),
            R"([{"name":"baseline.missing","value":"recompute","set_by":null}])");
  EXPECT_EQ(rulings_text(known_at(log, 3), "no_such_figure"), "[]");
}

TEST(Definitions, TheEndOfTheExceptionRulesByAllItsValues) {
  const FigureLog log = log_of(
      {{1, "2026-04-01", "policy.parameter_set", R"({"name": "it_exception.last_fy", "value": 2027})"},
       {2, "2026-04-01", "policy.parameter_set", R"({"name": "it_exception.last_fy", "value": 2026})"}});
  EXPECT_EQ(rulings_text(known_at(log, 2), "issues_resolved_excluded"),
            R"([{"name":"it_exception.last_fy","value":2100,"set_by":null},)"
            R"({"name":"it_exception.last_fy","value":2027,"set_by":"e1"},)"
            R"({"name":"it_exception.last_fy","value":2026,"set_by":"e2"},)"
            R"({"name":"late_entries.count_in","value":"true_month","set_by":null}])");
}

FigureLog log_with(std::string_view name, std::string_view word) {
  const std::string data =
      R"({"name": ")" + std::string(name) + R"(", "value": ")" + std::string(word) + R"("})";
  return log_of({{1, "2026-04-01", "policy.parameter_set", data}});
}

TEST(Definitions, WhatRuledAListOfViolations) {
  const FigureLog log =
      log_of({{1, "2026-04-01", "policy.parameter_set", R"({"name": "workdays.year_days", "value": 200})"},
              {2, "2026-04-01", "policy.parameter_set", R"({"name": "ceiling.c40.2026", "value": 7})"},
              {3, "2026-04-01", "policy.parameter_set", R"({"name": "ceiling.c41.2026", "value": 8})"},
              {4, "2026-04-01", "policy.parameter_set", R"({"name": "countersign.expiry_days", "value": 9})"},
              {5, "2026-04-01", "policy.parameter_set", R"({"name": "ceiling.c40.2026", "value": 6})"}});
  const auto text = [&](std::uint64_t cut_off, std::string_view kind) {
    return ledger::write_json(json_of(violation_rulings(known_at(log, cut_off), kind, {"c40"}, 2026)));
  };
  const std::string expiry = R"({"name":"countersign.expiry_days","value":30,"set_by":null})";
  EXPECT_EQ(text(5, "phase2"), "[]");
  EXPECT_EQ(text(3, "fees"), "[" + expiry + "]");
  EXPECT_EQ(text(5, "fees"),
            "[" + expiry + R"(,{"name":"countersign.expiry_days","value":9,"set_by":"e4"}])");
  EXPECT_EQ(text(1, "workdays"),
            "[" + expiry +
                R"(,{"name":"workdays.proration","value":"by_contract_days","set_by":null},)"
                R"({"name":"workdays.week","value":"monday_to_sunday","set_by":null},)"
                R"({"name":"workdays.year_days","value":200,"set_by":"e1"}])");
  const std::string of_costs =
      R"([{"name":"contract.ceiling_tax","value":"included","set_by":null},)" + expiry;
  EXPECT_EQ(text(1, "costs"), of_costs + "]");
  EXPECT_EQ(text(3, "costs"), of_costs + R"(,{"name":"ceiling.c40.2026","value":7,"set_by":"e2"}])");
}

// Whoever sets a parameter gets the figures that he asked for, or is refused: the catalogue's word and what
// is computed are one.
TEST(Definitions, WhatIsComputedIsWhatMayBeSet) {
  std::size_t several = 0, one = 0;
  for (const ledger::ParameterSpec& spec : ledger::parameters()) {
    SCOPED_TRACE(spec.name);
    const bool is_of_indicators =
        std::any_of(spec.read_by.begin(), spec.read_by.end(),
                    [](std::string_view reader) { return reader.starts_with("indicator/"); });
    switch (answers_to(spec.name)) {
      case ParameterAnswers::kSeveral: {
        ++several;
        EXPECT_FALSE(spec.is_fixed);
        const auto otherwise = choice(known_now(log_of({})), spec.name);
        EXPECT_EQ(*otherwise, spec.choices[static_cast<std::size_t>(spec.otherwise)]);
        for (const std::string_view word : spec.choices) {
          const FigureLog log = log_with(spec.name, word);
          const auto chosen = choice(known_at(log, 1), spec.name);
          ASSERT_TRUE(chosen.ok()) << word;
          EXPECT_EQ(*chosen, word);
        }
        break;
      }
      case ParameterAnswers::kOne: {
        ++one;
        EXPECT_TRUE(spec.is_fixed);
        const std::string_view names[] = {spec.name};
        for (std::size_t i = 0; i < spec.choices.size(); ++i) {
          const FigureLog log = log_with(spec.name, spec.choices[i]);
          const bool is_default = static_cast<std::int64_t>(i) == spec.otherwise;
          EXPECT_EQ(unanswerable(known_at(log, 1), names), is_default ? "" : spec.name);
        }
        break;
      }
      case ParameterAnswers::kNumber:
        EXPECT_FALSE(spec.is_fixed);
        EXPECT_EQ(number(known_now(log_of({})), spec.name), spec.otherwise);
        break;
      case ParameterAnswers::kNotAsked:
        EXPECT_FALSE(is_of_indicators);
    }
  }
  EXPECT_GT(several, 10U);
  EXPECT_GT(one, 5U);
}

// "indicator/<id>" names a figure that exists.
TEST(Definitions, ReadersOfParametersAreFigures) {
  for (const ledger::ParameterSpec& spec : ledger::parameters()) {
    for (std::string_view reader : spec.read_by) {
      if (reader.starts_with("question/")) {
        reader.remove_prefix(std::string_view("question/").size());
        EXPECT_NE(find_violation_kind(reader), nullptr) << spec.name << ' ' << reader;
      }
      if (!reader.starts_with("indicator/")) continue;
      reader.remove_prefix(std::string_view("indicator/").size());
      const auto figures = report_figures();
      EXPECT_TRUE(ledger::find_indicator(reader) != nullptr ||
                  std::find(figures.begin(), figures.end(), reader) != figures.end())
          << spec.name << ' ' << reader;
    }
  }
}

TEST(Definitions, SetsByYearAndVersion) {
  EXPECT_EQ(definition_of_year(2025), kDefinition2024);
  EXPECT_EQ(definition_of_year(2026), kDefinition2026);
  EXPECT_EQ(indicators_of(kDefinition2024).size(), 13U);
  EXPECT_EQ(indicators_of(kDefinition2026).size(), 18U);
  EXPECT_TRUE(indicators_of("2030.1").empty());
  EXPECT_EQ(find_indicator(kDefinition2026, "va_sum")->first_fy, 2026);
  EXPECT_EQ(find_indicator(kDefinition2026, "sessions"), nullptr);
}

TEST(Definitions, CategoriesOfFootnote7) {
  const struct {
    std::string_view category, day;
    std::int64_t it_last_fy;
    CategoryState state;
  } kRows[] = {
      {"bookkeeping", "2026-05-01", 2100, CategoryState::kExcluded},
      {"bookkeeping", "2014-03-31", 2100, CategoryState::kCounted},  // before the programme
      {"labour_administration", "2026-05-01", 2100, CategoryState::kExcluded},
      {"it_use", "2026-05-01", 2100, CategoryState::kCounted},
      {"it_use", "2027-03-31", 2026, CategoryState::kCounted},
      {"it_use", "2027-04-01", 2026, CategoryState::kExceptionOver},
      {"digital_transformation", "2027-04-01", 2026, CategoryState::kExceptionOver},
      {"sales_growth", "2027-04-01", 2026, CategoryState::kCounted},
      {"", "2027-04-01", 2026, CategoryState::kCounted},
  };
  for (const auto& row : kRows) {
    EXPECT_EQ(category_state(row.category, jst_day(row.day), row.it_last_fy), row.state)
        << row.category << ' ' << row.day;
  }
}

TEST(Definitions, ConfidentialInputs) {
  EXPECT_EQ(confidential_inputs("business.financials_submitted").size(), 9U);
  EXPECT_EQ(confidential_inputs("business.profile_updated").size(), 3U);
  // A correction states them anew.
  EXPECT_EQ(confidential_inputs("business.financials_corrected").size(), 9U);
  EXPECT_EQ(confidential_inputs("business.profile_corrected").size(), 3U);
  EXPECT_EQ(confidential_inputs("figure.fixed").size(), 2U);
  EXPECT_TRUE(confidential_inputs("session.held").empty());
}

}  // namespace
}  // namespace projections::figures
