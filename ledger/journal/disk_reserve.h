// DiskReserve: stops taking events while there is still room to write, instead of finding out by a failed
// write.
//
// Place in the flow: the journal asks once per group, before anything is decided. Two levels (security.md
// §6): below the business reserve only events go on that record a read or a refusal, or that end a right, a
// consent or a key (an erasure among them); below the access reserve nothing is appended, so confidential
// reads are refused too, and everything that needs no event goes on. Space that returns is seen at the next
// group; nothing needs a restart. Threads: the writer's only; free_bytes() of the source must not block.
#pragma once

#include <cstdint>

#include "ledger/base/metrics.h"
#include "ledger/base/status.h"
#include "ledger/journal/admission.h"

namespace ledger {

class DiskSpace {
 public:
  virtual ~DiskSpace() = default;
  // What a process may still write, on the fullest of the file systems that an append needs.
  virtual Result<std::uint64_t> free_bytes() const = 0;
};

struct DiskReserveLimits {
  std::uint64_t business_bytes = 0;  // business events stop below this
  std::uint64_t access_bytes = 0;    // everything stops below this; not above business_bytes
};

class DiskReserve {
 public:
  // `space` outlives the object. storage.reserve when the limits contradict each other.
  static Status check(const DiskReserveLimits& limits);
  // Precondition: check(limits) is ok.
  DiskReserve(const DiskSpace& space, DiskReserveLimits limits, Metrics& metrics);
  // Looks once; when the file system does not tell, the last level stands.
  void sample();
  // resource_exhausted storage.reserved | storage.full, judged by the last sample.
  Status admit(const Event& event) const;

 private:
  enum class Level : std::uint8_t { kAmple, kReserved, kFull };
  const DiskSpace& space_;
  const DiskReserveLimits limits_;
  Gauge& free_bytes_;
  Level level_ = Level::kAmple;
};

// An event that goes on below the business reserve.
bool is_essential(const Event& event);

}  // namespace ledger
