// Goal: quotients are exact and in lowest terms, however long they get.
// Method: small cases by hand; long means against sums of prime fractions whose result is known in closed
// form, and against Fraction where that is wide enough (random, seed printed).
#include "projections/figures/fraction.h"

#include <gtest/gtest.h>
#include <random>

#include "ledger/base/json_writer.h"

namespace projections::figures {
namespace {

std::string text_of(const Fraction& fraction) {
  return ledger::write_json(json_of(fraction));
}

TEST(Fraction, LowestTermsAndSign) {
  EXPECT_EQ(text_of(Fraction(6, 4)), R"({"over":3,"under":2})");
  EXPECT_EQ(text_of(Fraction(-6, 4)), R"({"over":-3,"under":2})");
  EXPECT_EQ(text_of(Fraction(6, -4)), R"({"over":-3,"under":2})");
  EXPECT_EQ(text_of(Fraction(0, 7)), R"({"over":0,"under":1})");
  EXPECT_EQ(text_of(Fraction(8, 4)), R"({"over":2,"under":1})");
}

TEST(Fraction, SumProductOrder) {
  EXPECT_EQ(Fraction(1, 6) + Fraction(1, 10), Fraction(4, 15));
  EXPECT_EQ(Fraction(2, 3) * Fraction(9, 4), Fraction(3, 2));
  EXPECT_LT(Fraction(1, 3), Fraction(34, 100));
  EXPECT_GT(Fraction(-1, 3), Fraction(-34, 100));
  EXPECT_GE(Fraction(2, 4), Fraction(1, 2));
  EXPECT_LT(Fraction(999'999'999'999, 100'000), Fraction(1'000'000'000'000, 100'000));
}

TEST(Fraction, RatioOfNothing) {
  EXPECT_FALSE(ratio(3, 0).has_value());
  EXPECT_EQ(*ratio(0, 3), Fraction(0, 1));
}

TEST(Fraction, TextBeyond64Bits) {
  const Int128 long_number = Int128{1'000'000'000'000'000'000} * 1'000'000 + 1;
  EXPECT_EQ(text_of(Fraction(long_number, 2)), R"({"over":"1000000000000000000000001","under":2})");
  EXPECT_EQ(text_of(Fraction(-long_number, 2)), R"({"over":"-1000000000000000000000001","under":2})");
  EXPECT_EQ(text_of(Fraction(std::numeric_limits<std::int64_t>::max(), 2)),
            R"({"over":9223372036854775807,"under":2})");
}

TEST(FractionMean, ByHand) {
  FractionMean mean;
  EXPECT_FALSE(mean.json().has_value());
  mean.add(1, 2);
  mean.add(1, 3);
  EXPECT_EQ(ledger::write_json(*mean.json()), R"({"over":5,"under":12})");
  mean.add(-5, 6);
  EXPECT_EQ(ledger::write_json(*mean.json()), R"({"over":0,"under":1})");
  mean.add(-4, 1);
  EXPECT_EQ(ledger::write_json(*mean.json()), R"({"over":-1,"under":1})");
}

// (p1·p2·…·pn) of the primes up to 101 is longer than 128 bits; Σ (p-1)/p = n - Σ 1/p.
TEST(FractionMean, LongDenominator) {
  FractionMean mean;
  for (int p = 2; p <= 101; ++p) {
    bool is_prime = true;
    for (int d = 2; d * d <= p; ++d) is_prime = is_prime && p % d != 0;
    if (!is_prime) continue;
    mean.add(1, p);
    mean.add(p - 1, p);
  }
  EXPECT_EQ(ledger::write_json(*mean.json()), R"({"over":1,"under":2})");
  mean.add(1, 2 * 3 * 5 * 7);
  // 26 pairs make 26; (26 + 1/210) ÷ 53
  EXPECT_EQ(ledger::write_json(*mean.json()), R"({"over":5461,"under":11130})");
}

TEST(FractionMean, DecimalTextOfLongOnes) {
  FractionMean mean;  // 1/2^62 + 1/3^39 over 2: (3^39 + 2^62) ÷ 2^63·3^39
  const std::int64_t two = std::int64_t{1} << 62;
  std::int64_t three = 1;
  for (int i = 0; i < 39; ++i) three *= 3;
  mean.add(1, two);
  mean.add(1, three);
  EXPECT_EQ(ledger::write_json(*mean.json()),
            R"({"over":8664241171446364171,"under":"37378223876166952783781828689957748736"})");
}

TEST(FractionMean, EqualsFractionsWhereThoseAreWideEnough) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE(seed);
  std::mt19937 random(seed);
  for (int round = 0; round < 200; ++round) {
    FractionMean mean;
    Fraction sum;
    const int count = 1 + static_cast<int>(random() % 12);
    for (int i = 0; i < count; ++i) {
      const std::int64_t over = static_cast<std::int64_t>(random() % 2'000'001) - 1'000'000;
      const std::int64_t under = 1 + static_cast<std::int64_t>(random() % 30);
      mean.add(over, under);
      sum = sum + Fraction(over, under);
    }
    EXPECT_EQ(ledger::write_json(*mean.json()), text_of(sum * Fraction(1, count)));
  }
}

}  // namespace
}  // namespace projections::figures
