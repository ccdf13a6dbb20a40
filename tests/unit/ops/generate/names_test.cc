// Goal: invented names have the right form and point at nobody. Method: many draws held against the ledger's
// own check of corporate numbers and against marks of invention.
#include "ops/generate/names.h"

#include <gtest/gtest.h>
#include <map>
#include <set>

#include "ledger/domain/corporate_number.h"

namespace ops::generate {
namespace {

TEST(NamesTest, CorporateNumbersAreValidAndOutsideEveryRegistry) {
  Random random("seed", "numbers");
  std::set<std::string> numbers;
  for (int i = 0; i < 500; ++i) {
    const std::string number = make_corporate_number(random);
    EXPECT_TRUE(ledger::is_corporate_number(number)) << number;
    EXPECT_EQ(number.substr(1, 2), "99");
    numbers.insert(number);
  }
  EXPECT_GT(numbers.size(), 490U);
}

TEST(NamesTest, AddressesAndTelephonesDoNotExist) {
  Random random("seed", "addresses");
  EXPECT_NE(make_address(random, "福岡県").find("架空市"), std::string::npos);
  EXPECT_EQ(make_telephone(random).substr(0, 8), "0000-00-");
}

TEST(NamesTest, FormsOfNames) {
  Random random("seed", "forms");
  for (int i = 0; i < 50; ++i) {
    const PersonName person = make_person_name(random);
    EXPECT_NE(person.name.find(' '), std::string::npos);
    EXPECT_NE(person.kana.find(' '), std::string::npos);
    const PersonName company = make_business_name(random, true);
    EXPECT_NE(company.name.find("会社"), std::string::npos);
    const PersonName shop = make_business_name(random, false);
    EXPECT_EQ(shop.name.find("会社"), std::string::npos);
  }
}

TEST(NamesTest, CategoriesFollowTheirShares) {
  Random random("seed", "categories");
  std::map<std::string_view, int> drawn;
  constexpr int kDraws = 20'000;
  for (int i = 0; i < kDraws; ++i) drawn[draw_category(random).code] += 1;
  EXPECT_EQ(drawn.size(), category_table().size());
  EXPECT_NEAR(drawn["sales_growth"], kDraws * 0.741, kDraws * 0.015);
}

TEST(NamesTest, QualificationsFollowTheirCounts) {
  Random random("seed", "qualifications");
  std::map<std::string_view, int> chiefs;
  for (int i = 0; i < 5'000; ++i) chiefs[draw_qualification(random, true).name] += 1;
  EXPECT_FALSE(chiefs.contains("弁護士"));  // no chief is one
  EXPECT_NEAR(chiefs["中小企業診断士"], 5'000.0 * 22 / 45, 150);
}

}  // namespace
}  // namespace ops::generate
