// Strong types for the numbers and ids that must never be mixed up.
//
// Position is a 0-based index of an entry; TreeSize is a count of entries. Converting one into the other is
// always a named function, so that off-by-one mistakes are visible. All values; no threads, no ownership.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace ledger {

template <typename Tag, typename Number>
struct StrongNumber {
  Number value{};
  constexpr StrongNumber() = default;
  constexpr explicit StrongNumber(Number number) : value(number) {}
  auto operator<=>(const StrongNumber&) const = default;
};

using Position = StrongNumber<struct PositionTag, std::uint64_t>;
using TreeSize = StrongNumber<struct TreeSizeTag, std::uint64_t>;
// Number of events in a stream so far; the first event of a stream makes version 1.
using StreamVersion = StrongNumber<struct StreamVersionTag, std::uint64_t>;
// Fencing number of the writer that holds the log store.
using Epoch = StrongNumber<struct EpochTag, std::uint64_t>;
// Microseconds since 1970-01-01T00:00:00Z; the resolution of recorded_at.
using UnixMicros = StrongNumber<struct UnixMicrosTag, std::int64_t>;

// The position that the next entry of a tree of `size` entries gets.
constexpr Position next_position(TreeSize size) {
  return Position(size.value);
}
// The smallest tree that contains the entry at `position`.
constexpr TreeSize size_including(Position position) {
  return TreeSize(position.value + 1);
}
// Precondition: size > 0.
constexpr Position last_position(TreeSize size) {
  return Position(size.value - 1);
}

using Hash32 = std::array<std::uint8_t, 32>;

struct Hash32Hasher {
  std::size_t operator()(const Hash32& hash) const {
    std::size_t folded = 0;
    for (std::size_t i = 0; i < sizeof(folded); ++i) folded = (folded << 8) | hash[i];
    return folded;
  }
};

// UUIDv7 chosen by the sender: the idempotency key of an event (RFC 9562). Stored as its 16 bytes.
struct EventId {
  std::array<std::uint8_t, 16> bytes{};
  auto operator<=>(const EventId&) const = default;
};

struct EventIdHasher {
  std::size_t operator()(const EventId& id) const {
    std::size_t folded = 0;
    for (std::size_t i = 8; i < 16; ++i) folded = (folded << 8) | id.bytes[i];
    return folded;
  }
};

template <typename Tag>
struct StrongText {
  std::string value;
  StrongText() = default;
  explicit StrongText(std::string text) : value(std::move(text)) {}
  auto operator<=>(const StrongText&) const = default;
};

using StreamId = StrongText<struct StreamIdTag>;        // e.g. "case/0198…"
using PersonId = StrongText<struct PersonIdTag>;        // pseudonymous
using PrincipalId = StrongText<struct PrincipalIdTag>;  // who a credential proves
// RFC 7638 thumbprint of the public key, base64url: a key id that nobody can choose.
using KeyId = StrongText<struct KeyIdTag>;

}  // namespace ledger
