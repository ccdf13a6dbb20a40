// Event ids: UUIDv7 (RFC 9562 §5.7) text and bytes.
//
// The canonical text is lower case with hyphens, version 7, variant 10; anything else is refused. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "ledger/base/types.h"

namespace ledger {

// nullopt unless `text` is a canonical lower-case UUIDv7.
std::optional<EventId> parse_event_id(std::string_view text);
std::string format_event_id(const EventId& id);
// Builds a UUIDv7 from a time (its milliseconds) and ten random bytes (74 bits of them are used).
EventId make_event_id(UnixMicros time, const std::array<std::uint8_t, 10>& random);

}  // namespace ledger
