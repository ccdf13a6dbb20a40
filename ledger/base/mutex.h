// Mutex, MutexLock and CondVar with Clang thread-safety annotations (empty on GCC).
//
// Mutexes are leaf locks: never two at once, no I/O, no virtual call, no logging while one is held. The
// `clang` preset turns an unguarded access into an error; libstdc++'s own mutex carries no annotations.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>

#if defined(__clang__)
#define LEDGER_ANNOTATE(x) __attribute__((x))
#else
#define LEDGER_ANNOTATE(x)
#endif
#define LEDGER_CAPABILITY(name) LEDGER_ANNOTATE(capability(name))
#define LEDGER_SCOPED_CAPABILITY LEDGER_ANNOTATE(scoped_lockable)
#define LEDGER_GUARDED_BY(mu) LEDGER_ANNOTATE(guarded_by(mu))
#define LEDGER_REQUIRES(...) LEDGER_ANNOTATE(requires_capability(__VA_ARGS__))
#define LEDGER_EXCLUDES(...) LEDGER_ANNOTATE(locks_excluded(__VA_ARGS__))
#define LEDGER_ACQUIRE(...) LEDGER_ANNOTATE(acquire_capability(__VA_ARGS__))
#define LEDGER_RELEASE(...) LEDGER_ANNOTATE(release_capability(__VA_ARGS__))
#define LEDGER_NO_ANALYSIS LEDGER_ANNOTATE(no_thread_safety_analysis)

namespace ledger {

class LEDGER_CAPABILITY("mutex") Mutex {
 public:
  void lock() LEDGER_ACQUIRE() { mutex_.lock(); }
  void unlock() LEDGER_RELEASE() { mutex_.unlock(); }

 private:
  friend class CondVar;
  std::mutex mutex_;
};

class LEDGER_SCOPED_CAPABILITY MutexLock {
 public:
  explicit MutexLock(Mutex& mutex) LEDGER_ACQUIRE(mutex) : mutex_(mutex) { mutex_.lock(); }
  ~MutexLock() LEDGER_RELEASE() { mutex_.unlock(); }
  MutexLock(const MutexLock&) = delete;
  MutexLock& operator=(const MutexLock&) = delete;

 private:
  Mutex& mutex_;
};

// Waits release and re-acquire the mutex; spurious wake-ups happen, so wait in a loop on the condition.
class CondVar {
 public:
  void wait(Mutex& mutex) LEDGER_REQUIRES(mutex) LEDGER_NO_ANALYSIS {
    std::unique_lock<std::mutex> lock(mutex.mutex_, std::adopt_lock);
    cond_.wait(lock);
    lock.release();
  }
  // False when the time ran out.
  bool wait_for(Mutex& mutex, std::chrono::microseconds timeout) LEDGER_REQUIRES(mutex) LEDGER_NO_ANALYSIS {
    std::unique_lock<std::mutex> lock(mutex.mutex_, std::adopt_lock);
    const bool in_time = cond_.wait_for(lock, timeout) == std::cv_status::no_timeout;
    lock.release();
    return in_time;
  }
  void notify_one() { cond_.notify_one(); }
  void notify_all() { cond_.notify_all(); }

 private:
  std::condition_variable cond_;
};

}  // namespace ledger
