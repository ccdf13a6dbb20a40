// Random: the generator's own pseudo-random numbers, the same on every machine for the same seed and label.
//
// Place in the flow: every choice of the generator comes from one of these; each centre and month has its own
// label, so that leaving out the set-up or another centre changes nothing elsewhere. Not for secrets:
// demonstration keys are derived, not drawn (deferred.h). Values; one thread each. xoshiro256** (Blackman and
// Vigna), seeded with SHA-256.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "ledger/base/types.h"

namespace ops::generate {

class Random {
 public:
  Random(std::string_view seed, std::string_view label);

  std::uint64_t next();
  // Uniform in [0, bound); precondition: bound > 0.
  std::uint64_t below(std::uint64_t bound);
  // Uniform in [low, high].
  std::int64_t between(std::int64_t low, std::int64_t high);
  // True `per_mille` times in a thousand.
  bool chance(int per_mille) { return below(1000) < static_cast<std::uint64_t>(per_mille); }
  template <typename List>
  const auto& pick(const List& list) {
    return list[below(std::size(list))];
  }
  // UUIDv7 of `time`.
  ledger::EventId event_id(ledger::UnixMicros time);
  // `digits` lower-case hexadecimal digits.
  std::string hex(std::size_t digits);

 private:
  std::array<std::uint64_t, 4> state_{};
};

}  // namespace ops::generate
