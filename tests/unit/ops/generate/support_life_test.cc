// Goal: an evening leaves what its specimens say, and corrects last month's session on the next one.
// Method: two months of one centre in a ledger in memory, its lines counted by type.
#include "ops/generate/support_life.h"

#include <gtest/gtest.h>

#include "ledger/domain/catalogue.h"
#include "ops/generate/generate.h"
#include "tests/unit/ops/generate/acceptor.h"

namespace ops::generate {
namespace {

std::map<std::string, std::uint64_t> accepted_in(int months) {
  Options options;
  options.origin = "ledger.example/test";
  options.centers = parse_centers("c40").value();
  options.from = {2026, 4};
  options.months = months;
  options.scale = 1;
  options.setup_at = {day_number(2029, 5, 7), 0};
  const JstTime founded{day_number(2029, 5, 7), 12 * 3600};
  tests::Acceptor ledger(options.origin, options.seed, founded.micros(), founded.plus_minutes(1).micros());
  EXPECT_TRUE(generate(options, tests::Acceptor::admin_key(), ledger).ok());
  for (const std::string& refusal : ledger.refusals()) ADD_FAILURE() << refusal;
  return ledger.accepted();
}

TEST(SupportLifeTest, EveryMonthHasItsRareSteps) {
  auto one = accepted_in(1);
  for (const ledger::TypeSpec* row : ledger::catalogue_rows()) {
    if (row->corrects.empty()) continue;
    EXPECT_EQ(one[std::string(row->type)], 1U) << row->type;
  }
  EXPECT_EQ(one["business.unmerged"], 1U);
  auto two = accepted_in(2);
  // May corrects its own session and April's; it undoes no merge.
  EXPECT_EQ(two["session.corrected"], 3U);
  EXPECT_EQ(two["business.unmerged"], 1U);
  EXPECT_EQ(two["consultation.discontinued"], 2U);
}

}  // namespace
}  // namespace ops::generate
