#include "ops/projection_scrub.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "ledger/base/diag.h"
#include "ledger/base/thread_name.h"
#include "ops/projection_opening.h"

namespace ops {
namespace {

constexpr std::int64_t kMicrosBetweenLooks = 24LL * 3600 * 1'000'000;
// Longest wait by the machine's clock before the injected one is asked.
constexpr std::int64_t kWaitMicrosMax = 1'000'000;

}  // namespace

ProjectionScrub::ProjectionScrub(Parts parts)
    : parts_(std::move(parts)),
      damaged_gauge_(parts_.metrics.gauge(
          "daicho_projections_damaged",
          "1: a file of the read models is damaged; a restart folds them again from the log.")),
      looks_total_(parts_.metrics.counter("daicho_projections_verified_total",
                                          "Times that every file of the read models was found whole.")) {}

ProjectionScrub::~ProjectionScrub() {
  stop();
}

void ProjectionScrub::start() {
  LEDGER_CHECK(!thread_.joinable());
  thread_ = std::thread([this] {
    ledger::name_this_thread("scrub");
    run();
  });
}

void ProjectionScrub::stop() {
  {
    const ledger::MutexLock lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void ProjectionScrub::look_again() {
  {
    const ledger::MutexLock lock(mutex_);
    asked_ = true;
  }
  changed_.notify_all();
}

void ProjectionScrub::run() {
  // Damage found once is damage: there is nothing more to look for.
  while (look() && wait_for_next()) {
  }
}

bool ProjectionScrub::look() {
  std::int64_t rested_at = parts_.clock.monotonic_micros();
  const ledger::Status found = parts_.kv.verify_files([&] {
    const bool go_on = rest(parts_.clock.monotonic_micros() - rested_at);
    rested_at = parts_.clock.monotonic_micros();
    return go_on;
  });
  if (found.ok()) looks_total_.add();
  if (found.code() != ledger::StatusCode::kDataLoss) {
    // Not a word about the files: a descriptor that was not to be had, say.
    if (!found.ok() && found.reason() != "kv.verify_ended") {
      ledger::diag(ledger::DiagLevel::kWarning, "projections_not_verified", found);
    }
    return true;
  }
  ledger::diag(ledger::DiagLevel::kError, "projections_damaged", found);
  const ledger::Status marked = leave_damage_mark(parts_.folder, found.message());
  if (!marked.ok()) ledger::diag(ledger::DiagLevel::kError, "projections_not_marked", marked);
  damaged_gauge_.set(1);
  damaged_.store(true);
  return false;
}

bool ProjectionScrub::rest(std::int64_t micros) {
  const ledger::MutexLock lock(mutex_);
  if (!stopping_ && micros > 0) changed_.wait_for(mutex_, std::chrono::microseconds(micros));
  return !stopping_;
}

// Until a day has passed or somebody asks; false: the process ends.
bool ProjectionScrub::wait_for_next() {
  const std::int64_t next = parts_.clock.monotonic_micros() + kMicrosBetweenLooks;
  const ledger::MutexLock lock(mutex_);
  while (!stopping_ && !asked_) {
    const std::int64_t left = next - parts_.clock.monotonic_micros();
    if (left <= 0) break;
    changed_.wait_for(mutex_, std::chrono::microseconds(std::min(left, kWaitMicrosMax)));
  }
  asked_ = false;
  return !stopping_;
}

}  // namespace ops
