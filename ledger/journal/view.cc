#include "ledger/journal/view.h"

#include <chrono>

namespace ledger {

std::shared_ptr<const LedgerView> ViewCell::load() const {
  const MutexLock lock(mutex_);
  return view_;
}

void ViewCell::store(std::shared_ptr<const LedgerView> view) {
  // The old view may be the last holder of a database snapshot: let it go outside the lock.
  std::shared_ptr<const LedgerView> old;
  {
    const MutexLock lock(mutex_);
    old = std::move(view_);
    view_ = std::move(view);
  }
  changed_.notify_all();
}

std::shared_ptr<const LedgerView> ViewCell::wait_for(TreeSize size, std::int64_t timeout_micros) const {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::microseconds(timeout_micros);
  const MutexLock lock(mutex_);
  while (!closed_ && (!view_ || view_->head.size < size)) {
    const auto left =
        std::chrono::duration_cast<std::chrono::microseconds>(deadline - std::chrono::steady_clock::now());
    if (left.count() <= 0) break;
    changed_.wait_for(mutex_, left);
  }
  return view_;
}

void ViewCell::close() {
  {
    const MutexLock lock(mutex_);
    closed_ = true;
  }
  changed_.notify_all();
}

}  // namespace ledger
