#include "ops/progress.h"

#include <cstdio>
#include <unistd.h>

namespace ops {
namespace {

constexpr std::int64_t kRedrawMicros = 100'000;
constexpr int kBarColumns = 30;

}  // namespace

Progress::Progress(std::string label, const ledger::Clock& clock)
    : label_(std::move(label)),
      clock_(clock),
      terminal_(::isatty(STDERR_FILENO) == 1),
      started_micros_(clock.monotonic_micros()) {}

Progress::~Progress() {
  if (drawn_) std::fprintf(stderr, "\n");
}

void Progress::show(std::uint64_t done, std::uint64_t total) {
  if (!terminal_) return;
  const std::int64_t now = clock_.monotonic_micros();
  if (drawn_ && now - drawn_micros_ < kRedrawMicros && done != total) return;
  drawn_micros_ = now;
  drawn_ = true;
  const double seconds = static_cast<double>(now - started_micros_) / 1e6;
  const double rate = seconds > 0 ? static_cast<double>(done) / seconds : 0;
  if (total == 0) {
    std::fprintf(stderr, "\r%s  %llu  %.0f/s ", label_.c_str(), static_cast<unsigned long long>(done), rate);
    return;
  }
  const int filled = static_cast<int>(done * kBarColumns / total);
  std::fprintf(stderr, "\r%s [", label_.c_str());
  for (int i = 0; i < kBarColumns; ++i) std::fputc(i < filled ? '#' : '.', stderr);
  std::fprintf(stderr, "] %3llu%%  %llu/%llu  %.0f/s ", static_cast<unsigned long long>(done * 100 / total),
               static_cast<unsigned long long>(done), static_cast<unsigned long long>(total), rate);
}

}  // namespace ops
