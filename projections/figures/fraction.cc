#include "projections/figures/fraction.h"

#include <algorithm>
#include <limits>
#include <map>
#include <numeric>

#include "ledger/base/check.h"

namespace projections::figures {

using ledger::JsonValue;

namespace {

__extension__ using UInt128 = unsigned __int128;

Int128 absolute(Int128 number) {
  return number < 0 ? -number : number;
}

Int128 greatest_divisor(Int128 a, Int128 b) {
  while (b != 0) {
    const Int128 rest = a % b;
    a = b;
    b = rest;
  }
  return absolute(a);
}

// A natural number of any length, little end first, no leading zeros.
class Natural {
 public:
  explicit Natural(std::uint64_t number) {
    if (number != 0) limbs_.push_back(number);
  }
  bool is_zero() const { return limbs_.empty(); }
  std::uint64_t low() const { return limb(0); }

  void multiply(std::uint64_t factor) {
    UInt128 carry = 0;
    for (std::uint64_t& limb : limbs_) {
      carry += UInt128{limb} * factor;
      limb = static_cast<std::uint64_t>(carry);
      carry >>= 64;
    }
    if (carry != 0) limbs_.push_back(static_cast<std::uint64_t>(carry));
    trim();
  }
  // Divides and gives the rest.
  std::uint64_t divide(std::uint64_t divisor) {
    UInt128 rest = 0;
    for (auto limb = limbs_.rbegin(); limb != limbs_.rend(); ++limb) {
      rest = (rest << 64) | *limb;
      *limb = static_cast<std::uint64_t>(rest / divisor);
      rest %= divisor;
    }
    trim();
    return static_cast<std::uint64_t>(rest);
  }
  std::uint64_t rest_of(std::uint64_t divisor) const { return Natural(*this).divide(divisor); }

  void add(const Natural& other) {
    limbs_.resize(std::max(limbs_.size(), other.limbs_.size()), 0);
    UInt128 carry = 0;
    for (std::size_t i = 0; i < limbs_.size(); ++i) {
      carry += UInt128{limbs_[i]} + other.limb(i);
      limbs_[i] = static_cast<std::uint64_t>(carry);
      carry >>= 64;
    }
    if (carry != 0) limbs_.push_back(static_cast<std::uint64_t>(carry));
  }
  // Precondition: other <= *this.
  void subtract(const Natural& other) {
    std::uint64_t borrow = 0;
    for (std::size_t i = 0; i < limbs_.size(); ++i) {
      const UInt128 taken = UInt128{other.limb(i)} + borrow;
      borrow = taken > limbs_[i] ? 1 : 0;
      limbs_[i] = static_cast<std::uint64_t>(UInt128{limbs_[i]} - taken);
    }
    trim();
  }
  bool operator<(const Natural& other) const {
    if (limbs_.size() != other.limbs_.size()) return limbs_.size() < other.limbs_.size();
    return std::lexicographical_compare(limbs_.rbegin(), limbs_.rend(), other.limbs_.rbegin(),
                                        other.limbs_.rend());
  }
  std::string decimal() const {
    std::string text;
    for (Natural rest = *this; !rest.is_zero();) text += static_cast<char>('0' + rest.divide(10));
    std::reverse(text.begin(), text.end());
    return text.empty() ? "0" : text;
  }

 private:
  std::uint64_t limb(std::size_t i) const { return i < limbs_.size() ? limbs_[i] : 0; }
  void trim() {
    while (!limbs_.empty() && limbs_.back() == 0) limbs_.pop_back();
  }
  std::vector<std::uint64_t> limbs_;
};

Natural natural_of(UInt128 number) {
  Natural natural(static_cast<std::uint64_t>(number >> 64));
  natural.multiply(std::uint64_t{1} << 32);
  natural.multiply(std::uint64_t{1} << 32);
  natural.add(Natural(static_cast<std::uint64_t>(number)));
  return natural;
}

JsonValue json_of_number(const Natural& magnitude, bool negative) {
  static const Natural kMax(static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()));
  if (kMax < magnitude) return JsonValue((negative ? "-" : "") + magnitude.decimal());
  const auto number = static_cast<std::int64_t>(magnitude.low());
  return JsonValue(negative ? -number : number);
}

JsonValue json_of_parts(const Natural& over, bool negative, const Natural& under) {
  JsonValue json{JsonValue::Object{}};
  json.add("over", json_of_number(over, negative));
  json.add("under", json_of_number(under, false));
  return json;
}

// Takes the factor that both share with `number` out of both.
void reduce_by(Natural& over, Natural& under, std::uint64_t number) {
  while (true) {
    std::uint64_t shared = std::gcd(number, over.rest_of(number));
    shared = std::gcd(shared, under.rest_of(shared));
    if (shared <= 1) return;
    over.divide(shared);
    under.divide(shared);
  }
}

}  // namespace

Fraction::Fraction(Int128 over, Int128 under) {
  LEDGER_CHECK(under != 0);
  const Int128 shared = greatest_divisor(over, under);
  const Int128 sign = under < 0 ? -1 : 1;
  over_ = sign * over / shared;
  under_ = sign * under / shared;
}

Fraction Fraction::operator+(const Fraction& other) const {
  const Int128 shared = greatest_divisor(under_, other.under_);
  const Int128 factor = other.under_ / shared;
  return {over_ * factor + other.over_ * (under_ / shared), under_ * factor};
}

Fraction Fraction::operator*(const Fraction& other) const {
  return {over_ * other.over_, under_ * other.under_};
}

std::strong_ordering Fraction::operator<=>(const Fraction& other) const {
  return over_ * other.under_ <=> other.over_ * under_;
}

std::optional<Fraction> ratio(std::int64_t over, std::int64_t under) {
  if (under == 0) return std::nullopt;
  return Fraction(over, under);
}

JsonValue json_of(const Fraction& fraction) {
  const auto magnitude = static_cast<UInt128>(absolute(fraction.over()));
  return json_of_parts(natural_of(magnitude), fraction.over() < 0,
                       natural_of(static_cast<UInt128>(fraction.under())));
}

void FractionMean::add(std::int64_t over, std::int64_t under) {
  LEDGER_CHECK(under > 0);
  terms_.push_back({over, under});
}

std::optional<JsonValue> FractionMean::json() const {
  if (terms_.empty()) return std::nullopt;
  std::map<std::uint64_t, Int128> sums;  // by under
  for (const Term& term : terms_) sums[static_cast<std::uint64_t>(term.under)] += term.over;
  Natural common(1);
  for (const auto& [under, sum] : sums) common.multiply(under / std::gcd(under, common.rest_of(under)));
  Natural positive(0), negative(0);
  for (const auto& [under, sum] : sums) {
    const auto magnitude = static_cast<UInt128>(absolute(sum));
    LEDGER_CHECK(magnitude <= std::numeric_limits<std::uint64_t>::max());
    Natural part = common;
    part.divide(under);
    part.multiply(static_cast<std::uint64_t>(magnitude));
    (sum < 0 ? negative : positive).add(part);
  }
  const bool is_negative = positive < negative;
  Natural over = is_negative ? negative : positive;
  over.subtract(is_negative ? positive : negative);
  if (over.is_zero()) return json_of(Fraction());
  common.multiply(terms_.size());
  for (const auto& [under, sum] : sums) reduce_by(over, common, under);
  reduce_by(over, common, terms_.size());
  return json_of_parts(over, is_negative, common);
}

}  // namespace projections::figures
