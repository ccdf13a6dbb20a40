// Goal: a figure's value is withheld for the reason that holds, and a recomputation after an erasure says
// what may have stood in it. Method: answers made by hand.
#include "projections/figures/fixing.h"

#include <gtest/gtest.h>

#include "tests/unit/projections/figures/event_lists.h"

namespace projections::figures {
namespace {

// The names are literals.
Answer answer_of(const std::vector<std::string_view>& businesses) {
  Answer answer;
  answer.numerator = businesses;
  answer.sums = {{"va", {}}};
  for (const std::string_view business : businesses) {
    answer.sums[0].addends.push_back({std::string(business), "e" + std::string(business)});
  }
  return answer;
}

TEST(Fixing, WhyAValueIsWithheld) {
  const FigureLog log = testing::log_of({});
  KnownFacts facts(known_now(log));
  ToldApart told;
  EXPECT_EQ(withheld_by(told, answer_of({}), 3, facts), kFewBusinesses);
  EXPECT_EQ(withheld_by(told, answer_of({"A", "B"}), 3, facts), kFewBusinesses);
  EXPECT_EQ(withheld_by(told, answer_of({"A", "B"}), 2, facts), "");
  EXPECT_EQ(withheld_by(told, answer_of({"A", "B", "C"}), 3, facts), "");
  told.state(answer_of({"A", "B", "C"}).sums);
  EXPECT_EQ(withheld_by(told, answer_of({"A", "B", "C", "D"}), 3, facts), kSmallRemainder);
  EXPECT_EQ(withheld_by(told, answer_of({"A", "B", "C", "D"}), 1, facts), "");
  EXPECT_EQ(withheld_by(told, answer_of({"D", "E"}), 3, facts), kFewBusinesses);
}

TEST(Fixing, MergesOfTheCutOffCount) {
  const FigureLog log =
      testing::log_of({{1, "2026-04-01", "business.merged", R"({"business_id": "A", "absorbed_id": "B"})"}});
  KnownFacts facts(known_now(log));
  ToldApart told;
  // Three stood behind it, but two of them are one.
  EXPECT_EQ(withheld_by(told, answer_of({"A", "B", "C"}), 3, facts), kSmallRemainder);
}

TEST(Fixing, ErasedInputsMayHaveStoodInIt) {
  Answer answer = answer_of({"A", "B", "C"});
  answer.excluded = {{"D", "inputs_erased"}, {"E", "no_statement"}, {"F", "inputs_erased_previous"}};
  EXPECT_EQ(stated_sums(answer, 3)[0].addends.size(), 3U) << "none of them did";
  const std::vector<Sum> sums = stated_sums(answer, 4);
  ASSERT_EQ(sums[0].addends.size(), 5U);
  EXPECT_EQ(sums[0].addends[3].business, "D");
  EXPECT_FALSE(sums[0].addends[3].is_certain);
  EXPECT_EQ(sums[0].addends[4].business, "F");
}

}  // namespace
}  // namespace projections::figures
