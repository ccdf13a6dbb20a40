// Goal: the value in force at a cut-off rules; what is not computed is refused, never guessed; footnote 7 by
// day.
#include "projections/figures/definitions.h"

#include <gtest/gtest.h>

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
