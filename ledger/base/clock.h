// Clock: the only source of time in product code; injected, so that tests own time.
//
// Threads: implementations must be callable from any thread.
#pragma once

#include <cstdint>

#include "ledger/base/types.h"

namespace ledger {

class Clock {
 public:
  virtual ~Clock() = default;
  // Wall clock; may jump.
  virtual UnixMicros now() const = 0;
  // Never goes back; unrelated epoch. Used for durations and to notice jumps of the wall clock.
  virtual std::int64_t monotonic_micros() const = 0;
};

class SystemClock final : public Clock {
 public:
  UnixMicros now() const override;
  std::int64_t monotonic_micros() const override;
};

}  // namespace ledger
