// Goal: what was freed is given back although something small beside it is still held. Method: many small
// blocks, one in a thousand kept; resident pages before and after.
#include "ledger/base/free_memory.h"

#include <fstream>
#include <gtest/gtest.h>
#include <memory>
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

}  // namespace
}  // namespace ledger
