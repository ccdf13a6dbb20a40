// Goal: whoever asks for whatever in whatever order, no more is held than there is, never does everybody
// wait, and the service gets through however many callers come.
// Method: random askers moved one at a time by a scheduler of the test; after each grant a slow search over
// all orders must find one in which everybody could be given the most. Prints its seed.
// Faults: F42
#include "projections/figures/budget_book.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <optional>
#include <vector>

#include "tests/support/seeded_random.h"

namespace projections::figures {
namespace {

using tests::SeededRandom;

struct Question {
  BudgetBook::Id id = 0;
  Asker asker = Asker::kCaller;
  std::size_t target = 0, held = 0;
  bool is_settled = false;
  bool waits = false;  // since the last change
};

class Schedule {
 public:
  Schedule(SeededRandom& random, const BudgetBounds& bounds) : random_(random), book_(bounds) {}

  void go(int arrivals) {
    for (int left = arrivals; left > 0 || !active_.empty();) {
      const bool comes = left > 0 && (active_.empty() || (active_.size() < 12 && random_.one_in(3)));
      if (comes) {
        --left;
        arrive();
      } else {
        move(active_[random_.below(active_.size())].id);
      }
      ASSERT_LE(book_.bytes_in_use(), book_.bounds().bytes_max);
      ASSERT_EQ(book_.bytes_in_use(), held());
      if (::testing::Test::HasFatalFailure()) return;
      const bool all_wait = !active_.empty() && std::all_of(active_.begin(), active_.end(),
                                                            [](const Question& each) { return each.waits; });
      ASSERT_FALSE(all_wait) << "of " << active_.size();
    }
    EXPECT_EQ(book_.questions(), 0U);
    EXPECT_EQ(book_.waiting(), 0U);
  }
  int service_answers = 0, caller_answers = 0, waits = 0, refusals = 0;

 private:
  std::size_t held() const {
    std::size_t all = 0;
    for (const Question& each : active_) all += each.held;
    return all;
  }
  bool is_wide(const Question& each) const { return each.held > book_.first_bytes(); }

  void arrive() {
    const bool is_served = std::any_of(active_.begin(), active_.end(),
                                       [](const Question& each) { return each.asker == Asker::kService; });
    Question question;
    question.asker = !is_served && random_.one_in(4) ? Asker::kService : Asker::kCaller;
    question.id = book_.arrive(question.asker);
    question.target = random_.below(book_.question_max() + 1);
    if (random_.one_in(3)) question.target = book_.question_max();
    active_.push_back(question);
  }

  void leave(BudgetBook::Id id) {
    book_.leave(id);
    std::erase_if(active_, [&](const Question& each) { return each.id == id; });
    change();
  }
  void change() {
    for (Question& each : active_) each.waits = false;
  }

  void move(BudgetBook::Id id) {
    Question& question =
        *std::find_if(active_.begin(), active_.end(), [&](const Question& each) { return each.id == id; });
    if (question.is_settled) {
      (question.asker == Asker::kService ? service_answers : caller_answers) += 1;
      return leave(id);
    }
    // A caller gives up now and then, in the middle of anything.
    if (question.asker == Asker::kCaller && random_.one_in(40)) return leave(id);
    const std::size_t step = 1 + random_.below(book_.question_max() / 2 + 1);
    const std::size_t wanted = std::min(question.target, question.held + step);
    const bool service_waits = std::any_of(active_.begin(), active_.end(), [](const Question& each) {
      return each.asker == Asker::kService && each.waits;
    });
    const bool was_wide = is_wide(question);
    const Turn turn = book_.ask(id, wanted);
    if (turn == Turn::kWait) {
      question.waits = true;
      ++waits;
      return;
    }
    if (turn == Turn::kRefused) {
      ASSERT_EQ(question.asker, Asker::kCaller);
      ASSERT_FALSE(was_wide) << "who holds something goes on";
      ++refusals;
      return leave(id);
    }
    question.held = std::max(question.held, wanted);
    const bool overtakes =
        service_waits && question.asker == Asker::kCaller && !was_wide && is_wide(question);
    ASSERT_FALSE(overtakes) << "a newcomer before the service";
    ASSERT_TRUE(can_end()) << "granted " << wanted;
    if (question.held >= question.target) {
      book_.settle(id);
      question.is_settled = true;
    }
    change();
  }

  // The slow reference: tries every order.
  bool can_end() const {
    std::vector<Question> wide;
    std::size_t all = 0;
    for (const Question& each : active_) {
      if (!is_wide(each)) continue;
      wide.push_back(each);
      all += each.held;
    }
    const BudgetBounds& bounds = book_.bounds();
    const std::size_t room = bounds.bytes_max - book_.first_bytes() * (bounds.places + 1);
    return all <= room && can_end(wide, room - all);
  }
  bool can_end(const std::vector<Question>& wide, std::size_t free) const {
    if (wide.empty()) return true;
    for (std::size_t i = 0; i < wide.size(); ++i) {
      const std::size_t need = wide[i].is_settled ? 0 : book_.question_max() - wide[i].held;
      if (need > free) continue;
      std::vector<Question> others = wide;
      others.erase(others.begin() + static_cast<std::ptrdiff_t>(i));
      if (can_end(others, free + wide[i].held)) return true;
    }
    return false;
  }

  SeededRandom& random_;
  BudgetBook book_;
  std::vector<Question> active_;
};

TEST(BudgetBookProperty, NeverMoreThanThereIsAndSomebodyAlwaysGoesOn) {
  SeededRandom random(20261121);
  SCOPED_TRACE(random.trace());
  int service_answers = 0, caller_answers = 0, waits = 0, refusals = 0;
  for (int round = 0; round < 400; ++round) {
    BudgetBounds bounds;
    bounds.bytes_max = 1 + random.below(2000);
    bounds.question_bytes_max = 1 + random.below(2000);
    bounds.places = 1 + random.below(8);
    bounds.waiting_max = random.below(4);
    bounds.wide_max = 1 + random.below(4);
    Schedule run(random, bounds);
    run.go(60);
    if (HasFatalFailure()) return;
    service_answers += run.service_answers;
    caller_answers += run.caller_answers;
    waits += run.waits;
    refusals += run.refusals;
  }
  // Every way was gone, many times.
  for (const int count : {service_answers, caller_answers, waits, refusals}) EXPECT_GT(count, 1000);
}

}  // namespace
}  // namespace projections::figures
