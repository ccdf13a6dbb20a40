// Load: one thread that keeps a server busy and measures it, at next to no cost to the cores both share.
//
// Place in the flow: request file → connections → histogram and counts. Closed loop: each connection sends
// the next request as soon as it has its answer; that finds the rate. Open loop: requests are due at a fixed
// rate whether or not the server keeps up, and latency counts from the time a request was due, so that a
// stall is paid by every request it held up.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "ledger/base/status.h"
#include "tests/bench/histogram.h"
#include "tests/bench/request_file.h"

namespace bench {

struct LoadOptions {
  int port = 0;
  int server_process = 0;  // whose CPU and memory are read; 0: nobody's
  std::size_t connections = 1;
  std::size_t skip = 0;  // requests of the file that others have sent
  double warm_up_s = 0;
  double seconds = 1;
  double rate = 0;  // requests per second; 0: closed loop
  int expected_status = 201;
  bool check_proofs = false;  // every receipt must hold checkpoint and proof of its position
  std::string certificate, key, ca;
};

struct LoadResult {
  std::uint64_t sent = 0;      // with an answer: warm-up, measured time, under way then
  std::uint64_t requests = 0;  // within the measured time
  std::uint64_t events = 0;
  std::uint64_t errors = 0;  // answers with another status, broken connections
  std::uint64_t proofs = 0;
  std::string first_error;
  bool ran_out = false;  // of requests, before the time was over
  double seconds = 0;
  double client_cpu_s = 0;
  double server_cpu_s = 0;
  std::uint64_t server_peak_bytes = 0;
  std::map<std::string, double> server_cpu_by_thread;
  Histogram latency;
};

// bench.connect, file.io; wrong answers are counted, not errors here.
ledger::Result<LoadResult> run_load(const RequestFile& requests, const LoadOptions& options);

}  // namespace bench
