// Goal: a value is stated in clear exactly when nothing that follows from all stated values rests on too few.
// Method: small tables: what is stated, in order, and whether each may be; k is 3.
#include "projections/figures/told_apart.h"

#include <gtest/gtest.h>

namespace projections::figures {
namespace {

constexpr std::size_t kLeast = 3;

// "abc" is the sum over three businesses, each with its first number; "A" is another number of "a".
Sum sum_of(std::string_view letters, std::string_view measure = "va") {
  Sum sum{measure, {}};
  for (const char letter : letters) {
    const bool is_second = letter >= 'A' && letter <= 'Z';
    const char business = is_second ? static_cast<char>(letter - 'A' + 'a') : letter;
    sum.addends.push_back({std::string(1, business), std::string(1, letter)});
  }
  return sum;
}

std::string_view itself(std::string_view business) {
  return business;
}

struct Case {
  const char* what;
  std::vector<std::string_view> asked;  // in order; what may be stated is stated
  std::vector<bool> stated;
};

TEST(ToldApart, OneAfterTheOther) {
  const Case kCases[] = {
      {"few", {"ab", "abc"}, {false, true}},
      {"one joins", {"abc", "abcd"}, {true, false}},
      {"three join", {"abc", "abcd", "abcdef"}, {true, false, true}},
      {"one leaves", {"abcd", "abc"}, {true, false}},
      {"one number is replaced", {"abcd", "abcD"}, {true, false}},
      {"two are replaced", {"abcde", "abcDE"}, {true, false}},
      {"three are replaced", {"abcdef", "abcDEF"}, {true, true}},
      {"the same again", {"abc", "abc"}, {true, true}},
      {"the third centre is small", {"abc", "def", "g", "abcdefg"}, {true, true, false, false}},
      {"two small centres hide each other", {"abc", "gh", "i", "abcghi"}, {true, false, false, true}},
      {"an overlap is hidden until the union is known", {"abcd", "defg", "abcdefg"}, {true, true, false}},
      {"the difference is known from others", {"abcdef", "abc", "defghi", "ghi"}, {true, true, true, true}},
      {"one at a time against the first",
       {"abc", "abcdef", "abcdefg", "abcdefgh", "abcdefghi"},
       {true, true, false, false, true}},
      {"one in each centre, told apart by neither",
       {"abcde", "fghij", "klmno", "abcdefghijklmno", "Abcde", "AbcdeFghijKlmno"},
       {true, true, true, true, false, true}},
  };
  for (const Case& row : kCases) {
    ToldApart told;
    for (std::size_t i = 0; i < row.asked.size(); ++i) {
      const std::vector<Sum> sums{sum_of(row.asked[i])};
      const bool may = told.may_state(sums, kLeast, itself);
      EXPECT_EQ(may, row.stated[i]) << row.what << ": " << row.asked[i];
      if (may) told.state(sums);
    }
  }
}

TEST(ToldApart, MeasuresAreNumbersOfTheirOwn) {
  ToldApart told;
  told.state({sum_of("abc")});
  EXPECT_FALSE(told.may_state({sum_of("abcd")}, kLeast, itself));
  EXPECT_TRUE(told.may_state({sum_of("abcd", "employees")}, kLeast, itself));
}

TEST(ToldApart, SumsOfOneValueAreJudgedTogether) {
  const ToldApart told;
  EXPECT_TRUE(told.may_state({sum_of("abcd")}, kLeast, itself));
  EXPECT_FALSE(told.may_state({sum_of("abcd"), sum_of("abc")}, kLeast, itself));
  EXPECT_TRUE(told.may_state({sum_of("abcd"), sum_of("abc", "employees")}, kLeast, itself));
}

TEST(ToldApart, MergedBusinessesAreOne) {
  const ToldApart told;
  const auto merged = [](std::string_view business) { return business == "c" ? "b" : business; };
  EXPECT_FALSE(told.may_state({sum_of("abc")}, kLeast, merged));
  EXPECT_TRUE(told.may_state({sum_of("abcd")}, kLeast, merged));
}

// A merge, or a larger k, makes small what was stated; values that say no more about it are stated all the
// same.
TEST(ToldApart, WhatWasStatedBeforeIsNoReason) {
  ToldApart told;
  told.state({sum_of("ab")});
  EXPECT_TRUE(told.may_state({sum_of("cdef")}, kLeast, itself));
  EXPECT_TRUE(told.may_state({sum_of("acdef")}, kLeast, itself));
  told.state({sum_of("abcdef")});
  EXPECT_FALSE(told.may_state({sum_of("acdef")}, kLeast, itself));
}

TEST(ToldApart, AnErasedBusinessMakesNothingLarge) {
  ToldApart told;
  Sum earlier = sum_of("abcdef");
  earlier.addends.push_back({"x", "x", false});
  told.state({earlier});
  EXPECT_FALSE(told.may_state({sum_of("abcdef")}, kLeast, itself)) << "without it: its number";
  EXPECT_FALSE(told.may_state({sum_of("abcd")}, kLeast, itself)) << "e, f and the erased one";
  EXPECT_TRUE(told.may_state({sum_of("abc")}, kLeast, itself));
}

}  // namespace
}  // namespace projections::figures
