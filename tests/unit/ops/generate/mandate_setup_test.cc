// Goal: the set-up tells every step of the mandate once per centre, and earlier accounts that add up.
// Method: the set-up of three centres, one with a false start, judged by real rules; accepted types counted.
#include <gtest/gtest.h>

#include "ledger/domain/records.h"
#include "ops/generate/generate.h"
#include "tests/unit/ops/generate/acceptor.h"

namespace ops::generate {
namespace {

TEST(MandateSetupTest, EveryCentreIsSelectedAndSettled) {
  Options options;
  options.origin = "ledger.example/test";
  options.centers = parse_centers("c40,c43,c44").value();
  options.activity = false;
  options.setup_at = {day_number(2029, 5, 7), 0};
  const JstTime founded{day_number(2029, 5, 7), 12 * 3600};
  tests::Acceptor ledger(options.origin, options.seed, founded.micros(), founded.plus_minutes(1).micros());
  ASSERT_TRUE(generate(options, tests::Acceptor::admin_key(), ledger).ok());
  for (const std::string& refusal : ledger.refusals()) ADD_FAILURE() << refusal;
  EXPECT_EQ(ledger.accepted().at("amount.fixed"), 3U);
  EXPECT_EQ(ledger.accepted().at("application.excluded"), 3U);
  EXPECT_EQ(ledger.accepted().at("call.closed"), 9U);  // body, chief and productivity lead
  EXPECT_EQ(ledger.accepted().at("entrustment.rescinded"), 1U);
  EXPECT_EQ(ledger.accepted().at("sanction.imposed"), 1U);
  const auto account = ledger::find(ledger.state(), ledger::account_record("k-44-2024-entrustment"));
  ASSERT_TRUE(account);
  EXPECT_TRUE(account->is_fixed && account->settled);
  EXPECT_LE(account->fixed, account->amount);
}

}  // namespace
}  // namespace ops::generate
