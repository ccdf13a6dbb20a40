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
  }
  EXPECT_EQ(find_indicator(""), nullptr);
  EXPECT_EQ(find_indicator("happiness"), nullptr);
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
