// Goal: what limits the process is what the machine and all its control groups say; the share of it and the
// bounds follow from that. Method: folders laid out as proc and sys are; tables of sizes.
// Faults: F42
#include "ops/machine_memory.h"

#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>

#include "tests/support/temp_dir.h"

namespace ops {
namespace {

constexpr std::uint64_t kMib = std::uint64_t{1} << 20, kGib = std::uint64_t{1} << 30;

class MachineMemoryTest : public ::testing::Test {
 protected:
  void write(const std::string& file, const std::string& text) {
    const std::filesystem::path path = root_ / file;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path) << text << "\n";
  }
  std::string root() const { return root_ / "."; }
  tests::TempDir root_;
};

TEST_F(MachineMemoryTest, WithoutGroupsTheMachineLimits) {
  const std::uint64_t machine = memory_limit_bytes(root());
  EXPECT_GT(machine, 64 * kMib);
  write("proc/self/cgroup", "0::/\n");
  EXPECT_EQ(memory_limit_bytes(root()), machine) << "the group of all has no limit of its own";
  write("proc/self/cgroup", "no such line\n:\n");
  EXPECT_EQ(memory_limit_bytes(root()), machine);
}

TEST_F(MachineMemoryTest, TheLeastOfAGroupAndThoseAboveIt) {
  write("proc/self/cgroup", "0::/system.slice/daicho.service");
  write("sys/fs/cgroup/system.slice/daicho.service/memory.max", "max");
  const std::uint64_t machine = memory_limit_bytes(root());
  write("sys/fs/cgroup/system.slice/memory.max", std::to_string(3 * kMib));
  EXPECT_LT(memory_limit_bytes(root()), machine);
  EXPECT_EQ(memory_limit_bytes(root()), 3 * kMib);
  write("sys/fs/cgroup/system.slice/daicho.service/memory.max", std::to_string(2 * kMib));
  EXPECT_EQ(memory_limit_bytes(root()), 2 * kMib);
}

TEST_F(MachineMemoryTest, GroupsOfTheFirstVersion) {
  write("proc/self/cgroup", "5:cpu,cpuacct:/box\n4:memory:/box\n0::/elsewhere");
  write("sys/fs/cgroup/memory/box/memory.limit_in_bytes", std::to_string(5 * kMib));
  write("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712");
  EXPECT_EQ(memory_limit_bytes(root()), 5 * kMib);
}

TEST(FiguresShare, AQuarterButAYearOfTheNationButNotMoreThanHalf) {
  struct Row {
    std::uint64_t memory, share;
  };
  for (const Row& row : {Row{64 * kGib, 16 * kGib}, Row{8 * kGib, 2 * kGib}, Row{6 * kGib, 2 * kGib},
                         Row{4 * kGib, 2 * kGib}, Row{2 * kGib, kGib}, Row{0, 0}}) {
    EXPECT_EQ(figures_share_of(row.memory), row.share) << row.memory;
  }
}

TEST(FigureBounds, FiguresLeaveHalfOfTheThreadsToOthers) {
  for (std::size_t threads = 1; threads <= 256; ++threads) {
    const auto bounds = figure_bounds(100 * kMib, threads);
    EXPECT_EQ(bounds.bytes_max, 100 * kMib);
    EXPECT_GE(bounds.places, 1U);
    EXPECT_GE(bounds.wide_max, 2U);
    const std::size_t half = (threads + 1) / 2;
    EXPECT_LE(bounds.places + bounds.waiting_max, half) << threads;
  }
  EXPECT_EQ(figure_bounds(0, 64).bytes_max, figures_share_of(memory_limit_bytes()));
}

}  // namespace
}  // namespace ops
