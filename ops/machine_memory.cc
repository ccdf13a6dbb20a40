#include "ops/machine_memory.h"

#include <algorithm>
#include <fstream>
#include <limits>
#include <optional>
#include <string_view>
#include <thread>
#include <unistd.h>

#include "ledger/base/bytes.h"
#include "projections/figures/figure_loader.h"

namespace ops {

namespace figures = projections::figures;

namespace {

constexpr std::uint64_t kNoLimit = std::numeric_limits<std::uint64_t>::max();
// The widest question over a year of the nation takes 1.1 GiB of it, and three quarters are for wide ones.
constexpr std::uint64_t kNationBytes = 2ULL << 30;
// Events take two fifths of what a question about them holds.
constexpr std::size_t kQuestionBytesMax = figures::kFigureBytesMax / 2 * 5;

// Where a version of control groups keeps the limit of a group.
struct GroupFiles {
  std::string_view line;  // begins so in /proc/self/cgroup, behind the number
  std::string_view folder, file;
};
constexpr GroupFiles kGroups[] = {{":", "/sys/fs/cgroup", "memory.max"},
                                  {"memory:", "/sys/fs/cgroup/memory", "memory.limit_in_bytes"}};

std::uint64_t limit_in(const std::string& file) {
  std::string word;
  std::ifstream(file) >> word;
  return ledger::parse_decimal(word).value_or(kNoLimit);  // "max", or no such file
}

// Of the group and of all above it.
std::uint64_t limit_of_group(const std::string& root, const GroupFiles& files, std::string group) {
  std::uint64_t least = kNoLimit;
  const std::string folder = root + std::string(files.folder);
  while (true) {
    least = std::min(least, limit_in(folder + group + "/" + std::string(files.file)));
    const std::size_t slash = group.rfind('/');
    if (slash == std::string::npos) return least;
    group.resize(slash);
  }
}

std::uint64_t limit_of_groups(const std::string& root) {
  std::uint64_t least = kNoLimit;
  std::ifstream lines(root + "/proc/self/cgroup");
  for (std::string line; std::getline(lines, line);) {
    const std::string_view behind =
        std::string_view(line).substr(std::min(line.find(':'), line.size() - 1) + 1);
    for (const GroupFiles& files : kGroups) {
      if (!behind.starts_with(files.line)) continue;
      least = std::min(least, limit_of_group(root, files, std::string(behind.substr(files.line.size()))));
    }
  }
  return least;
}

std::uint64_t machine_bytes() {
  const long pages = ::sysconf(_SC_PHYS_PAGES), page_bytes = ::sysconf(_SC_PAGESIZE);
  if (pages <= 0 || page_bytes <= 0) return kNoLimit;
  return static_cast<std::uint64_t>(pages) * static_cast<std::uint64_t>(page_bytes);
}

}  // namespace

std::uint64_t memory_limit_bytes(const std::string& root) {
  return std::min(machine_bytes(), limit_of_groups(root));
}

std::uint64_t figures_share_of(std::uint64_t memory_bytes) {
  return std::min(std::max(memory_bytes / 4, kNationBytes), memory_bytes / 2);
}

figures::BudgetBounds figure_bounds(std::uint64_t asked_bytes, std::size_t threads) {
  figures::BudgetBounds bounds;
  bounds.bytes_max = asked_bytes != 0 ? asked_bytes : figures_share_of(memory_limit_bytes());
  bounds.question_bytes_max = kQuestionBytesMax;
  bounds.places = std::max<std::size_t>(1, threads * 3 / 8);
  bounds.waiting_max = threads / 8;
  bounds.wide_max = std::max<std::size_t>(2, std::thread::hardware_concurrency());
  return bounds;
}

}  // namespace ops
