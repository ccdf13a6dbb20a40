#include "ledger/base/bytes.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>

#include "ledger/base/check.h"

namespace ledger {
namespace {

constexpr std::string_view kHexDigits = "0123456789abcdef";
constexpr std::string_view kStandard = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view kUrl = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

// Every entry is encoded and decoded several times on its way in and on every read, so one look-up gives two
// characters, and one per character gives a sextet already in its place.
struct Base64Tables {
  std::array<std::array<char, 2>, 4096> pairs{};
  // By place in a group of four, then by character.
  std::array<std::array<std::uint32_t, 256>, 4> sextets{};
};
constexpr std::uint32_t kNotInAlphabet = 1U << 31;

constexpr Base64Tables tables_of(std::string_view alphabet) {
  Base64Tables tables;
  for (std::size_t i = 0; i < tables.pairs.size(); ++i) {
    tables.pairs[i] = {alphabet[i >> 6], alphabet[i & 63]};
  }
  for (std::size_t place = 0; place < 4; ++place) {
    for (auto& slot : tables.sextets[place]) slot = kNotInAlphabet;
    for (std::uint32_t i = 0; i < alphabet.size(); ++i) {
      tables.sextets[place][static_cast<std::uint8_t>(alphabet[i])] = i << (18 - 6 * place);
    }
  }
  return tables;
}

constexpr Base64Tables kStandardTables = tables_of(kStandard);
constexpr Base64Tables kUrlTables = tables_of(kUrl);

constexpr std::array<std::int8_t, 256> kHexInverse = [] {
  std::array<std::int8_t, 256> table{};
  for (auto& slot : table) slot = -1;
  for (std::size_t i = 0; i < kHexDigits.size(); ++i) {
    table[static_cast<std::uint8_t>(kHexDigits[i])] = static_cast<std::int8_t>(i);
  }
  return table;
}();

std::string encode64(ByteView bytes, const Base64Tables& tables, bool padded) {
  const std::uint8_t* in = u8(bytes);
  const std::size_t whole = bytes.size() / 3;
  const std::size_t left = bytes.size() % 3;
  std::string text(whole * 4 + (left == 0 ? 0 : left + 1), '\0');
  char* out = text.data();
  const auto pair = [&](std::uint32_t twelve_bits) {
    std::memcpy(out, tables.pairs[twelve_bits & 4095U].data(), 2);
    out += 2;
  };
  for (std::size_t i = 0; i < whole; ++i, in += 3) {
    const std::uint32_t bits = std::uint32_t{in[0]} << 16 | std::uint32_t{in[1]} << 8 | in[2];
    pair(bits >> 12), pair(bits);
  }
  if (left == 0) return text;
  const std::uint32_t bits = std::uint32_t{in[0]} << 16 | (left == 2 ? std::uint32_t{in[1]} << 8 : 0);
  pair(bits >> 12);
  if (left == 2) *out = tables.pairs[bits & 4095U][0];
  if (padded) text.append(3 - left, '=');
  return text;
}

// `text` carries no padding here. A remainder of one sextet or non-zero spare bits is not canonical.
std::optional<Bytes> decode64(std::string_view text, const Base64Tables& tables) {
  const std::size_t left = text.size() % 4;
  if (left == 1) return std::nullopt;
  const std::uint8_t* in = u8(text);
  Bytes bytes(text.size() / 4 * 3 + (left == 0 ? 0 : left - 1), '\0');
  char* out = bytes.data();
  std::uint32_t seen = 0;
  for (std::size_t i = text.size() / 4; i > 0; --i, in += 4, out += 3) {
    const std::uint32_t bits = tables.sextets[0][in[0]] | tables.sextets[1][in[1]] |
                               tables.sextets[2][in[2]] | tables.sextets[3][in[3]];
    seen |= bits;
    out[0] = static_cast<char>(bits >> 16);
    out[1] = static_cast<char>(bits >> 8);
    out[2] = static_cast<char>(bits);
  }
  if (left > 0) {
    const std::uint32_t bits =
        tables.sextets[0][in[0]] | tables.sextets[1][in[1]] | (left == 3 ? tables.sextets[2][in[2]] : 0);
    seen |= bits;
    out[0] = static_cast<char>(bits >> 16);
    if (left == 3) out[1] = static_cast<char>(bits >> 8);
    if ((bits & (left == 3 ? 0xFFU : 0xFFFFU)) != 0) return std::nullopt;
  }
  if ((seen & kNotInAlphabet) != 0) return std::nullopt;
  return bytes;
}

template <typename Number>
void put_big_endian(Bytes& out, Number number) {
  std::array<char, sizeof(Number)> bytes;
  std::uint64_t rest = number;
  for (std::size_t i = bytes.size(); i > 0; rest >>= 8) bytes[--i] = static_cast<char>(rest & 0xFF);
  out.append(bytes.data(), bytes.size());
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
  std::string text(bytes.size() * 2, '\0');
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    text[2 * i] = kHexDigits[u8(bytes)[i] >> 4];
    text[2 * i + 1] = kHexDigits[u8(bytes)[i] & 15];
  }
  return text;
}

std::optional<Bytes> from_hex(std::string_view text) {
  if (text.size() % 2 != 0) return std::nullopt;
  Bytes bytes;
  bytes.reserve(text.size() / 2);
  for (std::size_t i = 0; i < text.size(); i += 2) {
    const std::int8_t high = kHexInverse[u8(text)[i]];
    const std::int8_t low = kHexInverse[u8(text)[i + 1]];
    if (high < 0 || low < 0) return std::nullopt;
    bytes.push_back(static_cast<char>(high * 16 + low));
  }
  return bytes;
}

std::string to_base64(ByteView bytes) {
  return encode64(bytes, kStandardTables, true);
}

std::optional<Bytes> from_base64(std::string_view text) {
  if (text.size() % 4 != 0) return std::nullopt;
  const std::size_t padding = text.ends_with("==") ? 2 : text.ends_with("=") ? 1 : 0;
  text.remove_suffix(padding);
  if ((4 - text.size() % 4) % 4 != padding) return std::nullopt;
  return decode64(text, kStandardTables);
}

std::string to_base64url(ByteView bytes) {
  return encode64(bytes, kUrlTables, false);
}

std::optional<Bytes> from_base64url(std::string_view text) {
  return decode64(text, kUrlTables);
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
