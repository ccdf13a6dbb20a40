// Histogram: latencies counted in log-linear classes, so that percentiles are exact to 1.6 % at any size.
//
// Place in the flow: the load client records one number per answer. Values in microseconds up to 2^40; a
// fixed 19 KB of memory; one thread.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

namespace bench {

class Histogram {
 public:
  void record(std::int64_t micros) {
    counts_[index_of(micros < 0 ? 0 : static_cast<std::uint64_t>(micros))] += 1;
    total_ += 1;
  }
  std::uint64_t count() const { return total_; }

  // The smallest recorded class that `share` (0 … 1] of all values do not exceed; its upper end. 0 when
  // empty.
  std::uint64_t percentile_micros(double share) const {
    const double wanted = share * static_cast<double>(total_);
    std::uint64_t seen = 0;
    for (std::size_t i = 0; i < counts_.size(); ++i) {
      seen += counts_[i];
      if (seen > 0 && static_cast<double>(seen) >= wanted) return upper_end(i);
    }
    return 0;
  }

 private:
  static constexpr unsigned kSubBits = 6;  // 64 classes per power of two
  static constexpr std::uint64_t kSub = 1U << kSubBits;
  static constexpr unsigned kPowers = 41;

  static std::size_t index_of(std::uint64_t value) {
    if (value < kSub) return value;
    const unsigned power = static_cast<unsigned>(std::bit_width(value)) - 1;
    if (power >= kPowers) return kSub * (kPowers - kSubBits + 1) - 1;
    return kSub * (power - kSubBits + 1) + ((value >> (power - kSubBits)) & (kSub - 1));
  }
  static std::uint64_t upper_end(std::size_t index) {
    if (index < kSub) return index;
    const std::size_t shift = index / kSub - 1;
    return ((kSub + index % kSub + 1) << shift) - 1;
  }

  std::array<std::uint64_t, kSub*(kPowers - kSubBits + 1)> counts_{};
  std::uint64_t total_ = 0;
};

}  // namespace bench
