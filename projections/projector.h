// Projector: the thread that follows the ledger and keeps every projection up to date.
//
// Place in the flow: after publish, off the writer. It waits on the ViewCell, takes what the writer had in
// hand or decodes each entry once, applies it to all projections in bounded chunks, and writes rows and
// cursors in one batch. Rows that begin at 0 (nothing usable stored, a new version, a rebuild asked for) grow
// in the spare slot, chunk by chunk between the chunks of the others, which never wait for longer than one,
// and take over in one batch when they have caught up. Until then the old rows answer: followed as ever while
// they are of the program's version; as they were left when an older version wrote them and the projection
// still reads it; else the projection answers projection.not_ready. A crash leaves the old rows in use or the
// new ones, and the next open goes on with what had grown. Nothing here is on the way of an append. Queries
// take snapshot() and read nothing else; wait_until gives read-your-writes. After an error of a database, or
// entries that do not hash to the signed root, it stops for good, says so in status(), and the rows stay as
// they are: the owner decides. Ownership: borrows its parts, which outlive it; it is the only writer of the
// projection database. Threads: open, start, stop from the owner; everything else from any. Durability: none
// promised; what is lost is folded again.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "ledger/base/clock.h"
#include "ledger/base/metrics.h"
#include "ledger/base/mutex.h"
#include "projections/fold.h"

namespace projections {

// What can be said of one projection at a moment.
struct ProjectionState {
  std::string_view name;
  std::uint32_t version = 0;       // of the program
  std::uint32_t rows_version = 0;  // of the rows that answer; 0: none do
  ledger::TreeSize size;           // what they reflect
  std::uint64_t parked_count = 0;
  struct Growth {
    ledger::TreeSize from;  // where this process took it up
    ledger::TreeSize size;
    ledger::UnixMicros since;
  };
  std::optional<Growth> growth;  // a rebuild that was asked for or was due, until it takes over
  struct TakeOver {
    ledger::TreeSize size;
    ledger::UnixMicros at;
  };
  std::optional<TakeOver> taken_over;  // the last one of this process
};

class Projector {
 public:
  struct Parts {
    ledger::Kv& kv;  // families: family_names(registry)
    const ledger::ViewCell& log;
    const Registry& registry;
    ledger::Metrics& metrics;
    const ledger::Clock& clock;  // for what states() says only: rows depend on no time
  };

  // Checks the stored cursors against the published view and empties what does not belong to this log or
  // can't be read any more. failed_precondition projection.no_view: nothing is published yet; errors of the
  // databases pass through.
  static ledger::Result<std::unique_ptr<Projector>> open(Parts parts);
  ~Projector();
  Projector(const Projector&) = delete;
  Projector& operator=(const Projector&) = delete;

  void start();
  // Ends after the chunk in hand and joins; within one follow wait (200 ms), at once when the cell is closed.
  // When the cell is closed the thread ends by itself as soon as everything published is folded. Idempotent.
  void stop();

  // Waits until the rows that answer for the projection (for all of them when the name is empty) reflect
  // `size` entries, or the time is out, or the projector has stopped; gives the size reached (the lowest of
  // all). An unknown name reaches 0, and so does one that no rows answer for.
  ledger::TreeSize wait_until(std::string_view projection, ledger::TreeSize size,
                              std::int64_t timeout_micros) const LEDGER_EXCLUDES(mutex_);
  Snapshot snapshot() const { return {parts_.kv.snapshot(), &parts_.registry}; }

  // Asks for a rebuild beside the rows in use. not_found projection.unknown; already_exists
  // projection.rebuilding; unavailable projection.stopped.
  ledger::Status request_rebuild(std::string_view projection) LEDGER_EXCLUDES(mutex_);
  // New rows grow: asked for, or due since the start.
  bool rebuilding(std::string_view projection) const LEDGER_EXCLUDES(mutex_);
  // Waits until they don't, or the time is out, or the projector has stopped.
  void wait_for_take_over(std::string_view projection, std::int64_t timeout_micros) const
      LEDGER_EXCLUDES(mutex_);
  // By projection number.
  std::vector<ProjectionState> states() const LEDGER_EXCLUDES(mutex_);
  // Why it stopped by itself; ok otherwise.
  ledger::Status status() const LEDGER_EXCLUDES(mutex_);

 private:
  // One projection: the slot in use, what answers there, and what grows in the other.
  struct Line {
    Slot slot = Slot::kA;
    std::optional<Target> active;  // followed
    std::optional<Cursor> older;   // instead of it: rows of an older version, which nothing is applied to
    std::uint64_t older_parked = 0;
    std::optional<Target> growing;
    ledger::TreeSize goal;  // `growing` takes over at this size, and not before `active`
    ProjectionState::Growth growth;
    bool begun = false;  // a request that show() may take back
    std::optional<ProjectionState::TakeOver> taken_over;
    ledger::Gauge* size_gauge = nullptr;
    ledger::Gauge* growth_gauge = nullptr;
    ledger::Counter* parked_total = nullptr;
    ledger::Counter* rebuilds_total = nullptr;
  };
  struct Shown {
    ProjectionState state;
    std::optional<ledger::UnixMicros> asked_at;  // for a rebuild that the thread has not begun yet
  };
  static bool grows(const Shown& shown) {
    return shown.state.growth.has_value() || shown.asked_at.has_value();
  }

  explicit Projector(Parts parts);
  ledger::Status open_lines(const ledger::LedgerView& view);
  ledger::Result<Line> open_line(std::size_t number, const ledger::LedgerView& view);
  ledger::Status grow(std::size_t number, Line& line, ledger::UnixMicros since);
  void run();
  ledger::Status follow_once();
  ledger::Status begin_requested_rebuilds();
  ledger::Status step(const ledger::LedgerView& view, bool& advanced);
  ledger::Status advance(const ledger::LedgerView& view, ledger::TreeSize from, ledger::TreeSize to);
  ledger::Status take_over_caught_up();
  std::vector<Target*> targets();
  static ProjectionState state_of(const Projection& projection, const Line& line);
  void show() LEDGER_EXCLUDES(mutex_);
  void end(const ledger::Status& why) LEDGER_EXCLUDES(mutex_);
  bool stopping() const LEDGER_EXCLUDES(mutex_);
  ledger::TreeSize reached(std::string_view projection) const LEDGER_REQUIRES(mutex_);

  const Parts parts_;
  std::vector<Line> lines_;  // by projection number; the thread's own after start
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
