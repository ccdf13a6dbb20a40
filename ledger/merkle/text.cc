#include "ledger/merkle/text.h"

#include <cstddef>

#include "ledger/base/bytes.h"

namespace ledger::merkle {
namespace {

// Code points with the Unicode property White_Space.
bool is_white_space(char32_t c) {
  return (c >= 0x09 && c <= 0x0D) || c == 0x20 || c == 0x85 || c == 0xA0 || c == 0x1680 ||
         (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F ||
         c == 0x3000;
}

}  // namespace

std::optional<std::string_view> take_line(std::string_view& rest) {
  const std::size_t end = rest.find('\n');
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view line = rest.substr(0, end);
  rest.remove_prefix(end + 1);
  return line;
}

std::optional<char32_t> take_code_point(std::string_view& rest) {
  const std::uint8_t lead = u8(rest)[0];
  std::size_t length = 1;
  char32_t point = lead;
  char32_t least = 0;
  if (lead >= 0x80) {
    if (lead >= 0xC0 && lead < 0xE0) {
      length = 2, point = lead & 0x1FU, least = 0x80;
    } else if (lead >= 0xE0 && lead < 0xF0) {
      length = 3, point = lead & 0x0FU, least = 0x800;
    } else if (lead >= 0xF0 && lead < 0xF8) {
      length = 4, point = lead & 0x07U, least = 0x10000;
    } else {
      return std::nullopt;
    }
  }
  if (rest.size() < length) return std::nullopt;
  for (std::size_t i = 1; i < length; ++i) {
    const std::uint8_t next = u8(rest)[i];
    if ((next & 0xC0U) != 0x80) return std::nullopt;
    point = (point << 6) | (next & 0x3FU);
  }
  const bool surrogate = point >= 0xD800 && point <= 0xDFFF;
  if (point < least || surrogate || point > 0x10FFFF) return std::nullopt;
  rest.remove_prefix(length);
  return point;
}

bool is_note_text(std::string_view text) {
  while (!text.empty()) {
    const auto point = take_code_point(text);
    if (!point || (*point < 0x20 && *point != '\n')) return false;
  }
  return true;
}

bool is_key_name(std::string_view name) {
  if (name.empty()) return false;
  while (!name.empty()) {
    const auto point = take_code_point(name);
    if (!point || *point < 0x20 || *point == '+' || is_white_space(*point)) return false;
  }
  return true;
}

std::optional<Hash32> parse_base64_hash(std::string_view text) {
  const auto bytes = from_base64(text);
  if (!bytes || bytes->size() != 32) return std::nullopt;
  return to_hash32(*bytes);
}

std::string format_base64_hash(const Hash32& hash) {
  return to_base64(view_of(hash));
}

}  // namespace ledger::merkle
