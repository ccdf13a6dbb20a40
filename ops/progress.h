// Progress: one line on stderr that long work keeps up to date, only when stderr is a terminal.
//
// Single-threaded; redraws at most ten times a second of the injected clock.
#pragma once

#include <cstdint>
#include <string>

#include "ledger/base/clock.h"

namespace ops {

class Progress {
 public:
  Progress(std::string label, const ledger::Clock& clock);
  ~Progress();  // ends the line
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  // `total` 0: unknown.
  void show(std::uint64_t done, std::uint64_t total);

 private:
  const std::string label_;
  const ledger::Clock& clock_;
  const bool terminal_;
  const std::int64_t started_micros_;
  std::int64_t drawn_micros_ = 0;
  bool drawn_ = false;
};

}  // namespace ops
