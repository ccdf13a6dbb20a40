// Goal: the indicators are complete, distinct, and change with FY2026 as the review panel says.
// Method: self-checks over the table and the border year.
#include "ledger/domain/indicators.h"

#include <gtest/gtest.h>
#include <set>

#include "ledger/event/event.h"

namespace ledger {

TEST(Indicators, AreCompleteAndDistinct) {
  std::set<std::string_view> seen;
  for (const IndicatorSpec& spec : indicators()) {
    SCOPED_TRACE(spec.id);
    EXPECT_TRUE(is_segment(spec.id));
    EXPECT_TRUE(seen.insert(spec.id).second);
    EXPECT_LE(spec.first_fy, spec.last_fy);
    EXPECT_FALSE(spec.label_ja.empty() || spec.label_en.empty() || spec.source.empty());
    EXPECT_EQ(find_indicator(spec.id), &spec);
    // In force exactly in the years whose figures are stated under one of its versions.
    for (int fy = 2014; fy <= 2100; ++fy) {
      const bool in_force = spec.first_fy <= fy && fy <= spec.last_fy;
      EXPECT_EQ(find_indicator(spec.id, definition_version_of(fy)) == &spec, in_force) << fy;
    }
    EXPECT_EQ(spec.unit.empty(), spec.kind == IndicatorKind::kNoValue);
    EXPECT_FALSE(indicator_kind_name(spec.kind).empty());
  }
  EXPECT_EQ(find_indicator(""), nullptr);
  EXPECT_EQ(find_indicator("happiness"), nullptr);
  EXPECT_EQ(find_indicator("sessions", "2026.1"), nullptr);
  EXPECT_EQ(find_indicator("va_sum", "2024.1"), nullptr);
  EXPECT_EQ(find_indicator("va_sum", ""), nullptr);
  EXPECT_EQ(find_indicator("happiness", "2026.1"), nullptr);
}

TEST(Indicators, DefinitionsFollowEachOther) {
  int next = 2014;
  for (const DefinitionSpec& spec : definitions()) {
    EXPECT_EQ(spec.first_fy, next);
    EXPECT_TRUE(is_segment(spec.version));
    for (int fy = spec.first_fy; fy <= spec.last_fy; ++fy) EXPECT_EQ(definition_version_of(fy), spec.version);
    next = spec.last_fy + 1;
  }
  EXPECT_EQ(next, 2101);
}

// What asks for sealed fields (003 footnotes 8 and 9) cannot be proven from public ones.
TEST(Indicators, ValueAddedSalesAndEmployeesAreConfidential) {
  std::set<std::string_view> confidential;
  for (const IndicatorSpec& spec : indicators()) {
    if (spec.kind == IndicatorKind::kConfidential) confidential.insert(spec.id);
  }
  EXPECT_EQ(confidential, (std::set<std::string_view>{"employees_sum", "sales_growth", "va_productivity",
                                                      "va_sum", "va_yoy"}));
}

TEST(Indicators, TheSetChangesWithFiscalYear2026) {
  const auto in_force = [](std::string_view id, int fy) {
    const IndicatorSpec* spec = find_indicator(id);
    return spec != nullptr && spec->first_fy <= fy && fy <= spec->last_fy;
  };
  for (const char* id : {"businesses", "sessions", "outcomes_confirmed", "survey_satisfaction"}) {
    EXPECT_TRUE(in_force(id, 2025)) << id;
    EXPECT_FALSE(in_force(id, 2026)) << id;
  }
  for (const char* id : {"issues_resolved", "va_sum", "co_improved", "knowhow_shared"}) {
    EXPECT_FALSE(in_force(id, 2025)) << id;
    EXPECT_TRUE(in_force(id, 2026)) << id;
  }
  EXPECT_TRUE(in_force("session_minutes", 2025) && in_force("session_minutes", 2026));
}

}  // namespace ledger
