#include "api/wait_places.h"

#include <algorithm>

namespace api {
namespace {

// How much later than close() the last of those who wait comes back.
constexpr std::int64_t kSliceMicros = 200'000;

}  // namespace

bool WaitPlaces::wait(std::int64_t timeout_micros, const WaitSlice& wait_slice) {
  if (free_.fetch_sub(1) <= 0) {
    free_.fetch_add(1);
    return false;
  }
  std::int64_t left = timeout_micros;
  while (left > 0 && !closed_.load()) {
    const std::int64_t slice = std::min(left, kSliceMicros);
    if (wait_slice(slice)) break;
    left -= slice;
  }
  free_.fetch_add(1);
  return true;
}

}  // namespace api
