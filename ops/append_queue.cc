#include "ops/append_queue.h"

#include <atomic>
#include <utility>

#include "ledger/base/mutex.h"

namespace ops {

// Outlives the queue for as long as the writer owes an answer.
class AppendQueue::Places {
 public:
  explicit Places(std::size_t places) : free_(static_cast<std::int64_t>(places)) {}
  bool take() {
    if (free_.fetch_sub(1) > 0) return true;
    free_.fetch_add(1);
    return false;
  }
  void give_back() { free_.fetch_add(1); }

 private:
  std::atomic<std::int64_t> free_;
};

// One append: the writer puts the answer in, a worker takes it out.
class AppendQueue::Append final : public api::Waiting {
 public:
  explicit Append(std::int64_t due_micros) : due_micros_(due_micros) {}

  void notify(std::function<void()> resume) override {
    {
      const ledger::MutexLock lock(mutex_);
      if (!answer_) {
        resume_ = std::move(resume);
        return;
      }
    }
    resume();
  }
  std::int64_t due_micros() const override { return due_micros_; }

  void set(ledger::Writer::Answer answer) {
    std::function<void()> resume;
    {
      const ledger::MutexLock lock(mutex_);
      answer_ = std::move(answer);
      resume = std::exchange(resume_, nullptr);
    }
    if (resume) resume();
  }

  // Proofs are made here, on the thread that answers, not on the writer.
  Receipts take() {
    std::optional<ledger::Writer::Answer> answer;
    {
      const ledger::MutexLock lock(mutex_);
      answer = std::exchange(answer_, std::nullopt);
    }
    if (!answer) return ledger::append_unknown();
    if (!answer->ok()) return answer->status();
    return ledger::make_receipts(*std::move(*answer));
  }

 private:
  const std::int64_t due_micros_;
  ledger::Mutex mutex_;
  std::optional<ledger::Writer::Answer> answer_ LEDGER_GUARDED_BY(mutex_);
  std::function<void()> resume_ LEDGER_GUARDED_BY(mutex_);
};

AppendQueue::AppendQueue(ledger::Journal& journal, const ledger::Clock& clock, std::size_t places,
                         std::int64_t timeout_micros)
    : journal_(journal),
      clock_(clock),
      timeout_micros_(timeout_micros),
      places_(std::make_shared<Places>(places)) {}
AppendQueue::~AppendQueue() = default;

std::optional<api::Later<AppendQueue::Receipts>> AppendQueue::begin(
    std::vector<ledger::VerifiedEvent>& events) {
  if (!places_->take()) return std::nullopt;
  const auto append = std::make_shared<Append>(clock_.monotonic_micros() + timeout_micros_);
  const auto done = [append, places = places_](ledger::Writer::Answer answer) {
    places->give_back();
    append->set(std::move(answer));
  };
  const ledger::Status queued = journal_.hand_over(std::move(events), done);
  if (!queued.ok()) done(queued);
  return api::Later<Receipts>{append, [append] { return append->take(); }};
}

}  // namespace ops
