// Goal: waiting never takes more than its places, ends with what is waited for, with its time or with
// close(). Method: waits that are counted instead of slept, and threads that hold places until the test lets
// them go.
#include "api/wait_places.h"

#include <future>
#include <gtest/gtest.h>
#include <thread>
#include <vector>

namespace api {
namespace {

constexpr std::int64_t kSecond = 1'000'000;

TEST(WaitPlaces, AFractionOfTheThreads) {
  EXPECT_EQ(WaitPlaces::places_for(64), 16U);
  EXPECT_EQ(WaitPlaces::places_for(4), 1U);
  EXPECT_EQ(WaitPlaces::places_for(3), 0U) << "one of three would be missed by the others";
}

TEST(WaitPlaces, SlicesAddUpToTheTimeAndStopWhenItIsThere) {
  WaitPlaces places(1);
  std::int64_t waited = 0;
  EXPECT_TRUE(places.wait(30 * kSecond, [&](std::int64_t slice) {
    EXPECT_GT(slice, 0);
    waited += slice;
    return false;
  }));
  EXPECT_EQ(waited, 30 * kSecond);
  int slices = 0;
  EXPECT_TRUE(places.wait(30 * kSecond, [&](std::int64_t) { return ++slices == 3; }));
  EXPECT_EQ(slices, 3);
  EXPECT_TRUE(places.wait(0, [&](std::int64_t) { return ++slices == 0; }));
  EXPECT_EQ(slices, 3);
}

TEST(WaitPlaces, NoneBeyondThePlacesAndEachComesBack) {
  WaitPlaces none(0);
  EXPECT_FALSE(none.wait(kSecond, [](std::int64_t) { return true; }));

  constexpr int kPlaces = 3;
  WaitPlaces places(kPlaces);
  std::promise<void> open;
  const std::shared_future<void> opened = open.get_future().share();
  std::vector<std::promise<void>> entered(kPlaces);
  std::vector<std::thread> holders;
  for (int i = 0; i < kPlaces; ++i) {
    holders.emplace_back([&, i] {
      EXPECT_TRUE(places.wait(kSecond, [&](std::int64_t) {
        entered[static_cast<std::size_t>(i)].set_value();
        opened.wait();
        return true;
      }));
    });
  }
  for (std::promise<void>& one : entered) one.get_future().wait();
  for (int i = 0; i < 100; ++i) EXPECT_FALSE(places.wait(kSecond, [](std::int64_t) { return true; }));
  open.set_value();
  for (std::thread& holder : holders) holder.join();
  EXPECT_TRUE(places.wait(kSecond, [](std::int64_t) { return true; }));
}

TEST(WaitPlaces, CloseEndsWhoWaitsAndLetsNobodyWait) {
  WaitPlaces places(1);
  int slices = 0;
  EXPECT_TRUE(places.wait(30 * kSecond, [&](std::int64_t) {
    ++slices;
    places.close();
    return false;
  }));
  EXPECT_EQ(slices, 1);
  EXPECT_TRUE(places.wait(30 * kSecond, [&](std::int64_t) { return ++slices == 0; }));
  EXPECT_EQ(slices, 1);
}

}  // namespace
}  // namespace api
