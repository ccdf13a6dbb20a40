// Bytes and their text forms: hex, base64 (RFC 4648 §4, padded) and base64url (§5, unpadded).
//
// Decoding is strict and canonical: wrong alphabet, padding where none belongs, missing padding, or non-zero
// trailing bits are refused, so that one byte string has exactly one text. Pure functions; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "ledger/base/types.h"

namespace ledger {

// Byte strings are std::string throughout (RocksDB, OpenSSL and HTTP all take char*); a view never owns.
using Bytes = std::string;
using ByteView = std::string_view;

inline ByteView view_of(const Hash32& hash) {
  return ByteView(reinterpret_cast<const char*>(hash.data()), hash.size());
}
inline ByteView view_of(const EventId& id) {
  return ByteView(reinterpret_cast<const char*>(id.bytes.data()), id.bytes.size());
}
inline const std::uint8_t* u8(ByteView bytes) {
  return reinterpret_cast<const std::uint8_t*>(bytes.data());
}

// Precondition: bytes.size() == 32.
Hash32 to_hash32(ByteView bytes);

std::string to_hex(ByteView bytes);  // lower case
std::optional<Bytes> from_hex(std::string_view text);

std::string to_base64(ByteView bytes);
std::optional<Bytes> from_base64(std::string_view text);

std::string to_base64url(ByteView bytes);
std::optional<Bytes> from_base64url(std::string_view text);

// Compares in time that depends on the lengths only.
bool equal_constant_time(ByteView a, ByteView b);

// Big-endian integers for keys and formats.
void put_u16(Bytes& out, std::uint16_t number);
void put_u32(Bytes& out, std::uint32_t number);
void put_u64(Bytes& out, std::uint64_t number);

// Bounded reader over a byte string: every take_* answers nullopt instead of reading past the end.
class ByteReader {
 public:
  explicit ByteReader(ByteView bytes) : rest_(bytes) {}
  std::optional<std::uint8_t> take_u8();
  std::optional<std::uint16_t> take_u16();
  std::optional<std::uint32_t> take_u32();
  std::optional<std::uint64_t> take_u64();
  std::optional<ByteView> take(std::size_t count);
  ByteView rest() const { return rest_; }
  bool empty() const { return rest_.empty(); }

 private:
  ByteView rest_;
};

// Decimal without sign, blanks or leading zeros ("0" itself is fine); nullopt otherwise or above 2^64-1.
std::optional<std::uint64_t> parse_decimal(std::string_view text);

}  // namespace ledger
