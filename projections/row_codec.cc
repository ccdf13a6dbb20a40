#include "projections/row_codec.h"

#include <algorithm>
#include <limits>

namespace projections {

using ledger::Bytes;
using ledger::ByteView;

RowWriter& RowWriter::u8(std::uint8_t number) {
  out_.push_back(static_cast<char>(number));
  return *this;
}

RowWriter& RowWriter::u32(std::uint32_t number) {
  ledger::put_u32(out_, number);
  return *this;
}

RowWriter& RowWriter::u64(std::uint64_t number) {
  ledger::put_u64(out_, number);
  return *this;
}

RowWriter& RowWriter::time(ledger::UnixMicros time) {
  return u64(static_cast<std::uint64_t>(time.value));
}

RowWriter& RowWriter::id(const ledger::EventId& id) {
  out_.append(ledger::view_of(id));
  return *this;
}

RowWriter& RowWriter::hash(const ledger::Hash32& hash) {
  out_.append(ledger::view_of(hash));
  return *this;
}

RowWriter& RowWriter::text(std::string_view text) {
  LEDGER_CHECK(text.size() <= std::numeric_limits<std::uint16_t>::max());
  ledger::put_u16(out_, static_cast<std::uint16_t>(text.size()));
  out_.append(text);
  return *this;
}

RowReader::RowReader(ByteView row, std::uint8_t row_version) : bytes_(row) {
  const auto version = bytes_.take_u8();
  ok_ = version.has_value() && *version == row_version;
}

template <typename T>
T RowReader::keep(const std::optional<T>& taken) {
  ok_ = ok_ && taken.has_value();
  return ok_ ? *taken : T{};
}

std::uint8_t RowReader::u8() {
  return keep(bytes_.take_u8());
}
std::uint32_t RowReader::u32() {
  return keep(bytes_.take_u32());
}
std::uint64_t RowReader::u64() {
  return keep(bytes_.take_u64());
}
ledger::UnixMicros RowReader::time() {
  return ledger::UnixMicros(static_cast<std::int64_t>(u64()));
}

ledger::EventId RowReader::id() {
  ledger::EventId id;
  const ByteView bytes = keep(bytes_.take(id.bytes.size()));
  std::copy_n(ledger::u8(bytes), bytes.size(), id.bytes.begin());
  return id;
}

ledger::Hash32 RowReader::hash() {
  const ByteView bytes = keep(bytes_.take(sizeof(ledger::Hash32)));
  return ok_ ? ledger::to_hash32(bytes) : ledger::Hash32{};
}

std::string_view RowReader::view() {
  const std::uint16_t length = keep(bytes_.take_u16());
  return keep(bytes_.take(length));
}

ledger::Status RowReader::finish() const {
  if (ok_ && bytes_.empty()) return {};
  return ledger::data_loss("projection.row_malformed",
                           "a stored row of a projection is not as it was written");
}

Bytes text_key(std::uint8_t tag, std::string_view text) {
  LEDGER_CHECK(text.find('\0') == std::string_view::npos);
  Bytes key;
  key.reserve(text.size() + 2 + sizeof(std::uint64_t));
  key.push_back(static_cast<char>(tag));
  key.append(text);
  key.push_back('\0');
  return key;
}

Bytes numbered_key(ByteView prefix, std::uint64_t number) {
  Bytes key;
  key.reserve(prefix.size() + sizeof(number));
  key.append(prefix);
  ledger::put_u64(key, number);
  return key;
}

std::optional<std::uint64_t> number_of_key(ByteView prefix, ByteView key) {
  if (key.size() != prefix.size() + sizeof(std::uint64_t) || key.substr(0, prefix.size()) != prefix)
    return {};
  return ledger::ByteReader(key.substr(prefix.size())).take_u64();
}

}  // namespace projections
