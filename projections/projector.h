// Projector: the thread that follows the ledger and keeps every projection up to date.
//
// Place in the flow: after publish, off the writer. It waits on the ViewCell, decodes each entry once,
// applies it to all projections in bounded chunks, and writes rows and cursors in one batch. Every projection
// has its own cursor: one that starts over (new version, rebuild asked for) catches up chunk by chunk between
// the chunks of the others, which never wait for it for longer than one. A rebuild that was asked for grows
// in the spare slot while the old rows go on answering, and takes over in one batch when it has caught up; a
// crash before that drops it. Queries take snapshot() and read nothing else; wait_until gives
// read-your-writes. After an error of a database, or entries that do not hash to the signed root, it stops
// for good, says so in status(), and the rows stay as they are: the owner decides. Ownership: borrows its
// parts, which outlive it; it is the only writer of the projection database. Threads: open, start, stop from
// the owner; everything else from any. Durability: none promised; what is lost is folded again.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "ledger/base/metrics.h"
#include "ledger/base/mutex.h"
#include "projections/fold.h"

namespace projections {

class Projector {
 public:
  struct Parts {
    ledger::Kv& kv;  // families: family_names(registry)
    const ledger::ViewCell& log;
    const Registry& registry;
    ledger::Metrics& metrics;
  };

  // Checks the stored cursors against the published view and empties what does not belong to this log or
  // version. failed_precondition projection.no_view: nothing is published yet; errors of the databases pass
  // through.
  static ledger::Result<std::unique_ptr<Projector>> open(Parts parts);
  ~Projector();
  Projector(const Projector&) = delete;
  Projector& operator=(const Projector&) = delete;

  void start();
  // Ends after the chunk in hand and joins; within one follow wait (200 ms), at once when the cell is closed.
  // When the cell is closed the thread ends by itself as soon as everything published is folded. Idempotent.
  void stop();

  // Waits until the projection (all of them when the name is empty) has folded `size` entries, or the time is
  // out, or the projector has stopped; gives the size reached (the lowest of all). An unknown name reaches 0.
  ledger::TreeSize wait_until(std::string_view projection, ledger::TreeSize size,
                              std::int64_t timeout_micros) const LEDGER_EXCLUDES(mutex_);
  Snapshot snapshot() const { return {parts_.kv.snapshot(), &parts_.registry}; }

  // Asks for a rebuild beside the rows in use. not_found projection.unknown; already_exists
  // projection.rebuilding; unavailable projection.stopped.
  ledger::Status request_rebuild(std::string_view projection) LEDGER_EXCLUDES(mutex_);
  // Not yet caught up: a rebuild that was asked for.
  bool rebuilding(std::string_view projection) const LEDGER_EXCLUDES(mutex_);
  // Why it stopped by itself; ok otherwise.
  ledger::Status status() const LEDGER_EXCLUDES(mutex_);

 private:
  // Fields of one projection. `active` and `growing` belong to the thread; the rest is guarded by mutex_.
  struct Line {
    Target active;
    std::optional<Target> growing;
    ledger::Gauge* size_gauge = nullptr;
    ledger::Counter* parked_total = nullptr;
    ledger::Counter* rebuilds_total = nullptr;
  };
  struct Shown {
    ledger::TreeSize size;
    bool rebuilding = false;  // asked for and not yet taken over
    bool begun = false;       // the thread has opened the spare slot
  };

  explicit Projector(Parts parts);
  ledger::Status open_lines(const ledger::LedgerView& view);
  void run();
  ledger::Status follow_once();
  ledger::Status begin_requested_rebuilds();
  ledger::Status step(const ledger::LedgerView& view, bool& advanced);
  ledger::Status advance(const ledger::LedgerView& view, ledger::TreeSize from, ledger::TreeSize to);
  ledger::Status take_over_caught_up();
  std::vector<Target*> targets();
  void show() LEDGER_EXCLUDES(mutex_);
  void end(const ledger::Status& why) LEDGER_EXCLUDES(mutex_);
  bool stopping() const LEDGER_EXCLUDES(mutex_);
  ledger::TreeSize reached(std::string_view projection) const LEDGER_REQUIRES(mutex_);

  const Parts parts_;
  std::vector<Line> lines_;  // by projection number; the thread's after start
  bool behind_ = false;      // thread only: some target has not reached the newest view
  std::thread thread_;       // owner only

  mutable ledger::Mutex mutex_;
  mutable ledger::CondVar changed_;
  std::vector<Shown> shown_ LEDGER_GUARDED_BY(mutex_);
  bool stopping_ LEDGER_GUARDED_BY(mutex_) = false;
  bool ended_ LEDGER_GUARDED_BY(mutex_) = false;
  ledger::Status status_ LEDGER_GUARDED_BY(mutex_);
};

}  // namespace projections
