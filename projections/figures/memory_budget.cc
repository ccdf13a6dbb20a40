#include "projections/figures/memory_budget.h"

#include <algorithm>
#include <chrono>
#include <string>
#include <utility>

#include "ledger/base/free_memory.h"

namespace projections::figures {

using ledger::MutexLock;
using ledger::Status;

namespace {

// A share grows by steps, ahead of what is read.
constexpr std::size_t kStepBytes = std::size_t{256} << 10;
// So much may lie free in the heaps of threads; of a small budget, a quarter.
constexpr std::size_t kFreedBytesMax = std::size_t{64} << 20;
// How often somebody who waits looks whether the answer is still wanted.
constexpr std::int64_t kSliceMicros = 200'000;

}  // namespace

ledger::Status check_stop(const Stop& stop) {
  if (!stop || !stop()) return {};
  return ledger::unavailable("figures.cancelled", "the question was given up before it was answered");
}

// -- one share ----------------------------------------------------------------------------------------------

MemoryShare::MemoryShare(MemoryShare&& other) noexcept
    : budget_(std::exchange(other.budget_, nullptr)),
      id_(other.id_),
      bytes_(std::exchange(other.bytes_, 0)) {}

MemoryShare& MemoryShare::operator=(MemoryShare&& other) noexcept {
  if (this == &other) return *this;
  give_back();
  budget_ = std::exchange(other.budget_, nullptr);
  id_ = other.id_;
  bytes_ = std::exchange(other.bytes_, 0);
  return *this;
}

Status MemoryShare::grow_to(std::size_t bytes, const Stop& stop) {
  if (holds(bytes)) return {};
  const std::size_t most = budget_->question_max_;
  if (bytes > most) {
    return ledger::exhausted("figures.too_large", "the question would hold more than the " +
                                                      std::to_string(most) + " bytes that one may hold")
        .want("a smaller scope, or one indicator's list");
  }
  const std::size_t wanted = std::min(most, (bytes / kStepBytes + 1) * kStepBytes);
  LEDGER_TRY(budget_->grow(id_, wanted, stop));
  bytes_ = wanted;
  return {};
}

void MemoryShare::settle() {
  if (budget_ != nullptr) budget_->settle(id_);
}

void MemoryShare::give_back() {
  if (budget_ == nullptr) return;
  std::exchange(budget_, nullptr)->give_back(id_, bytes_);
}

// -- all of them --------------------------------------------------------------------------------------------

MemoryBudget::MemoryBudget(const BudgetBounds& bounds, const ledger::Clock& clock, ledger::Metrics& metrics)
    : clock_(clock),
      bytes_in_use_(
          metrics.gauge("daicho_figures_memory_bytes", "Memory that questions about figures hold.")),
      questions_(metrics.gauge("daicho_figures_questions", "Questions about figures that are worked on.")),
      waiting_(metrics.gauge("daicho_figures_waiting", "Those of them that wait for memory or a place.")),
      refused_(metrics.counter("daicho_figures_refused_total",
                               "Questions about figures that found no room (503 figures.busy).")),
      question_max_(BudgetBook(bounds).question_max()),
      freed_max_(std::min(kFreedBytesMax, bounds.bytes_max / 4)),
      book_(bounds) {
  metrics.gauge("daicho_figures_memory_max_bytes", "What they may hold together.")
      .set(static_cast<std::int64_t>(bounds.bytes_max));
}

MemoryShare MemoryBudget::share(Asker asker) {
  const MutexLock lock(mutex_);
  return {*this, book_.arrive(asker)};
}

MemoryBudget::State MemoryBudget::state() const {
  const MutexLock lock(mutex_);
  return {book_.bounds().bytes_max, book_.question_max(), book_.bytes_in_use(),
          book_.questions(),        book_.waiting(),      refused_.total()};
}

void MemoryBudget::show() {
  bytes_in_use_.set(static_cast<std::int64_t>(book_.bytes_in_use()));
  questions_.set(static_cast<std::int64_t>(book_.questions()));
  waiting_.set(static_cast<std::int64_t>(book_.waiting()));
}

MemoryBudget::Asked MemoryBudget::ask(BudgetBook::Id id, std::size_t bytes) {
  bool is_change = false;
  Asked asked;
  {
    const MutexLock lock(mutex_);
    const std::size_t waiting = book_.waiting();
    asked.turn = book_.ask(id, bytes);
    asked.waits_on = book_.is_patient(id);
    // Who waits no more lets the next in the queue have its look.
    is_change = book_.waiting() < waiting;
    if (is_change) ++changes_;
    asked.changes_seen = changes_;
    show();
  }
  if (is_change) changed_.notify_all();
  return asked;
}

void MemoryBudget::wait_for_change(std::uint64_t changes_seen) {
  const MutexLock lock(mutex_);
  if (changes_ == changes_seen) changed_.wait_for(mutex_, std::chrono::microseconds(kSliceMicros));
}

Status MemoryBudget::grow(BudgetBook::Id id, std::size_t bytes, const Stop& stop) {
  const std::int64_t deadline = clock_.monotonic_micros() + kTurnMicros;
  while (true) {
    const Asked asked = ask(id, bytes);
    if (asked.turn == Turn::kGranted) return {};
    if (asked.turn == Turn::kRefused) break;
    LEDGER_TRY(check_stop(stop));
    if (!asked.waits_on && clock_.monotonic_micros() >= deadline) break;
    wait_for_change(asked.changes_seen);
  }
  refused_.add();
  return ledger::unavailable("figures.busy",
                             "other questions about figures hold the memory that is set aside for them")
      .want("the same question later, or one about a smaller scope");
}

void MemoryBudget::settle(BudgetBook::Id id) {
  {
    const MutexLock lock(mutex_);
    book_.settle(id);
    ++changes_;
  }
  changed_.notify_all();
}

bool MemoryBudget::note_freed(std::size_t bytes) {
  const MutexLock lock(mutex_);
  freed_ += bytes;
  if (freed_ <= freed_max_) return false;
  freed_ = 0;
  return true;
}

void MemoryBudget::give_back(BudgetBook::Id id, std::size_t bytes) {
  // First to the system, then to others.
  if (note_freed(bytes)) ledger::give_back_free_memory();
  {
    const MutexLock lock(mutex_);
    book_.leave(id);
    ++changes_;
    show();
  }
  changed_.notify_all();
}

}  // namespace projections::figures
