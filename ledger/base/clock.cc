#include "ledger/base/clock.h"

#include <chrono>

namespace ledger {

UnixMicros SystemClock::now() const {
  const auto since_epoch = std::chrono::system_clock::now().time_since_epoch();
  return UnixMicros(std::chrono::duration_cast<std::chrono::microseconds>(since_epoch).count());
}

std::int64_t SystemClock::monotonic_micros() const {
  const auto since_start = std::chrono::steady_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::microseconds>(since_start).count();
}

}  // namespace ledger
