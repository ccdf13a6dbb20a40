// KeyName: the random name of a data key, as it stands in each vault row and in the rings.
//
// Random and without meaning, so that neither a row nor a ring says whose data it belongs to; the assignment
// of (subject, scope) to a name lives in the ledger's vault alone. Values; any thread.
#pragma once

#include <algorithm>
#include <array>
#include <compare>
#include <cstdint>
#include <optional>

#include "ledger/base/bytes.h"

namespace security {

inline constexpr std::size_t kKeyNameBytes = 16;

struct KeyName {
  std::array<std::uint8_t, kKeyNameBytes> bytes{};
  auto operator<=>(const KeyName&) const = default;
};

struct KeyNameHasher {
  std::size_t operator()(const KeyName& name) const {
    std::size_t folded = 0;
    for (std::size_t i = 0; i < sizeof(folded); ++i) folded = (folded << 8) | name.bytes[i];
    return folded;
  }
};

inline ledger::ByteView view_of(const KeyName& name) {
  return ledger::ByteView(reinterpret_cast<const char*>(name.bytes.data()), name.bytes.size());
}

// nullopt unless `bytes` has exactly kKeyNameBytes bytes.
inline std::optional<KeyName> to_key_name(ledger::ByteView bytes) {
  if (bytes.size() != kKeyNameBytes) return std::nullopt;
  KeyName name;
  std::copy_n(ledger::u8(bytes), kKeyNameBytes, name.bytes.begin());
  return name;
}

}  // namespace security
