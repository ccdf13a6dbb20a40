// Goal: a closing fixes its centre's figures, and wider scopes' when it was the last one; a publication those
// of its kind at its own position; a scope of one centre has none beside that centre's. Method: months of one
// and of two centres closed in a real log, each cause asked about.
#include "ops/fixing_causes.h"

#include <gtest/gtest.h>

#include "tests/unit/ops/closing_story.h"

namespace tests {
namespace {

class FixingCausesTest : public ::testing::Test {
 protected:
  // "scope month fy @cut_off /centres" of each.
  std::vector<std::string> fixings(const ops::TypedEvent& cause) {
    const auto found = ops::fixings_of(*story_.api.cell.load(), cause);
    EXPECT_TRUE(found.ok()) << found.status().to_string();
    std::vector<std::string> texts;
    for (const ops::Fixing& each : *found) {
      texts.push_back(each.scope + " " + each.month + " " + std::to_string(each.fiscal_year) + " @" +
                      std::to_string(each.cut_off.value) + " /" + std::to_string(each.centers));
    }
    return texts;
  }
  using Texts = std::vector<std::string>;
  ClosingStory story_;
};

TEST_F(FixingCausesTest, TheOnlyCentreAnswersForItsBureauAndTheNation) {
  EXPECT_EQ(fixings(story_.close("c40", "2026-04", 40)), Texts{"center:c40 2026-04 2026 @40 /1"});
}

TEST_F(FixingCausesTest, TheLastCentreToCloseAMonthFixesTheNationsToo) {
  story_.establish_c13();
  const ops::TypedEvent first = story_.close("c40", "2026-04", 41);
  EXPECT_EQ(fixings(first), Texts{"center:c40 2026-04 2026 @41 /1"}) << "c13 never closed any";
  const ops::TypedEvent last = story_.close("c13", "2026-04", 40);
  EXPECT_EQ(fixings(last), (Texts{"center:c13 2026-04 2026 @40 /1", "nation 2026-04 2026 @41 /2"}));
  EXPECT_EQ(fixings(first), Texts{"center:c40 2026-04 2026 @41 /1"}) << "at its position c13 was open";
}

TEST_F(FixingCausesTest, AFirstClosingFixesTheMonthsThatItHeldUp) {
  story_.establish_c13();
  story_.close("c40", "2026-03", 38);
  story_.close("c40", "2026-04", 39);
  story_.close("c40", "2026-05", 40);
  const ops::TypedEvent late = story_.close("c13", "2026-05", 42);
  EXPECT_EQ(fixings(late), (Texts{"center:c13 2026-05 2026 @42 /1", "nation 2026-04 2026 @39 /2",
                                  "nation 2026-05 2026 @42 /2"}))
      << "a month of the year before is none of this year's";
}

TEST_F(FixingCausesTest, APublicationFixesEveryScopeOfItsKindAtItsOwnPosition) {
  const std::string at = " 2026 @";
  const auto fixed = [&](const std::string& scope) { return fixings(story_.published(scope)); };
  std::string end = at + std::to_string(story_.api.ledger.size() - 1) + " /";
  for (const char* kind : {"center", "bureau", "nation"}) {
    EXPECT_EQ(fixed(kind), Texts{"center:c40 " + end + "1"}) << kind;
  }
  EXPECT_EQ(fixed("business"), Texts{});
  story_.establish_c13();
  end = at + std::to_string(story_.api.ledger.size() - 1) + " /";
  EXPECT_EQ(fixed("center"), (Texts{"center:c13 " + end + "1", "center:c40 " + end + "1"}));
  EXPECT_EQ(fixed("bureau"), (Texts{"center:c13 " + end + "1", "center:c40 " + end + "1"}));
  EXPECT_EQ(fixed("nation"), Texts{"nation " + end + "2"});
}

}  // namespace
}  // namespace tests
