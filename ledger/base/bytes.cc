#include "ledger/base/bytes.h"

#include <algorithm>
#include <charconv>

#include "ledger/base/check.h"

namespace ledger {
namespace {

constexpr std::string_view kHexDigits = "0123456789abcdef";
constexpr std::string_view kStandard = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view kUrl = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

constexpr std::array<std::int8_t, 256> inverse(std::string_view alphabet) {
  std::array<std::int8_t, 256> table{};
  for (auto& slot : table) slot = -1;
  for (std::size_t i = 0; i < alphabet.size(); ++i) {
    table[static_cast<std::uint8_t>(alphabet[i])] = static_cast<std::int8_t>(i);
  }
  return table;
}

constexpr auto kStandardInverse = inverse(kStandard);
constexpr auto kUrlInverse = inverse(kUrl);

std::string encode64(ByteView bytes, std::string_view alphabet, bool padded) {
  const std::uint8_t* in = u8(bytes);
  const std::size_t whole = bytes.size() / 3;
  const std::size_t left = bytes.size() % 3;
  std::string text(whole * 4 + (left == 0 ? 0 : left + 1), '\0');
  char* out = text.data();
  const auto sextet = [&](std::uint32_t bits, int shift) { *out++ = alphabet[(bits >> shift) & 63U]; };
  for (std::size_t i = 0; i < whole; ++i, in += 3) {
    const std::uint32_t bits = std::uint32_t{in[0]} << 16 | std::uint32_t{in[1]} << 8 | in[2];
    sextet(bits, 18), sextet(bits, 12), sextet(bits, 6), sextet(bits, 0);
  }
  if (left == 0) return text;
  const std::uint32_t bits = std::uint32_t{in[0]} << 16 | (left == 2 ? std::uint32_t{in[1]} << 8 : 0);
  sextet(bits, 18), sextet(bits, 12);
  if (left == 2) sextet(bits, 6);
  if (padded) text.append(3 - left, '=');
  return text;
}

// `text` carries no padding here. A remainder of one sextet or non-zero spare bits is not canonical.
// Signed parts are decoded on every append, read and audit: four characters at a time, one test for all four.
std::optional<Bytes> decode64(std::string_view text, const std::array<std::int8_t, 256>& table) {
  const std::size_t left = text.size() % 4;
  if (left == 1) return std::nullopt;
  const auto sextet = [&](std::size_t at) {
    return std::int32_t{table[static_cast<std::uint8_t>(text[at])]};
  };
  Bytes bytes(text.size() / 4 * 3 + (left == 0 ? 0 : left - 1), '\0');
  char* out = bytes.data();
  std::size_t at = 0;
  for (; at + 4 <= text.size(); at += 4, out += 3) {
    const std::int32_t a = sextet(at), b = sextet(at + 1), c = sextet(at + 2), d = sextet(at + 3);
    if ((a | b | c | d) < 0) return std::nullopt;
    out[0] = static_cast<char>(a << 2 | b >> 4);
    out[1] = static_cast<char>((b & 15) << 4 | c >> 2);
    out[2] = static_cast<char>((c & 3) << 6 | d);
  }
  if (left == 0) return bytes;
  const std::int32_t a = sextet(at), b = sextet(at + 1), c = left == 3 ? sextet(at + 2) : 0;
  const std::int32_t spare = left == 3 ? c & 3 : b & 15;
  if ((a | b | c) < 0 || spare != 0) return std::nullopt;
  out[0] = static_cast<char>(a << 2 | b >> 4);
  if (left == 3) out[1] = static_cast<char>((b & 15) << 4 | c >> 2);
  return bytes;
}

template <typename Number>
void put_big_endian(Bytes& out, Number number) {
  for (int shift = static_cast<int>(sizeof(Number)) * 8 - 8; shift >= 0; shift -= 8) {
    out.push_back(static_cast<char>((number >> shift) & 0xFF));
  }
}

template <typename Number>
std::optional<Number> take_big_endian(ByteView& rest) {
  if (rest.size() < sizeof(Number)) return std::nullopt;
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < sizeof(Number); ++i) number = (number << 8) | u8(rest)[i];
  rest.remove_prefix(sizeof(Number));
  return static_cast<Number>(number);
}

}  // namespace

Hash32 to_hash32(ByteView bytes) {
  LEDGER_CHECK(bytes.size() == 32);
  Hash32 hash;
  std::copy_n(u8(bytes), 32, hash.begin());
  return hash;
}

std::string to_hex(ByteView bytes) {
  std::string text;
  text.reserve(bytes.size() * 2);
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    text.push_back(kHexDigits[u8(bytes)[i] >> 4]);
    text.push_back(kHexDigits[u8(bytes)[i] & 15]);
  }
  return text;
}

std::optional<Bytes> from_hex(std::string_view text) {
  if (text.size() % 2 != 0) return std::nullopt;
  Bytes bytes;
  bytes.reserve(text.size() / 2);
  for (std::size_t i = 0; i < text.size(); i += 2) {
    const auto high = kHexDigits.find(text[i]);
    const auto low = kHexDigits.find(text[i + 1]);
    if (high == std::string_view::npos || low == std::string_view::npos) return std::nullopt;
    bytes.push_back(static_cast<char>(high * 16 + low));
  }
  return bytes;
}

std::string to_base64(ByteView bytes) {
  return encode64(bytes, kStandard, true);
}

std::optional<Bytes> from_base64(std::string_view text) {
  if (text.size() % 4 != 0) return std::nullopt;
  const std::size_t padding = text.ends_with("==") ? 2 : text.ends_with("=") ? 1 : 0;
  text.remove_suffix(padding);
  if ((4 - text.size() % 4) % 4 != padding) return std::nullopt;
  return decode64(text, kStandardInverse);
}

std::string to_base64url(ByteView bytes) {
  return encode64(bytes, kUrl, false);
}

std::optional<Bytes> from_base64url(std::string_view text) {
  return decode64(text, kUrlInverse);
}

bool equal_constant_time(ByteView a, ByteView b) {
  if (a.size() != b.size()) return false;
  unsigned difference = 0;
  for (std::size_t i = 0; i < a.size(); ++i) difference |= static_cast<unsigned>(u8(a)[i] ^ u8(b)[i]);
  return difference == 0;
}

void put_u16(Bytes& out, std::uint16_t number) {
  put_big_endian(out, number);
}
void put_u32(Bytes& out, std::uint32_t number) {
  put_big_endian(out, number);
}
void put_u64(Bytes& out, std::uint64_t number) {
  put_big_endian(out, number);
}

std::optional<std::uint8_t> ByteReader::take_u8() {
  return take_big_endian<std::uint8_t>(rest_);
}
std::optional<std::uint16_t> ByteReader::take_u16() {
  return take_big_endian<std::uint16_t>(rest_);
}
std::optional<std::uint32_t> ByteReader::take_u32() {
  return take_big_endian<std::uint32_t>(rest_);
}
std::optional<std::uint64_t> ByteReader::take_u64() {
  return take_big_endian<std::uint64_t>(rest_);
}

std::optional<ByteView> ByteReader::take(std::size_t count) {
  if (rest_.size() < count) return std::nullopt;
  const ByteView taken = rest_.substr(0, count);
  rest_.remove_prefix(count);
  return taken;
}

std::optional<std::uint64_t> parse_decimal(std::string_view text) {
  if (text.empty() || (text.size() > 1 && text.front() == '0')) return std::nullopt;
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

}  // namespace ledger
