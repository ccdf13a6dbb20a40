// Fraction: an exact quotient in lowest terms; FractionSum: the exact mean of very many of them.
//
// Place in the flow: figures never round. A Fraction holds what 128 bits hold: sums of yen over counts. The
// least common denominator of many headcounts is longer than that, so a mean is summed with decimal digits of
// any number. Pure values; any thread.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "ledger/base/json_value.h"

namespace projections::figures {

__extension__ using Int128 = __int128;

class Fraction {
 public:
  Fraction() = default;  // 0
  // Precondition: under != 0, and both are within ±2^125.
  Fraction(Int128 over, Int128 under);
  explicit Fraction(std::int64_t whole) : over_(whole) {}

  Int128 over() const { return over_; }
  Int128 under() const { return under_; }  // > 0
  // Preconditions: factors within ±2^62, as quotients of yen and counts are.
  Fraction operator+(const Fraction& other) const;
  Fraction operator*(const Fraction& other) const;
  std::strong_ordering operator<=>(const Fraction& other) const;
  bool operator==(const Fraction&) const = default;

 private:
  Int128 over_ = 0, under_ = 1;
};

// nullopt when there is nothing to divide by.
std::optional<Fraction> ratio(std::int64_t over, std::int64_t under);

// {"over", "under"}: integers; decimal texts where one does not fit 64 bits, which JSON here ends at.
ledger::JsonValue json_of(const Fraction& fraction);

// Σ over ÷ under of many fractions, divided by how many they are, in lowest terms.
class FractionMean {
 public:
  // Precondition: under > 0.
  void add(std::int64_t over, std::int64_t under);
  std::optional<ledger::JsonValue> json() const;  // as json_of; nullopt of nothing

 private:
  struct Term {
    std::int64_t over, under;
  };
  std::vector<Term> terms_;
};

}  // namespace projections::figures
