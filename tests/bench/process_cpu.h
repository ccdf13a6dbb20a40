// CPU seconds and memory of another process, from /proc.
//
// Place in the flow: the load client looks at the server when the measured time begins and ends. Threads are
// added up by name, so that a row says which part of the server the time went into. Linux only.
#pragma once

#include <cstdint>
#include <map>
#include <string>

namespace bench {

struct ProcessCpu {
  std::map<std::string, double> seconds_by_thread;  // name → user + system
  double seconds = 0;                               // of the whole process, threads that ended included
  std::uint64_t peak_bytes = 0;                     // VmHWM
};

// All zero when there is no such process.
ProcessCpu read_process_cpu(int process);

}  // namespace bench
