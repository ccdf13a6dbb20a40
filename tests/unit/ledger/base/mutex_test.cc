// Goal: the annotated mutex excludes, and the condition variable gives the mutex back on every way out of a
// wait. Method: threads that count without atomics, a handshake without time, and a wait that nobody ends.
#include "ledger/base/mutex.h"

#include <gtest/gtest.h>
#include <thread>
#include <vector>

namespace ledger {
namespace {

struct Shared {
  Mutex mutex;
  CondVar changed;
  int number LEDGER_GUARDED_BY(mutex) = 0;
};

TEST(Mutex, LetsOneThreadInAtATime) {
  Shared shared;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&shared] {
      for (int round = 0; round < 10'000; ++round) {
        const MutexLock lock(shared.mutex);
        ++shared.number;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  const MutexLock lock(shared.mutex);
  EXPECT_EQ(shared.number, 40'000);
}

// Two threads hand a number back and forth; each may only move when the other has.
TEST(CondVar, WakesTheOtherSide) {
  Shared shared;
  const auto play = [&shared](int parity) {
    for (int round = 0; round < 1'000; ++round) {
      const MutexLock lock(shared.mutex);
      while (shared.number % 2 != parity) shared.changed.wait(shared.mutex);
      ++shared.number;
      shared.changed.notify_all();
    }
  };
  std::thread odd([&play] { play(1); });
  play(0);
  odd.join();
  const MutexLock lock(shared.mutex);
  EXPECT_EQ(shared.number, 2'000);
}

TEST(CondVar, AWaitThatRunsOutSaysSoAndHoldsTheMutexAgain) {
  Shared shared;
  {
    const MutexLock lock(shared.mutex);
    // A spurious wake-up may answer true; it cannot do so for ever.
    while (shared.changed.wait_for(shared.mutex, std::chrono::microseconds(1))) {
    }
    shared.number = 1;
  }
  const MutexLock lock(shared.mutex);
  EXPECT_EQ(shared.number, 1);
}

}  // namespace
}  // namespace ledger
