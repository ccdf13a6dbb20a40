#include "ledger/base/uuid.h"

#include "ledger/base/bytes.h"

namespace ledger {
namespace {

constexpr std::size_t kTextChars = 36;
constexpr bool is_hyphen_place(std::size_t i) {
  return i == 8 || i == 13 || i == 18 || i == 23;
}

}  // namespace

std::optional<EventId> parse_event_id(std::string_view text) {
  if (text.size() != kTextChars) return std::nullopt;
  std::array<char, 2 * sizeof(EventId)> digits{};
  std::size_t count = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (is_hyphen_place(i) != (text[i] == '-')) return std::nullopt;
    if (!is_hyphen_place(i)) digits[count++] = text[i];
  }
  const auto bytes = from_hex(std::string_view(digits.data(), count));
  if (!bytes) return std::nullopt;
  EventId id;
  for (std::size_t i = 0; i < id.bytes.size(); ++i) id.bytes[i] = u8(*bytes)[i];
  if (id.bytes[6] >> 4 != 7 || id.bytes[8] >> 6 != 2) return std::nullopt;
  return id;
}

std::string format_event_id(const EventId& id) {
  const std::string digits = to_hex(view_of(id));
  std::string text(kTextChars, '-');
  std::size_t taken = 0;
  for (std::size_t i = 0; i < kTextChars; ++i) {
    if (!is_hyphen_place(i)) text[i] = digits[taken++];
  }
  return text;
}

EventId make_event_id(UnixMicros time, const std::array<std::uint8_t, 10>& random) {
  const auto millis = static_cast<std::uint64_t>(time.value / 1000);
  EventId id;
  for (std::size_t i = 0; i < 6; ++i) id.bytes[i] = static_cast<std::uint8_t>(millis >> (40 - 8 * i));
  for (std::size_t i = 0; i < random.size(); ++i) id.bytes[6 + i] = random[i];
  id.bytes[6] = static_cast<std::uint8_t>(0x70U | (id.bytes[6] & 0x0FU));
  id.bytes[8] = static_cast<std::uint8_t>(0x80U | (id.bytes[8] & 0x3FU));
  return id;
}

}  // namespace ledger
