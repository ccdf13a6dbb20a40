// Goal: the fee table says what the programme says, and halves are rounded down.
// Method: one row per kind of contract.
#include "ledger/domain/fee_table.h"

#include <gtest/gtest.h>

namespace ledger {

TEST(FeeTable, HoldsTheProgrammesBounds) {
  struct Row {
    const char* kind;
    std::int64_t base, ceiling;
    bool flat, circumstance;
  };
  for (const Row& row :
       {Row{"cco", 50'000, 50'000, true, false}, Row{"sub_cco", 35'000, 40'000, false, true},
        Row{"co", 35'000, 40'000, false, true}, Row{"prod_lead", 45'000, 50'000, false, false}}) {
    const FeeBounds* bounds = find_fee_bounds(row.kind);
    ASSERT_NE(bounds, nullptr) << row.kind;
    EXPECT_EQ(bounds->base_yen, row.base) << row.kind;
    EXPECT_EQ(bounds->ceiling_yen, row.ceiling) << row.kind;
    EXPECT_EQ(bounds->flat, row.flat) << row.kind;
    EXPECT_EQ(bounds->needs_circumstance, row.circumstance) << row.kind;
  }
  for (const char* kind : {"entrustment", "", "lecturer", "CCO"})
    EXPECT_EQ(find_fee_bounds(kind), nullptr) << kind;
}

TEST(FeeTable, HalfADayEarnsHalfRoundedDown) {
  EXPECT_EQ(fee_for(50'000, false), 50'000);
  EXPECT_EQ(fee_for(50'000, true), 25'000);
  EXPECT_EQ(fee_for(35'001, true), 17'500);
  EXPECT_EQ(fee_for(1, true), 0);
}

}  // namespace ledger
