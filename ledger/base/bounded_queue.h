// BoundedQueue: many producers, one consumer, fixed capacity, close.
//
// Place in the flow: the one thread hop from the HTTP threads to the writer. Full means refusal, never
// growth. Threads: try_push and close from any; take_some from the consumer only.
#pragma once

#include <cstddef>
#include <deque>
#include <utility>
#include <vector>

#include "ledger/base/mutex.h"

namespace ledger {

template <typename T>
class BoundedQueue {
 public:
  explicit BoundedQueue(std::size_t capacity) : capacity_(capacity) {}

  // False when full or closed; `item` is then untouched.
  bool try_push(T& item) LEDGER_EXCLUDES(mutex_) {
    {
      const MutexLock lock(mutex_);
      if (closed_ || items_.size() >= capacity_) return false;
      items_.push_back(std::move(item));
    }
    not_empty_.notify_one();
    return true;
  }

  // Blocks until something is there or the queue is closed, then takes up to `count_max` items in order.
  // Empty means: closed and drained.
  std::vector<T> take_some(std::size_t count_max) LEDGER_EXCLUDES(mutex_) {
    const MutexLock lock(mutex_);
    while (items_.empty() && !closed_) not_empty_.wait(mutex_);
    std::vector<T> taken;
    while (!items_.empty() && taken.size() < count_max) {
      taken.push_back(std::move(items_.front()));
      items_.pop_front();
    }
    return taken;
  }

  // Later pushes are refused; items already inside are still handed out.
  void close() LEDGER_EXCLUDES(mutex_) {
    {
      const MutexLock lock(mutex_);
      closed_ = true;
    }
    not_empty_.notify_all();
  }

  bool closed() const LEDGER_EXCLUDES(mutex_) {
    const MutexLock lock(mutex_);
    return closed_;
  }

  std::size_t depth() const LEDGER_EXCLUDES(mutex_) {
    const MutexLock lock(mutex_);
    return items_.size();
  }

 private:
  const std::size_t capacity_;
  mutable Mutex mutex_;
  CondVar not_empty_;
  std::deque<T> items_ LEDGER_GUARDED_BY(mutex_);
  bool closed_ LEDGER_GUARDED_BY(mutex_) = false;
};

}  // namespace ledger
