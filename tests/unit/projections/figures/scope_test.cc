// Goal: a scope's text is read strictly, and its centres follow the latest establishment of each.
#include "projections/figures/scope.h"

#include <gtest/gtest.h>

#include "tests/unit/projections/figures/event_lists.h"

namespace projections::figures {
namespace {

TEST(Scope, TextThereAndBack) {
  for (const std::string_view text : {"center:c40", "prefecture:40", "bureau:bureau-kyushu", "nation"}) {
    const auto scope = parse_scope(text);
    ASSERT_TRUE(scope.ok()) << text;
    EXPECT_EQ(scope_text(*scope), text);
  }
  for (const std::string_view text : {"", "center", "center:", "nation:x", "world", "c40", "Center:c40"}) {
    const auto scope = parse_scope(text);
    ASSERT_FALSE(scope.ok()) << text;
    EXPECT_EQ(scope.status().reason(), "figures.scope");
  }
}

TEST(Scope, CentersByLatestEstablishment) {
  const FigureLog log =
      testing::log_of({{1, "2025-04-01", "center.established",
                        R"({"center_id": "c40", "pref_code": "40", "bureau": "kyushu"})"},
                       {2, "2025-04-01", "center.established",
                        R"({"center_id": "c34", "pref_code": "34", "bureau": "kyushu"})"},
                       {3, "2026-04-01", "center.established",
                        R"({"center_id": "c34", "pref_code": "34", "bureau": "chugoku"})"}});
  const auto centers = [&](std::string_view text, std::uint64_t cut_off) {
    return centers_of(testing::known_at(log, cut_off), parse_scope(text).value());
  };
  EXPECT_EQ(centers("nation", 3), (Centers{"c40", "c34"}));
  EXPECT_EQ(centers("nation", 1), (Centers{"c40"}));
  EXPECT_EQ(centers("bureau:kyushu", 2), (Centers{"c40", "c34"}));
  EXPECT_EQ(centers("bureau:kyushu", 3), (Centers{"c40"}));
  EXPECT_EQ(centers("prefecture:34", 3), (Centers{"c34"}));
  EXPECT_TRUE(centers("prefecture:99", 3).empty());
  EXPECT_EQ(centers("center:c99", 3), (Centers{"c99"}));
}

}  // namespace
}  // namespace projections::figures
