#include "projections/figures/budget_book.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "ledger/base/check.h"

namespace projections::figures {

namespace {

// Of all bytes, the part that is set aside for first shares.
constexpr std::size_t kFirstPart = 4;

// One share for each place and one for the service.
std::size_t shares_of(const BudgetBounds& bounds) {
  return bounds.places + 1;
}

std::size_t first_bytes_of(const BudgetBounds& bounds) {
  return bounds.bytes_max / kFirstPart / shares_of(bounds);
}

std::size_t wide_bytes_of(const BudgetBounds& bounds) {
  return bounds.bytes_max - first_bytes_of(bounds) * shares_of(bounds);
}

// Wide questions of callers, those that wait included: the other places are for small ones.
std::size_t wide_places_of(const BudgetBounds& bounds) {
  return std::max<std::size_t>(1, bounds.places / 2);
}

}  // namespace

BudgetBook::BudgetBook(const BudgetBounds& bounds)
    : bounds_(bounds),
      first_bytes_(first_bytes_of(bounds)),
      question_max_(std::min(bounds.question_bytes_max, wide_bytes_of(bounds))) {
  LEDGER_CHECK(bounds.places > 0 && bounds.wide_max > 0);
}

BudgetBook::Id BudgetBook::arrive(Asker asker) {
  Question question;
  question.asker = asker;
  questions_.emplace(next_, question);
  return next_++;
}

Turn BudgetBook::ask(Id id, std::size_t bytes) {
  Question& question = questions_.at(id);
  LEDGER_CHECK(bytes <= question_max_ && !question.is_settled);
  const Turn turn = turn_of(id, question, bytes);
  question.waits = turn == Turn::kWait;
  if (turn != Turn::kGranted) {
    // Refused, it has nothing to wait for and takes nobody's place in the queue.
    question.wants_wide = question.bytes > first_bytes_ || (question.waits && bytes > first_bytes_);
    return turn;
  }
  question.is_inside = true;
  question.bytes = std::max(question.bytes, bytes);
  question.wants_wide = question.bytes > first_bytes_;
  return turn;
}

// Of a caller without a place: those who came before it have theirs first.
Turn BudgetBook::place_of(Id id) const {
  std::size_t inside = 0, waiting = 0, before = 0;
  for (const auto& [each, question] : questions_) {
    if (question.asker == Asker::kService || each == id) continue;
    if (question.is_inside) ++inside;
    if (question.is_inside || !question.waits) continue;
    ++waiting;
    if (each < id) ++before;
  }
  if (inside + before < bounds_.places) return Turn::kGranted;
  return questions_.at(id).waits || waiting < bounds_.waiting_max ? Turn::kWait : Turn::kRefused;
}

Turn BudgetBook::turn_of(Id id, const Question& question, std::size_t bytes) const {
  if (bytes <= question.bytes && question.is_inside) return Turn::kGranted;
  if (question.asker == Asker::kCaller && !question.is_inside) {
    const Turn place = place_of(id);
    if (place != Turn::kGranted) return place;
  }
  if (bytes <= first_bytes_) return Turn::kGranted;
  const bool is_newcomer = question.bytes <= first_bytes_;
  if (is_newcomer) {
    const Turn turn = wide_turn_of(id, question);
    if (turn != Turn::kGranted) return turn;
  }
  return is_safe_with(id, bytes) ? Turn::kGranted : Turn::kWait;
}

// Whether one that has its first share only may be wide now, bytes apart.
Turn BudgetBook::wide_turn_of(Id id, const Question& question) const {
  std::size_t wide = 0, others = 0;
  for (const auto& [each, other] : questions_) {
    if (each == id || other.asker == Asker::kService || !other.wants_wide) continue;
    ++others;
    if (other.bytes > first_bytes_) ++wide;
  }
  if (question.asker == Asker::kCaller) {
    if (others >= wide_places_of(bounds_)) return Turn::kRefused;
    if (wide >= bounds_.wide_max) return Turn::kWait;
  }
  return has_precedence(id, question) ? Turn::kGranted : Turn::kWait;
}

// Of those who want their first wide bytes. Who holds some and waits for more comes before all of them, so
// that it gets through: those who hold come to an end, and no other joins them meanwhile.
bool BudgetBook::has_precedence(Id id, const Question& question) const {
  return std::none_of(questions_.begin(), questions_.end(), [&](const auto& each) {
    const Question& other = each.second;
    if (each.first == id || !other.waits || !other.wants_wide) return false;
    if (other.bytes > first_bytes_) return true;
    if (other.asker != question.asker) return other.asker == Asker::kService;
    return each.first < id;
  });
}

// Whether, with those bytes granted, an order remains in which each gets the most that a question may hold,
// ends and gives back. Who needs least can go first: if it can't, nobody can.
bool BudgetBook::is_safe_with(Id id, std::size_t bytes) const {
  std::vector<std::pair<std::size_t, std::size_t>> wide;  // what it may still ask for, what it holds
  std::size_t held = 0;
  for (const auto& [each, question] : questions_) {
    const std::size_t holds = each == id ? bytes : question.bytes;
    if (holds <= first_bytes_) continue;
    wide.emplace_back(question.is_settled ? 0 : question_max_ - holds, holds);
    held += holds;
  }
  const std::size_t all = wide_bytes_of(bounds_);
  if (held > all) return false;
  std::sort(wide.begin(), wide.end());
  std::size_t free = all - held;
  for (const auto& [need, holds] : wide) {
    if (need > free) return false;
    free += holds;
  }
  return true;
}

void BudgetBook::settle(Id id) {
  questions_.at(id).is_settled = true;
}

void BudgetBook::leave(Id id) {
  LEDGER_CHECK(questions_.erase(id) == 1);
}

std::size_t BudgetBook::bytes_in_use() const {
  std::size_t bytes = 0;
  for (const auto& [id, question] : questions_) bytes += question.bytes;
  return bytes;
}

std::size_t BudgetBook::questions() const {
  return static_cast<std::size_t>(std::count_if(questions_.begin(), questions_.end(),
                                                [](const auto& each) { return each.second.is_inside; }));
}

std::size_t BudgetBook::waiting() const {
  return static_cast<std::size_t>(std::count_if(questions_.begin(), questions_.end(),
                                                [](const auto& each) { return each.second.waits; }));
}

}  // namespace projections::figures
