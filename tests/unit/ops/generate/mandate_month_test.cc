// Goal: a year of months holds every procedure for every centre, and no more working days than working days.
// Method: twelve months of one centre judged by real rules; accepted types counted, the state read back.
#include <gtest/gtest.h>

#include "ledger/domain/mandate_values.h"
#include "ops/generate/generate.h"
#include "tests/unit/ops/generate/acceptor.h"

namespace ops::generate {
namespace {

TEST(MandateMonthTest, AYearHoldsEveryProcedureOnce) {
  Options options;
  options.origin = "ledger.example/test";
  options.centers = parse_centers("c41").value();
  options.months = 12;
  options.scale = 1;
  options.setup_at = {day_number(2029, 5, 7), 0};
  const JstTime founded{day_number(2029, 5, 7), 12 * 3600};
  tests::Acceptor ledger(options.origin, options.seed, founded.micros(), founded.plus_minutes(1).micros());
  ASSERT_TRUE(generate(options, tests::Acceptor::admin_key(), ledger).ok());
  for (const std::string& refusal : ledger.refusals()) ADD_FAILURE() << refusal;
  for (const char* type : {"rescission.decided", "contract.rescinded", "contract.shortened", "interim.ended",
                           "workday.exception_agreed", "workyear.settled", "contract.amended",
                           "subcontract.approved", "payment.advance_approved"}) {
    EXPECT_EQ(ledger.accepted().at(type), 1U) << type;
  }
  EXPECT_EQ(ledger.accepted().at("workday.approved"), 24U);
  const auto work = ledger::find(ledger.state(), ledger::work_term_record("k-41-2026-cco"));
  ASSERT_TRUE(work);
  EXPECT_EQ(work->months.size(), 12U);
  EXPECT_GT(ledger::halves_worked(*work), 2 * 150);
  EXPECT_LT(ledger::halves_worked(*work), 2 * 250);
}

}  // namespace
}  // namespace ops::generate
