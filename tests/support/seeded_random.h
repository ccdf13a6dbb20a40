// SeededRandom: reproducible random numbers for properties.
//
// Usage: `SeededRandom random(7); SCOPED_TRACE(random.trace());` prints the seed with every failure. The
// environment variable DAICHO_TEST_SEED replaces the seed, to repeat a failure or to look further.
// Threads: one object per thread.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <random>
#include <string>
#include <vector>

#include "ledger/base/bytes.h"

namespace tests {

class SeededRandom {
 public:
  explicit SeededRandom(std::uint64_t seed) : seed_(seed_or_environment(seed)), engine_(seed_) {}

  std::uint64_t seed() const { return seed_; }
  std::string trace() const { return "DAICHO_TEST_SEED=" + std::to_string(seed_); }

  std::uint64_t next() { return engine_(); }
  // Uniform in 0..bound-1; precondition: bound > 0. The bias of the remainder is far below what a test sees.
  std::uint64_t below(std::uint64_t bound) { return engine_() % bound; }
  // Uniform in low..high, both included; precondition: low <= high and high - low < 2^63.
  std::int64_t between(std::int64_t low, std::int64_t high) {
    return low + static_cast<std::int64_t>(below(static_cast<std::uint64_t>(high - low) + 1));
  }
  bool one_in(std::uint64_t count) { return below(count) == 0; }

  ledger::Bytes bytes(std::size_t count) {
    ledger::Bytes out;
    out.reserve(count);
    for (std::size_t i = 0; i < count; ++i) out.push_back(static_cast<char>(below(256)));
    return out;
  }
  template <typename T>
  const T& pick(const std::vector<T>& items) {
    return items[below(items.size())];
  }

 private:
  static std::uint64_t seed_or_environment(std::uint64_t seed) {
    const char* text = std::getenv("DAICHO_TEST_SEED");
    return text == nullptr ? seed : ledger::parse_decimal(text).value_or(seed);
  }

  std::uint64_t seed_;
  std::mt19937_64 engine_;
};

}  // namespace tests
