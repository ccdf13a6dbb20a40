#include "tests/bench/process_cpu.h"

#include <filesystem>
#include <fstream>
#include <sstream>
#include <unistd.h>

namespace bench {
namespace {

struct Stat {
  std::string name;
  double seconds = 0;
};

// proc(5): "pid (name) state …"; utime and stime are the 12th and 13th field behind the name.
Stat read_stat(const std::string& path) {
  std::ifstream in(path);
  std::string text;
  std::getline(in, text);
  const std::size_t open = text.find('(');
  const std::size_t close = text.rfind(')');
  if (open == std::string::npos || close == std::string::npos) return {};
  Stat stat;
  stat.name = text.substr(open + 1, close - open - 1);
  std::istringstream fields(text.substr(close + 1));
  std::string skipped;
  for (int i = 0; i < 11; ++i) fields >> skipped;
  double user = 0;
  double system = 0;
  fields >> user >> system;
  stat.seconds = (user + system) / static_cast<double>(::sysconf(_SC_CLK_TCK));
  return stat;
}

}  // namespace

ProcessCpu read_process_cpu(int process) {
  ProcessCpu cpu;
  const std::string folder = "/proc/" + std::to_string(process);
  cpu.seconds = read_stat(folder + "/stat").seconds;
  std::error_code gone;
  for (const auto& task : std::filesystem::directory_iterator(folder + "/task", gone)) {
    const Stat stat = read_stat(task.path().string() + "/stat");
    if (!stat.name.empty()) cpu.seconds_by_thread[stat.name] += stat.seconds;
  }
  std::ifstream status(folder + "/status");
  for (std::string word; status >> word;) {
    if (word != "VmHWM:") continue;
    status >> cpu.peak_bytes;
    cpu.peak_bytes *= 1024;
  }
  return cpu;
}

}  // namespace bench
