// Goal: corporate numbers are held against their check digit, with its one known blind spot.
// Method: computed vectors and every single-digit change of a valid number.
#include "ledger/domain/corporate_number.h"

#include <gtest/gtest.h>
#include <string>

namespace ledger {

TEST(CorporateNumber, AcceptsTheVectors) {
  EXPECT_TRUE(is_corporate_number("7123456789012"));
  // One slip between 0 and 9 passes: the blind spot of the formula.
  EXPECT_TRUE(is_corporate_number("7123456780012"));
  EXPECT_TRUE(is_corporate_number("7123456789912"));
}

TEST(CorporateNumber, RefusesEverythingElse) {
  for (const char* text :
       {"", "712345678901", "71234567890123", "6123456789012", "0123456789012", "712345678901x",
        " 7123456789012", "7123456789012 ", "7１23456789012", "-123456789012"}) {
    EXPECT_FALSE(is_corporate_number(text)) << text;
  }
}

TEST(CorporateNumber, NoticesEverySingleDigitErrorBut0And9) {
  const std::string valid = "7123456789012";
  for (std::size_t i = 0; i < valid.size(); ++i) {
    for (char digit = '0'; digit <= '9'; ++digit) {
      if (digit == valid[i]) continue;
      std::string changed = valid;
      changed[i] = digit;
      const bool blind = i > 0 && ((digit == '0' && valid[i] == '9') || (digit == '9' && valid[i] == '0'));
      EXPECT_EQ(is_corporate_number(changed), blind) << changed;
    }
  }
}

TEST(CorporateNumber, LeadingZeroIsNeverValid) {
  for (int last = 0; last < 1000; ++last) {
    std::string text = std::to_string(1000 + last);
    text = "0" + std::string(9, '3') + text.substr(1);
    ASSERT_EQ(text.size(), 13U);
    EXPECT_FALSE(is_corporate_number(text)) << text;
  }
}

}  // namespace ledger
