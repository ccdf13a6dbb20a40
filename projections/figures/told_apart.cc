#include "projections/figures/told_apart.h"

#include <algorithm>
#include <bit>

namespace projections::figures {

namespace {

// Arithmetic modulo a prime that fits products into 64 bits.
constexpr std::uint64_t kPrime = 2'147'483'647;

std::uint64_t inverse(std::uint64_t number) {
  std::uint64_t result = 1;
  for (std::uint64_t exponent = kPrime - 2; exponent > 0; exponent >>= 1) {
    if ((exponent & 1) != 0) result = result * number % kPrime;
    number = number * number % kPrime;
  }
  return result;
}

struct Entry {
  std::size_t column;
  std::uint64_t value;
};
using Row = std::vector<Entry>;

// The row that is left when `pivots` are taken from it, from its first column on; nothing: it depends on
// them.
Row reduced(const Row& row, const std::vector<Row>& pivots, std::vector<std::uint64_t>& dense) {
  std::fill(dense.begin(), dense.end(), 0);
  for (const Entry& entry : row) dense[entry.column] = entry.value;
  Row left;
  for (std::size_t column = row.empty() ? dense.size() : row.front().column; column < dense.size();
       ++column) {
    const std::uint64_t value = dense[column];
    if (value == 0) continue;
    if (left.empty() && !pivots[column].empty()) {
      for (const Entry& entry : pivots[column]) {
        std::uint64_t& into = dense[entry.column];
        into = (into + (kPrime - value) * entry.value) % kPrime;
      }
    } else {
      left.push_back({column, value});
    }
  }
  return left;
}

// How many independent combinations of the rows have nothing in the first `large` of `columns`.
std::size_t resting_on_small(std::vector<Row> rows, std::size_t large, std::size_t columns) {
  std::sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) { return a.size() < b.size(); });
  std::vector<Row> pivots(columns);
  std::vector<std::uint64_t> dense(columns);
  std::size_t found = 0;
  for (const Row& row : rows) {
    Row left = reduced(row, pivots, dense);
    if (left.empty()) continue;
    const std::size_t first = left.front().column;
    if (first >= large) ++found;
    const std::uint64_t scale = inverse(left.front().value);
    for (Entry& entry : left) entry.value = entry.value * scale % kPrime;
    pivots[first] = std::move(left);
  }
  return found;
}

// Which groups a sum is made of, a bit each.
using Bits = std::vector<std::uint64_t>;
constexpr std::size_t kWordBits = 64;

std::size_t differing(const Bits& a, const Bits& b) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < a.size(); ++i) count += static_cast<std::size_t>(std::popcount(a[i] ^ b[i]));
  return count;
}

// a - b
Row difference(const Bits& a, const Bits& b) {
  Row row;
  for (std::size_t i = 0; i < a.size(); ++i) {
    for (std::uint64_t left = a[i] ^ b[i]; left != 0; left &= left - 1) {
      const auto bit = static_cast<std::size_t>(std::countr_zero(left));
      const bool is_in_a = (a[i] >> bit & 1) != 0;
      row.push_back({i * kWordBits + bit, is_in_a ? 1 : kPrime - 1});
    }
  }
  return row;
}

// Each sum less the most similar one of those before it: they span the same, and most of them, being the same
// scope a month later, are short.
std::vector<Row> differences(const std::vector<Bits>& sums) {
  constexpr std::size_t kLookBack = 256;
  std::vector<Row> rows;
  rows.reserve(sums.size());
  for (std::size_t i = 0; i < sums.size(); ++i) {
    const Bits nothing(sums[i].size());
    const Bits* best = &nothing;
    std::size_t least = differing(sums[i], nothing);
    for (std::size_t j = i > kLookBack ? i - kLookBack : 0; j < i; ++j) {
      const std::size_t count = differing(sums[i], sums[j]);
      if (count < least) best = &sums[j];
      least = std::min(least, count);
    }
    rows.push_back(difference(sums[i], *best));
  }
  return rows;
}

// By how much fewer sums are independent over the large groups than over all.
template <typename Groups>
std::size_t lacking(const Groups& groups, std::size_t least) {
  std::map<std::uint32_t, Bits> sums;
  std::size_t columns = 0, large = 0;
  for (const bool wants_large : {true, false}) {
    for (const auto& [in, businesses] : groups) {
      if ((businesses.size() >= least) != wants_large) continue;
      for (const std::uint32_t sum : in) {
        Bits& bits = sums[sum];
        bits.resize(groups.size() / kWordBits + 1);
        bits[columns / kWordBits] |= std::uint64_t{1} << columns % kWordBits;
      }
      ++columns;
    }
    if (wants_large) large = columns;
  }
  std::vector<Bits> all;
  all.reserve(sums.size());
  for (auto& [sum, bits] : sums) all.push_back(std::move(bits));
  return resting_on_small(differences(all), large, columns);
}

}  // namespace

std::map<std::string_view, ToldApart::Standings> ToldApart::by_measure(const std::vector<Sum>& sums) const {
  std::map<std::string_view, Standings> measures;
  for (std::size_t i = 0; i < sums.size(); ++i) {
    for (const Addend& addend : sums[i].addends) {
      Standing& standing = measures[sums[i].measure][addend.basis];
      standing.business = addend.business;
      standing.is_certain = addend.is_certain;
      standing.in.push_back(next_sum_ + static_cast<std::uint32_t>(i));
    }
  }
  return measures;
}

void ToldApart::add_groups(const Standings& standings, const Standings& added, const RootOf& root_of,
                           Groups& groups) const {
  const auto add = [&](const Standing& standing, bool is_certain, SumIds in) {
    Group& group = groups[std::move(in)];
    if (is_certain) group.insert(root_of(standing.business));
  };
  for (const auto& [basis, standing] : standings) {
    const auto more = added.find(basis);
    if (more == added.end()) {
      add(standing, standing.is_certain, standing.in);
      continue;
    }
    SumIds in = standing.in;
    in.insert(in.end(), more->second.in.begin(), more->second.in.end());
    add(more->second, standing.is_certain && more->second.is_certain, std::move(in));
  }
  for (const auto& [basis, standing] : added) {
    if (!standings.contains(basis)) add(standing, standing.is_certain, standing.in);
  }
}

bool ToldApart::may_state(const std::vector<Sum>& sums, std::size_t least, const RootOf& root_of) const {
  static const Standings kNone;
  for (const auto& [measure, added] : by_measure(sums)) {
    const auto found = stated_.find(measure);
    const Standings& standings = found == stated_.end() ? kNone : found->second;
    Groups before, after;
    add_groups(standings, added, root_of, after);
    const std::size_t lacks = lacking(after, least);
    if (lacks == 0) continue;
    add_groups(standings, kNone, root_of, before);
    if (lacks > lacking(before, least)) return false;
  }
  return true;
}

void ToldApart::state(const std::vector<Sum>& sums) {
  for (auto& [measure, added] : by_measure(sums)) {
    Standings& standings = stated_[measure];
    for (auto& [basis, standing] : added) {
      const auto [slot, is_new] = standings.try_emplace(basis, standing);
      if (is_new) continue;
      slot->second.in.insert(slot->second.in.end(), standing.in.begin(), standing.in.end());
      slot->second.is_certain = slot->second.is_certain && standing.is_certain;
    }
  }
  next_sum_ += static_cast<std::uint32_t>(sums.size());
}

}  // namespace projections::figures
