// Goal: no combination of values that may be stated rests on fewer than k businesses: centres, wider scopes,
// month after month, with numbers replaced and merges.
// Method: random histories; after each, combinations with small coefficients are formed outright, all of them
// where there are few values, else all of two and three values and random ones of more. The rule "k or more
// behind each value" alone must be caught by the same search.
#include "projections/figures/told_apart.h"

#include <algorithm>
#include <gtest/gtest.h>

#include "tests/support/seeded_random.h"

namespace projections::figures {
namespace {

constexpr int kHistories = 100;
constexpr std::size_t kAllUpTo = 5;  // values: 5^5 combinations
constexpr int kRandomCombinations = 400;

class History {
 public:
  explicit History(tests::SeededRandom& random)
      : random_(random), least_(2 + random.below(3)), numbers_(6 + random.below(12)) {
    for (std::size_t i = 0; i < numbers_.size(); ++i) centers_.push_back(random.below(3));
  }

  // One month: some change, then every centre, pairs of centres, all.
  void close_month(bool asks) {
    for (std::size_t i = 0; i < numbers_.size(); ++i) {
      if (random_.one_in(4)) ++numbers_[i];
      if (random_.one_in(12)) is_merged_ = true;
    }
    for (const std::vector<std::uint64_t>& scope :
         {std::vector<std::uint64_t>{0}, {1}, {2}, {0, 1}, {0, 1, 2}}) {
      if (random_.one_in(6)) continue;
      const Sum sum = sum_of(scope);
      const bool enough = businesses_of(sum) >= least_;
      const auto root = [this](std::string_view one) { return root_of(one); };
      if (!enough || (asks && !told_.may_state({sum}, least_, root))) continue;
      told_.state({sum});
      stated_.push_back(sum);
    }
  }

  std::size_t stated() const { return stated_.size(); }
  // A combination that rests on fewer than k businesses was found.
  bool lets_out() {
    if (stated_.size() <= kAllUpTo) {
      std::vector<int> all(stated_.size(), -2);
      return search(all, 0);
    }
    for (std::size_t i = 0; i < stated_.size(); ++i) {
      for (std::size_t j = 0; j < i; ++j) {
        for (std::size_t k = 0; k <= j; ++k) {
          for (const int third : {-1, 0, 1}) {
            std::vector<int> weights(stated_.size());
            weights[i] = 1;
            weights[j] = -1;
            weights[k] += third;
            if (is_few(weights)) return true;
          }
        }
      }
    }
    for (int i = 0; i < kRandomCombinations; ++i) {
      std::vector<int> weights(stated_.size());
      for (int& weight : weights) weight = static_cast<int>(random_.between(-1, 1));
      if (is_few(weights)) return true;
    }
    return false;
  }

 private:
  // The second business was merged into the first.
  std::string_view root_of(std::string_view business) const {
    return is_merged_ && business == "b1" ? std::string_view("b0") : business;
  }
  Sum sum_of(const std::vector<std::uint64_t>& scope) {
    Sum sum{"va", {}};
    for (std::size_t i = 0; i < numbers_.size(); ++i) {
      if (is_merged_ && i == 1) continue;
      // The last one is known to every centre.
      const bool is_here =
          i + 1 == numbers_.size() || std::find(scope.begin(), scope.end(), centers_[i]) != scope.end();
      if (!is_here || numbers_[i] == 0) continue;
      sum.addends.push_back(
          {"b" + std::to_string(i), "e" + std::to_string(i) + "." + std::to_string(numbers_[i])});
    }
    return sum;
  }
  std::size_t businesses_of(const Sum& sum) const {
    std::set<std::string_view> roots;
    for (const Addend& addend : sum.addends) roots.insert(root_of(addend.business));
    return roots.size();
  }
  // As merged when the value was stated: a later merge is no fault of the rule.
  bool is_few(const std::vector<int>& weights) const {
    std::map<std::string, int> numbers;
    std::map<std::string, std::string> businesses;
    for (std::size_t i = 0; i < weights.size(); ++i) {
      for (const Addend& addend : stated_[i].addends) {
        numbers[addend.basis] += weights[i];
        businesses[addend.basis] = addend.business;
      }
    }
    std::set<std::string> left;
    for (const auto& [basis, weight] : numbers) {
      if (weight != 0) left.insert(businesses[basis]);
    }
    return !left.empty() && left.size() < least_;
  }
  bool search(std::vector<int>& weights, std::size_t from) {
    if (from == weights.size()) return is_few(weights);
    for (int weight = -2; weight <= 2; ++weight) {
      weights[from] = weight;
      if (search(weights, from + 1)) return true;
    }
    return false;
  }

  tests::SeededRandom& random_;
  const std::size_t least_;
  std::vector<int> numbers_;  // how often each business's number was replaced; 0: it has none yet
  std::vector<std::uint64_t> centers_;
  bool is_merged_ = false;
  ToldApart told_;
  std::vector<Sum> stated_;
};

TEST(ToldApartProperty, NoCombinationRestsOnFew) {
  tests::SeededRandom random(20260421);
  SCOPED_TRACE(random.trace());
  std::size_t stated = 0, caught = 0;
  for (int i = 0; i < kHistories; ++i) {
    History history(random), naive(random);
    const std::uint64_t months = 1 + random.below(6);
    for (std::uint64_t month = 0; month < months; ++month) {
      history.close_month(true);
      naive.close_month(false);
    }
    ASSERT_FALSE(history.lets_out()) << "history " << i;
    stated += history.stated();
    if (naive.lets_out()) ++caught;
  }
  EXPECT_GT(stated, static_cast<std::size_t>(kHistories)) << "a rule that seals everything proves nothing";
  EXPECT_GT(caught, static_cast<std::size_t>(kHistories / 5)) << "the search must find what k alone lets out";
}

}  // namespace
}  // namespace projections::figures
