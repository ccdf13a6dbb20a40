// Goal: what may be held together is never exceeded, who is small is served whoever is wide, and each waits
// for those only who come before it. Method: tables of bounds; askers whose turns are written down.
// Faults: F42
#include "projections/figures/budget_book.h"

#include <gtest/gtest.h>
#include <limits>

namespace projections::figures {
namespace {

// First shares of 50, 1200 beside them, 1000 for one question, three wide ones of callers.
BudgetBounds bounds() {
  BudgetBounds bounds;
  bounds.bytes_max = 1600;
  bounds.question_bytes_max = 1000;
  bounds.places = 7;
  bounds.waiting_max = 2;
  bounds.wide_max = 3;
  return bounds;
}

class BudgetBookTest : public ::testing::Test {
 protected:
  BudgetBook::Id arrive(std::size_t bytes, Asker asker = Asker::kCaller) {
    const BudgetBook::Id id = book_.arrive(asker);
    EXPECT_EQ(book_.ask(id, bytes), Turn::kGranted);
    return id;
  }
  BudgetBook::Id settled(std::size_t bytes) {
    const BudgetBook::Id id = arrive(bytes);
    book_.settle(id);
    return id;
  }
  BudgetBook::Id waiting(std::size_t bytes, Asker asker = Asker::kCaller) {
    const BudgetBook::Id id = book_.arrive(asker);
    EXPECT_EQ(book_.ask(id, bytes), Turn::kWait);
    return id;
  }
  BudgetBook book_{bounds()};
};

TEST(BudgetBounds, FirstSharesAreSetAsideAndOneQuestionFitsBesideThem) {
  constexpr std::size_t kNoBound = std::numeric_limits<std::size_t>::max();
  struct Row {
    std::size_t bytes_max, question_bytes_max, places, first, question;
  };
  for (const Row& row :
       {Row{1600, 1000, 7, 50, 1000}, Row{1600, 1200, 7, 50, 1200}, Row{1600, 1201, 7, 50, 1200},
        Row{1000, kNoBound, 1, 125, 750}, Row{7, kNoBound, 24, 0, 7}, Row{0, 400, 4, 0, 0}}) {
    BudgetBounds bounds;
    bounds.bytes_max = row.bytes_max;
    bounds.question_bytes_max = row.question_bytes_max;
    bounds.places = row.places;
    const BudgetBook book(bounds);
    EXPECT_EQ(book.first_bytes(), row.first) << row.bytes_max << " for " << row.places;
    EXPECT_EQ(book.question_max(), row.question) << row.bytes_max << " for " << row.places;
  }
}

TEST_F(BudgetBookTest, WhatIsHeldIsCountedUntilItIsGivenBack) {
  const auto a = arrive(10), b = arrive(300);
  EXPECT_EQ(book_.bytes_in_use(), 310U);
  EXPECT_EQ(book_.questions(), 2U);
  EXPECT_EQ(book_.ask(a, 5), Turn::kGranted);  // less than it has: it keeps that
  EXPECT_EQ(book_.bytes_in_use(), 310U);
  EXPECT_EQ(book_.ask(a, 40), Turn::kGranted);
  book_.settle(b);
  EXPECT_EQ(book_.bytes_in_use(), 340U);
  book_.leave(b);
  book_.leave(a);
  EXPECT_EQ(book_.bytes_in_use(), 0U);
  EXPECT_EQ(book_.questions(), 0U);
}

// Each may need 1000 in the end: the second is let in as far as the first can still be given the rest.
TEST_F(BudgetBookTest, TwoHalfGrownQuestionsNeverWaitForEachOther) {
  const auto a = arrive(500);
  const auto b = waiting(201);
  EXPECT_EQ(book_.ask(b, 200), Turn::kGranted) << "500 are free, and a may need as much";
  EXPECT_EQ(book_.ask(b, 201), Turn::kWait);
  EXPECT_EQ(book_.ask(a, 1000), Turn::kGranted);
  EXPECT_EQ(book_.ask(b, 201), Turn::kWait);
  book_.leave(a);
  EXPECT_EQ(book_.ask(b, 1000), Turn::kGranted);
}

TEST_F(BudgetBookTest, WhatIsLoadedAsksNoMoreAndMakesRoom) {
  const auto a = arrive(900);
  arrive(150);
  const auto c = waiting(60);  // 90 would be free, and a may need 100
  book_.settle(a);
  EXPECT_EQ(book_.ask(c, 151), Turn::kWait) << "1 beyond all";
  EXPECT_EQ(book_.ask(c, 60), Turn::kGranted) << "a comes to its end and gives back what the others need";
}

TEST_F(BudgetBookTest, SmallQuestionsDoNotWaitForWideOnes) {
  settled(600);
  settled(600);
  for (int i = 0; i < 5; ++i) arrive(50);
  arrive(50, Asker::kService);
  EXPECT_EQ(book_.bytes_in_use(), 1500U);
}

TEST_F(BudgetBookTest, CallersBeyondThePlacesWaitInTheirOrderThenAreRefused) {
  std::vector<BudgetBook::Id> inside;
  for (int i = 0; i < 7; ++i) inside.push_back(arrive(1));
  const auto first = waiting(1), second = waiting(1);
  const auto third = book_.arrive(Asker::kCaller);
  EXPECT_EQ(book_.ask(third, 1), Turn::kRefused);
  EXPECT_EQ(book_.waiting(), 2U);
  arrive(1, Asker::kService);  // needs no place
  book_.leave(inside.back());
  EXPECT_EQ(book_.ask(third, 1), Turn::kRefused) << "those before it take what is free";
  EXPECT_EQ(book_.ask(second, 1), Turn::kWait);
  EXPECT_EQ(book_.ask(first, 1), Turn::kGranted);
  book_.leave(second);
  book_.leave(inside.front());
  EXPECT_EQ(book_.ask(third, 1), Turn::kGranted);
}

TEST_F(BudgetBookTest, HalfOfThePlacesAreForWideQuestions) {
  for (int i = 0; i < 3; ++i) arrive(60);
  const auto fourth = book_.arrive(Asker::kCaller);
  EXPECT_EQ(book_.ask(fourth, 40), Turn::kGranted);
  EXPECT_EQ(book_.ask(fourth, 60), Turn::kRefused);
  EXPECT_EQ(book_.waiting(), 0U);
  arrive(60, Asker::kService);
}

TEST(BudgetBook, NoMoreWideQuestionsAtOnceThanAreWorkedOn) {
  BudgetBounds few = bounds();
  few.places = 8;
  few.wide_max = 1;
  BudgetBook book(few);
  const auto a = book.arrive(Asker::kCaller), b = book.arrive(Asker::kCaller);
  EXPECT_EQ(book.ask(a, 60), Turn::kGranted);
  EXPECT_EQ(book.ask(b, 60), Turn::kWait);
  const auto service = book.arrive(Asker::kService);
  EXPECT_EQ(book.ask(service, 60), Turn::kGranted);
  book.leave(a);
  EXPECT_EQ(book.ask(b, 60), Turn::kGranted);
}

TEST_F(BudgetBookTest, TheServiceComesBeforeCallersAndAHolderBeforeNewcomers) {
  const auto a = settled(600), b = settled(600);
  const auto service = waiting(60, Asker::kService);
  book_.leave(a);
  const auto caller = waiting(60);
  EXPECT_EQ(book_.ask(service, 60), Turn::kGranted);
  EXPECT_EQ(book_.ask(caller, 60), Turn::kGranted);

  EXPECT_EQ(book_.ask(caller, 1000), Turn::kWait) << "600 and 60 beside it";
  const auto other = waiting(60, Asker::kService);  // who holds some goes first, even before the service
  book_.leave(b);
  EXPECT_EQ(book_.ask(other, 60), Turn::kWait) << "until that one has asked again";
  EXPECT_EQ(book_.ask(caller, 1000), Turn::kGranted);
  EXPECT_EQ(book_.ask(other, 60), Turn::kGranted);
}

TEST_F(BudgetBookTest, WhoWaitsIsPatientOnlyWithSomethingInHand) {
  const auto a = arrive(50), b = arrive(51), c = arrive(1, Asker::kService);
  EXPECT_FALSE(book_.is_patient(a));
  EXPECT_TRUE(book_.is_patient(b));
  EXPECT_TRUE(book_.is_patient(c));
}

}  // namespace
}  // namespace projections::figures
