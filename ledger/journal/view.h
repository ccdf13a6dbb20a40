// LedgerView: everything a reader needs, at one position, immutable; and the cell that publishes the newest
// one.
//
// Place in the flow: the writer publishes one view per group, after database and anchor are durable; every
// query and proof uses one view and nothing else, so size, root, rows and proof agree. A view pins a database
// snapshot: hold it for a request, not longer. Threads: views are shared freely; the cell is a mutex around a
// pointer swap.
#pragma once

#include <memory>
#include <string>

#include "ledger/base/mutex.h"
#include "ledger/journal/recent_entries.h"
#include "ledger/store/log_store.h"

namespace ledger {

struct LedgerView {
  LogHead head;
  std::string checkpoint;                  // signed note for head
  UnixMicros last_recorded_at;             // of the last entry; 0 when empty
  std::shared_ptr<const KvReader> reader;  // snapshot of the ledger's database
};

class ViewCell {
 public:
  std::shared_ptr<const LedgerView> load() const LEDGER_EXCLUDES(mutex_);
  void store(std::shared_ptr<const LedgerView> view) LEDGER_EXCLUDES(mutex_);
  // Waits until the published size is at least `size`, or the time is out, or close() was called; gives the
  // newest view in any case.
  std::shared_ptr<const LedgerView> wait_for(TreeSize size, std::int64_t timeout_micros) const
      LEDGER_EXCLUDES(mutex_);
  void close() LEDGER_EXCLUDES(mutex_);
  // What the newest views added, while it is held. A memory beside the view, hence open to whoever may read.
  RecentEntries& recent() const { return recent_; }
  // Nothing further will be published: the last view is final.
  bool closed() const LEDGER_EXCLUDES(mutex_) {
    const MutexLock lock(mutex_);
    return closed_;
  }

 private:
  mutable Mutex mutex_;
  mutable CondVar changed_;
  mutable RecentEntries recent_;
  std::shared_ptr<const LedgerView> view_ LEDGER_GUARDED_BY(mutex_);
  bool closed_ LEDGER_GUARDED_BY(mutex_) = false;
};

}  // namespace ledger
