// BudgetBook: who holds how much of the memory that all questions about figures share, and whose turn it is.
//
// Place in the flow: MemoryBudget (memory_budget.h) asks it under its lock. A question asks again and again
// while its events are loaded; what it may not have now it waits for with what it holds. That cannot end in
// everybody waiting: bytes are granted only where an order remains in which each could still be given the
// most that a question may hold (the banker's algorithm), and what has been loaded asks no more. A small
// share of each question is set aside for it: small questions never wait for wide ones. Ownership: values.
// Threads: one at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>

namespace projections::figures {

struct BudgetBounds {
  std::size_t bytes_max = 0;           // of all questions together
  std::size_t question_bytes_max = 0;  // of one; BudgetBook gives less where the whole is too small
  // Questions of callers at once: each holds a thread of whoever serves it.
  std::size_t places = 1;
  std::size_t waiting_max = 0;  // callers that may wait for a place
  // Questions of callers that may be wide at once: more would only make all of them late. As many as fill
  // half of the places may wait to be among them.
  std::size_t wide_max = 1;
};

// Who asks. The service's own questions come before those of callers and need no place; one at a time.
enum class Asker : std::uint8_t { kCaller, kService };
// kWait: ask again once something has changed. kRefused: as many wait as may.
enum class Turn : std::uint8_t { kGranted, kWait, kRefused };

class BudgetBook {
 public:
  using Id = std::uint64_t;

  explicit BudgetBook(const BudgetBounds& bounds);

  // A question that has nothing yet. Ids grow: who came first has the smaller one.
  Id arrive(Asker asker);
  // It wants to hold `bytes` from now on, and a place if it has none. Precondition: at most question_max().
  Turn ask(Id id, std::size_t bytes);
  // It will ask no more.
  void settle(Id id);
  // It is over, whatever it held or waited for.
  void leave(Id id);

  // The share that is set aside for each, and the most that one may have.
  std::size_t first_bytes() const { return first_bytes_; }
  std::size_t question_max() const { return question_max_; }
  const BudgetBounds& bounds() const { return bounds_; }
  std::size_t bytes_in_use() const;
  std::size_t questions() const;  // that have a place, or are the service's
  std::size_t waiting() const;
  // It waits as long as it takes, since all before it come to an end: the service, and who holds wide bytes.
  bool is_patient(Id id) const {
    const Question& question = questions_.at(id);
    return question.asker == Asker::kService || question.bytes > first_bytes_;
  }

 private:
  struct Question {
    Asker asker = Asker::kCaller;
    bool is_inside = false;   // has a place
    bool wants_wide = false;  // holds more than its first share, or waits for that
    bool is_settled = false;
    bool waits = false;
    std::size_t bytes = 0;
  };
  Turn turn_of(Id id, const Question& question, std::size_t bytes) const;
  Turn place_of(Id id) const;
  Turn wide_turn_of(Id id, const Question& question) const;
  bool has_precedence(Id id, const Question& question) const;
  bool is_safe_with(Id id, std::size_t bytes) const;

  const BudgetBounds bounds_;
  const std::size_t first_bytes_, question_max_;
  std::map<Id, Question> questions_;
  Id next_ = 0;
};

}  // namespace projections::figures
