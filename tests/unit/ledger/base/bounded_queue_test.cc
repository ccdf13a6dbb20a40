// Goal: the queue never grows past its capacity, loses or doubles nothing, keeps each producer's order, and
// ends cleanly when closed. Method: single-threaded tables, then producers against one consumer that only
// block on the queue itself (no sleeping, no time).
#include "ledger/base/bounded_queue.h"

#include <atomic>
#include <gtest/gtest.h>
#include <memory>
#include <thread>
#include <vector>

namespace ledger {
namespace {

TEST(BoundedQueue, RefusesWhenFullAndLeavesTheItemAlone) {
  BoundedQueue<std::unique_ptr<int>> queue(2);
  auto first = std::make_unique<int>(1);
  auto second = std::make_unique<int>(2);
  auto third = std::make_unique<int>(3);
  EXPECT_TRUE(queue.try_push(first));
  EXPECT_TRUE(queue.try_push(second));
  EXPECT_FALSE(queue.try_push(third));
  ASSERT_NE(third, nullptr);
  EXPECT_EQ(*third, 3);
  EXPECT_EQ(first, nullptr);
  EXPECT_EQ(queue.depth(), 2U);
  EXPECT_EQ(*queue.take_some(1).at(0), 1);
  EXPECT_TRUE(queue.try_push(third));
}

TEST(BoundedQueue, ACapacityOfZeroTakesNothing) {
  BoundedQueue<int> queue(0);
  int item = 7;
  EXPECT_FALSE(queue.try_push(item));
  EXPECT_EQ(queue.depth(), 0U);
}

TEST(BoundedQueue, TakesInOrderAndAtMostWhatWasAskedFor) {
  BoundedQueue<int> queue(10);
  for (int i = 0; i < 5; ++i) ASSERT_TRUE(queue.try_push(i));
  EXPECT_EQ(queue.take_some(3), (std::vector<int>{0, 1, 2}));
  EXPECT_EQ(queue.take_some(3), (std::vector<int>{3, 4}));
  EXPECT_EQ(queue.depth(), 0U);
}

TEST(BoundedQueue, CloseRefusesLaterItemsAndHandsOutTheEarlierOnes) {
  BoundedQueue<int> queue(10);
  int item = 1;
  ASSERT_TRUE(queue.try_push(item));
  EXPECT_FALSE(queue.closed());
  queue.close();
  queue.close();
  EXPECT_TRUE(queue.closed());
  EXPECT_FALSE(queue.try_push(item));
  EXPECT_EQ(queue.take_some(10), std::vector<int>{1});
  EXPECT_TRUE(queue.take_some(10).empty());
  EXPECT_TRUE(queue.take_some(10).empty());
}

TEST(BoundedQueue, CloseWakesAWaitingConsumer) {
  BoundedQueue<int> queue(1);
  std::size_t taken_count = 1;
  std::thread consumer([&] { taken_count = queue.take_some(1).size(); });
  queue.close();
  consumer.join();
  EXPECT_EQ(taken_count, 0U);
}

struct Item {
  std::size_t producer;
  std::size_t number;
};

TEST(BoundedQueue, ManyProducersOneConsumerLoseNothingAndKeepOrder) {
  constexpr std::size_t kProducers = 4;
  constexpr std::size_t kItems = 5'000;
  constexpr std::size_t kCapacity = 64;
  BoundedQueue<Item> queue(kCapacity);
  std::atomic<std::size_t> refusals{0};
  std::vector<std::thread> producers;
  for (std::size_t producer = 0; producer < kProducers; ++producer) {
    producers.emplace_back([&, producer] {
      for (std::size_t number = 0; number < kItems; ++number) {
        Item item{producer, number};
        while (!queue.try_push(item)) {
          refusals.fetch_add(1);
          std::this_thread::yield();
        }
      }
    });
  }
  std::vector<std::size_t> next(kProducers, 0);
  std::size_t received = 0;
  bool in_order = true;
  bool bounded = true;
  while (received < kProducers * kItems) {
    bounded = bounded && queue.depth() <= kCapacity;
    for (const Item& item : queue.take_some(10)) {
      in_order = in_order && item.number == next[item.producer];
      ++next[item.producer];
      ++received;
    }
  }
  for (auto& producer : producers) producer.join();
  EXPECT_TRUE(in_order);
  EXPECT_TRUE(bounded);
  EXPECT_EQ(queue.depth(), 0U);
  EXPECT_EQ(next, std::vector<std::size_t>(kProducers, kItems));
}

TEST(BoundedQueue, WhatAProducerWasPromisedBeforeTheCloseArrives) {
  BoundedQueue<int> queue(100'000);
  std::atomic<int> accepted{0};
  std::vector<std::thread> producers;
  for (int producer = 0; producer < 3; ++producer) {
    producers.emplace_back([&] {
      int item = 1;
      for (int i = 0; i < 20'000 && queue.try_push(item); ++i) accepted.fetch_add(1);
    });
  }
  int received = static_cast<int>(queue.take_some(1).size());
  queue.close();
  for (;;) {
    const auto taken = queue.take_some(500);
    if (taken.empty()) break;
    received += static_cast<int>(taken.size());
  }
  for (auto& producer : producers) producer.join();
  EXPECT_EQ(received, accepted.load());
}

}  // namespace
}  // namespace ledger
