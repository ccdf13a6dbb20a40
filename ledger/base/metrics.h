// Metrics: counters, gauges and histograms, rendered as Prometheus text (version 0.0.4).
//
// A Metrics object is owned by the composition (ops/service) and passed down by reference; no globals. A
// metric is registered once, before threads start, and lives as long as its Metrics. Updates are lock-free
// and may come from any thread. Never put ids of persons, businesses or keys into names or labels.
#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/mutex.h"

namespace ledger {

class Counter {
 public:
  void add(std::uint64_t amount = 1) { total_.fetch_add(amount, std::memory_order_relaxed); }
  std::uint64_t total() const { return total_.load(std::memory_order_relaxed); }

 private:
  std::atomic<std::uint64_t> total_{0};
};

class Gauge {
 public:
  void set(std::int64_t level) { level_.store(level, std::memory_order_relaxed); }
  std::int64_t level() const { return level_.load(std::memory_order_relaxed); }

 private:
  std::atomic<std::int64_t> level_{0};
};

// Fixed bucket bounds in microseconds; rendered in seconds.
class Histogram {
 public:
  Histogram();
  void observe_micros(std::int64_t micros);
  struct Snapshot {
    std::vector<std::uint64_t> cumulative;  // one per bound, then +Inf
    std::uint64_t count = 0;                // always cumulative.back()
    std::int64_t sum_micros = 0;
  };
  Snapshot snapshot() const;
  static const std::vector<std::int64_t>& bounds_micros();

 private:
  std::deque<std::atomic<std::uint64_t>> buckets_;
  std::atomic<std::int64_t> sum_micros_{0};
};

class Metrics {
 public:
  // `labels` is either empty or the inside of the braces, e.g. `route="/v1/events",status="201"`. Asking
  // again for the same name and labels gives the same object.
  Counter& counter(std::string_view name, std::string_view help, std::string_view labels = {});
  Gauge& gauge(std::string_view name, std::string_view help, std::string_view labels = {});
  Histogram& histogram(std::string_view name, std::string_view help, std::string_view labels = {});
  std::string render() const;

 private:
  template <typename M>
  struct Named {
    std::string name, help, labels;
    M metric;
    Named(std::string_view n, std::string_view h, std::string_view l) : name(n), help(h), labels(l) {}
  };
  mutable Mutex mutex_;
  std::deque<Named<Counter>> counters_ LEDGER_GUARDED_BY(mutex_);
  std::deque<Named<Gauge>> gauges_ LEDGER_GUARDED_BY(mutex_);
  std::deque<Named<Histogram>> histograms_ LEDGER_GUARDED_BY(mutex_);
};

}  // namespace ledger
