#include "ledger/base/clock.h"

#include <chrono>

namespace ledger {

UnixMicros SystemClock::now() const {
  using namespace std::chrono;
  return UnixMicros(duration_cast<microseconds>(system_clock::now().time_since_epoch()).count());
}

std::int64_t SystemClock::monotonic_micros() const {
  using namespace std::chrono;
  return duration_cast<microseconds>(steady_clock::now().time_since_epoch()).count();
}

}  // namespace ledger
