// MemoryBudget: the memory that all questions about figures of a process may hold together.
//
// Place in the flow: figure_loader.h takes a share before the first event and lets it grow as events are
// read; the FigureLog keeps it until the answer is made. What there is no room for waits: who holds wide
// bytes already until others give theirs back, a newcomer for kTurnMicros, then it is refused; nobody waits
// for somebody who waits for them (budget_book.h). The service's own questions come before callers'. What is
// given back goes to the system, too: each thread's heap would keep what its widest question took.
// Ownership: made by ops, outlives all shares. Threads: any; a share belongs to one thread at a time.
#pragma once

#include <cstdint>
#include <functional>

#include "ledger/base/clock.h"
#include "ledger/base/metrics.h"
#include "ledger/base/mutex.h"
#include "ledger/base/status.h"
#include "projections/figures/budget_book.h"

namespace projections::figures {

// True once whoever asked no longer wants the answer: looked at now and then, from the asking thread.
using Stop = std::function<bool()>;
// unavailable figures.cancelled when `stop` says so; an empty one never does.
ledger::Status check_stop(const Stop& stop);

class MemoryBudget;

// What one question holds of a budget; gives it back when it goes.
class MemoryShare {
 public:
  MemoryShare() = default;  // of no budget: grows without asking
  ~MemoryShare() { give_back(); }
  MemoryShare(MemoryShare&& other) noexcept;
  MemoryShare& operator=(MemoryShare&& other) noexcept;

  // Holds at least `bytes` from now on, and a place. Waits for that, see above. unavailable
  // figures.busy, figures.cancelled; resource_exhausted figures.too_large: more than one question may hold.
  // After a refusal the share is of no use but to be given back.
  ledger::Status grow_to(std::size_t bytes, const Stop& stop);
  bool holds(std::size_t bytes) const { return budget_ == nullptr || (bytes_ > 0 && bytes <= bytes_); }
  // It grows no more: what it could have asked for is free for others.
  void settle();

 private:
  friend class MemoryBudget;
  MemoryShare(MemoryBudget& budget, BudgetBook::Id id) : budget_(&budget), id_(id) {}
  void give_back();

  MemoryBudget* budget_ = nullptr;
  BudgetBook::Id id_ = 0;
  std::size_t bytes_ = 0;
};

class MemoryBudget {
 public:
  // So long a caller waits for a place and its first wide bytes.
  static constexpr std::int64_t kTurnMicros = 20'000'000;

  struct State {
    std::size_t bytes_max = 0, question_bytes_max = 0, bytes_in_use = 0, questions = 0, waiting = 0;
    std::uint64_t refused = 0;
  };

  MemoryBudget(const BudgetBounds& bounds, const ledger::Clock& clock, ledger::Metrics& metrics);

  MemoryShare share(Asker asker) LEDGER_EXCLUDES(mutex_);
  State state() const LEDGER_EXCLUDES(mutex_);

 private:
  friend class MemoryShare;
  struct Asked {
    Turn turn = Turn::kWait;
    bool waits_on = false;  // as long as it takes
    std::uint64_t changes_seen = 0;
  };
  ledger::Status grow(BudgetBook::Id id, std::size_t bytes, const Stop& stop) LEDGER_EXCLUDES(mutex_);
  Asked ask(BudgetBook::Id id, std::size_t bytes) LEDGER_EXCLUDES(mutex_);
  // Until something has changed since, for a moment at most.
  void wait_for_change(std::uint64_t changes_seen) LEDGER_EXCLUDES(mutex_);
  void settle(BudgetBook::Id id) LEDGER_EXCLUDES(mutex_);
  // Of a question that is over: its memory is the allocator's now.
  void give_back(BudgetBook::Id id, std::size_t bytes) LEDGER_EXCLUDES(mutex_);
  // Whether what the allocator may keep of all that was freed is worth giving back to the system.
  bool note_freed(std::size_t bytes) LEDGER_EXCLUDES(mutex_);
  void show() LEDGER_REQUIRES(mutex_);

  const ledger::Clock& clock_;
  ledger::Gauge &bytes_in_use_, &questions_, &waiting_;
  ledger::Counter& refused_;
  const std::size_t question_max_, freed_max_;
  mutable ledger::Mutex mutex_;
  ledger::CondVar changed_;
  BudgetBook book_ LEDGER_GUARDED_BY(mutex_);
  std::uint64_t changes_ LEDGER_GUARDED_BY(mutex_) = 0;
  std::size_t freed_ LEDGER_GUARDED_BY(mutex_) = 0;
};

}  // namespace projections::figures
