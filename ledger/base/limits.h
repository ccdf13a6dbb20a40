// Every bound of the service in one place, with the relations between them checked at compile time.
//
// A bound that an operator may change is a default here and a field of ops/config; a bound that is part of a
// format (entry size, path size) is fixed for ever.
#pragma once

#include <cstddef>
#include <cstdint>

namespace ledger {

// tlog-tiles: an entry's length travels as u16.
inline constexpr std::size_t kEntryBytesMax = 65535;
// Room that the writer's own envelope (version, time, index terms) may take of an entry.
inline constexpr std::size_t kEnvelopeBytesMax = 8192;
inline constexpr std::size_t kJwsBytesMax = kEntryBytesMax - kEnvelopeBytesMax;
inline constexpr std::size_t kDisclosureBytesMax = 65536;
inline constexpr std::size_t kDisclosuresMax = 64;
inline constexpr std::size_t kSaltBytesMin = 16;

inline constexpr std::size_t kJsonDepthMax = 16;
inline constexpr std::size_t kBodyBytesMax = 8U << 20;
inline constexpr std::size_t kBatchEventsMax = 1000;
inline constexpr std::size_t kQueueSubmissionsMax = 1024;
inline constexpr std::size_t kGroupEventsMax = 2000;
inline constexpr std::size_t kPageItemsMax = 1000;
inline constexpr std::size_t kPageItemsDefault = 100;
// security.md §3: ids that one access event may name.
inline constexpr std::size_t kAccessIdsMax = 200;

inline constexpr std::size_t kIndexPathBytesMax = 200;
inline constexpr std::uint64_t kIndexAmountMax = 1'000'000'000'000;
inline constexpr std::int64_t kAmountYenMax = 1'000'000'000'000;

// event.md §2: a larger jump of the clock stops appends until an operator confirms it.
inline constexpr std::int64_t kClockJumpMicrosMax = 5LL * 60 * 1'000'000;
// How far in the future occurred_at may lie.
inline constexpr std::int64_t kFutureMicrosMax = 5LL * 60 * 1'000'000;

static_assert(kJwsBytesMax + kEnvelopeBytesMax == kEntryBytesMax);
static_assert(kGroupEventsMax >= kBatchEventsMax);

}  // namespace ledger
