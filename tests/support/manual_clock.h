// ManualClock: a Clock that the test owns. It stands still until the test moves it.
//
// Threads: any. Wall clock and monotonic clock move together with advance(); jump_wall() moves the wall clock
// alone, as an operator or NTP would.
#pragma once

#include <atomic>
#include <cstdint>

#include "ledger/base/clock.h"

namespace tests {

class ManualClock final : public ledger::Clock {
 public:
  // 2026-06-03T01:00:00Z, an ordinary day inside fiscal year 2026.
  static constexpr std::int64_t kStartMicros = 1'780'448'400'000'000;

  explicit ManualClock(ledger::UnixMicros start = ledger::UnixMicros(kStartMicros)) : wall_(start.value) {}

  ledger::UnixMicros now() const override { return ledger::UnixMicros(wall_.load()); }
  std::int64_t monotonic_micros() const override { return monotonic_.load(); }

  // Precondition: micros >= 0.
  void advance(std::int64_t micros) {
    wall_.fetch_add(micros);
    monotonic_.fetch_add(micros);
  }
  void jump_wall(std::int64_t micros) { wall_.fetch_add(micros); }
  void set_wall(ledger::UnixMicros time) { wall_.store(time.value); }

 private:
  std::atomic<std::int64_t> wall_;
  std::atomic<std::int64_t> monotonic_{1'000'000};
};

}  // namespace tests
