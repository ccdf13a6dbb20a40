// Goal: what was freed is given back although something small beside it is still held. Method: many small
// blocks, one in a thousand kept; resident pages before and after.
#include "ledger/base/free_memory.h"

#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <gtest/gtest.h>
#include <latch>
#include <memory>
#include <set>
#include <thread>
#include <vector>

namespace ledger {
namespace {

std::size_t resident_pages() {
  std::ifstream file("/proc/self/statm");
  std::size_t all = 0, resident = 0;
  file >> all >> resident;
  return resident;
}

TEST(FreeMemory, IsGivenBackAroundWhatIsHeld) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__) || !defined(__GLIBC__)
  GTEST_SKIP() << "another allocator";
#endif
  constexpr std::size_t kBlocks = 300'000, kBlockBytes = 400, kKeepEvery = 1'000, kPageBytes = 4'096;
  std::vector<std::unique_ptr<char[]>> blocks;
  for (std::size_t i = 0; i < kBlocks; ++i) blocks.push_back(std::make_unique<char[]>(kBlockBytes));
  for (std::size_t i = 0; i < kBlocks; ++i) {
    if (i % kKeepEvery != 0) blocks[i].reset();
  }
  const std::size_t before = resident_pages();
  give_back_free_memory();
  EXPECT_LT(resident_pages() + kBlocks * kBlockBytes / kPageBytes / 2, before);
  give_back_free_memory();  // nothing is left to give
}

// In a process of its own, since the setting stays. Blocks above the threads' small caches come from a
// thread's pool, and pools lie far apart: threads that hold their blocks together show how many pools there
// are.
TEST(FreeMemoryDeathTest, ThreadsShareAPoolPerProcessor) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__) || !defined(__GLIBC__)
  GTEST_SKIP() << "another allocator";
#endif
  const auto pools = [] {
    constexpr std::size_t kBlockBytes = 8'192, kPoolBytes = 64U << 20;  // a pool lies on a multiple of 64 MiB
    const std::size_t threads = std::thread::hardware_concurrency() * 4 + 1;
    std::vector<std::unique_ptr<char[]>> blocks(threads);
    std::latch all(static_cast<std::ptrdiff_t>(threads));
    std::vector<std::thread> running;
    for (auto& block : blocks) {
      running.emplace_back([&block, &all] {
        block = std::make_unique<char[]>(kBlockBytes);
        all.arrive_and_wait();
      });
    }
    for (std::thread& thread : running) thread.join();
    std::set<std::uintptr_t> apart;
    for (const auto& block : blocks) apart.insert(reinterpret_cast<std::uintptr_t>(block.get()) / kPoolBytes);
    return apart.size();
  };
  EXPECT_EXIT(
      {
        share_free_memory();
        // The first pool may straddle such a multiple.
        std::exit(pools() <= std::thread::hardware_concurrency() + 1 ? 0 : 1);
      },
      testing::ExitedWithCode(0), "");
  EXPECT_EXIT(std::exit(pools() > std::thread::hardware_concurrency() + 1 ? 0 : 1),
              testing::ExitedWithCode(0), "")
      << "without the setting there are more: the count above can fail";
}

}  // namespace
}  // namespace ledger
