#include "ledger/journal/disk_reserve.h"

#include <algorithm>
#include <array>
#include <limits>

#include "ledger/base/diag.h"

namespace ledger {
namespace {

// Records of access and refusal, and what protects people even when nothing else can be written: the end of a
// right, a consent or a key, an erasure. By name, not by group: what is stored with an attachment is
// business.
constexpr std::array<std::string_view, 23> kEssentialTypes = {"access.break_glass",
                                                              "access.denied",
                                                              "append.rejected",
                                                              "auditlog.viewed",
                                                              "auth.failed",
                                                              "auth.succeeded",
                                                              "break_glass.reviewed",
                                                              "clock.confirmed",
                                                              "consent.publication_withdrawn",
                                                              "consent.referral_withdrawn",
                                                              "consent.sharing_withdrawn",
                                                              "figure.viewed",
                                                              "key.destroyed",
                                                              "key.enrolled",
                                                              "key.revoked",
                                                              "key.rotated",
                                                              "licence.revoked",
                                                              "principal.released",
                                                              "record.exported",
                                                              "record.printed",
                                                              "record.searched",
                                                              "record.viewed",
                                                              "role.revoked"};
static_assert(std::is_sorted(kEssentialTypes.begin(), kEssentialTypes.end()));

}  // namespace

bool is_essential(const Event& event) {
  return std::binary_search(kEssentialTypes.begin(), kEssentialTypes.end(), event.type);
}

Status DiskReserve::check(const DiskReserveLimits& limits) {
  if (limits.access_bytes <= limits.business_bytes) return Status();
  return invalid("storage.reserve",
                 "the reserve for records of access is larger than the one that business "
                 "events must leave")
      .want("an access reserve of at most the business reserve");
}

DiskReserve::DiskReserve(const DiskSpace& space, DiskReserveLimits limits, Metrics& metrics)
    : space_(space),
      limits_(limits),
      free_bytes_(
          metrics.gauge("daicho_disk_free_bytes", "Room on the fullest file system that an append needs.")) {}

void DiskReserve::sample() {
  const auto free = space_.free_bytes();
  if (!free.ok()) return;
  constexpr std::uint64_t kLargest = std::numeric_limits<std::int64_t>::max();
  free_bytes_.set(static_cast<std::int64_t>(std::min(*free, kLargest)));
  Level level = Level::kAmple;
  if (*free < limits_.business_bytes) level = Level::kReserved;
  if (*free < limits_.access_bytes) level = Level::kFull;
  if (level == level_) return;
  level_ = level;
  diag(level == Level::kAmple ? DiagLevel::kInfo : DiagLevel::kError,
       level == Level::kAmple ? "disk_ample" : (level == Level::kReserved ? "disk_reserved" : "disk_full"),
       {{"free_bytes", *free}});
}

Status DiskReserve::admit(const Event& event) const {
  if (level_ == Level::kAmple) return Status();
  if (level_ == Level::kFull) {
    return exhausted("storage.full", "the disk is full up to the last reserve; nothing is appended");
  }
  if (is_essential(event)) return Status();
  return exhausted(
      "storage.reserved",
      "the disk is nearly full; only records of access and the end of rights, consents and keys are taken");
}

}  // namespace ledger
