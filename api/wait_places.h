// WaitPlaces: how many requests may wait for something else at once, and where all of them are ended.
//
// Place in the flow: between a handler that was asked to wait (Prefer: wait=N, an audit answer behind its
// projection) and what it waits on. A waiting handler holds a worker of the door, so places are a fraction of
// the workers: however many clients ask to wait, the other workers serve. Who finds no place is answered at
// once from what is there. Ownership: made by ops beside the door, outlives the handlers. Threads: any.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>

namespace api {

class WaitPlaces {
 public:
  // Of the door's workers; none of them when there are fewer than four.
  static constexpr std::size_t places_for(std::size_t threads) { return threads / 4; }

  explicit WaitPlaces(std::size_t places) : free_(static_cast<std::int64_t>(places)) {}

  // What a projection needs to follow is mostly a few milliseconds; so long may anybody wait without a place.
  static constexpr std::int64_t kBriefMicros = 100'000;

  // Waits for one slice; true when what is waited for is there.
  using WaitSlice = std::function<bool(std::int64_t slice_micros)>;

  // Waits until `wait_slice` says true, the time is used up, or close() is called. False, and nothing waited
  // for, when no place is free.
  bool wait(std::int64_t timeout_micros, const WaitSlice& wait_slice);

  // Whoever waits is answered within one slice from what is there then; nobody waits any more.
  void close() { closed_.store(true); }
  // For whoever works for long instead of waiting.
  bool closed() const { return closed_.load(); }

 private:
  std::atomic<std::int64_t> free_;
  std::atomic<bool> closed_{false};
};

}  // namespace api
