// ProjectionScrub: the thread that verifies the read models' files beside the service.
//
// Place in the flow: from the start on, once, then every day, and when the projector has met an error. It
// reads every file of their database and leaves a mark for the next start when one is damaged; it changes
// nothing else. Until then a damaged block is an error for whoever reads it, and all other answers stand.
// It takes as long to rest as to read, so that it never costs more than half a core. Ownership: borrows its
// parts, which outlive it. Threads: start, stop and look_again from the owner's threads; damaged() from any.
// Durability: the mark is synced before damaged() turns true.
#pragma once

#include <atomic>
#include <string>
#include <thread>

#include "ledger/base/clock.h"
#include "ledger/base/metrics.h"
#include "ledger/base/mutex.h"
#include "ledger/store/kv.h"

namespace ops {

class ProjectionScrub {
 public:
  struct Parts {
    const ledger::Kv& kv;
    std::string folder;  // of kv; the mark lies beside it
    ledger::Metrics& metrics;
    const ledger::Clock& clock;
  };
  explicit ProjectionScrub(Parts parts);
  ~ProjectionScrub();
  ProjectionScrub(const ProjectionScrub&) = delete;
  ProjectionScrub& operator=(const ProjectionScrub&) = delete;

  void start();
  // Ends a look in hand within one piece of a file, and joins. Idempotent.
  void stop() LEDGER_EXCLUDES(mutex_);
  // The next look begins as soon as the one in hand has ended.
  void look_again() LEDGER_EXCLUDES(mutex_);
  // Found once; it stays so until the process ends.
  bool damaged() const { return damaged_.load(); }

 private:
  void run() LEDGER_EXCLUDES(mutex_);
  bool look() LEDGER_EXCLUDES(mutex_);
  bool rest(std::int64_t micros) LEDGER_EXCLUDES(mutex_);
  bool wait_for_next() LEDGER_EXCLUDES(mutex_);

  const Parts parts_;
  ledger::Gauge& damaged_gauge_;
  ledger::Counter& looks_total_;
  std::atomic<bool> damaged_{false};
  std::thread thread_;  // owner only

  ledger::Mutex mutex_;
  ledger::CondVar changed_;
  bool stopping_ LEDGER_GUARDED_BY(mutex_) = false;
  bool asked_ LEDGER_GUARDED_BY(mutex_) = false;
};

}  // namespace ops
