// Row bytes of projections: a version byte, then fixed integers and length-prefixed texts; and the keys
// around them.
//
// Rows hold public fields only. Keys order as unsigned bytes, so integers in them are big-endian and texts in
// them end with 0x00, which no segment contains: "c4" never matches "c40". Pure; any thread; a reader only
// borrows.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "ledger/base/bytes.h"
#include "ledger/base/status.h"
#include "ledger/base/types.h"

namespace projections {

class RowWriter {
 public:
  explicit RowWriter(std::uint8_t row_version) { u8(row_version); }
  RowWriter& u8(std::uint8_t number);
  RowWriter& u32(std::uint32_t number);
  RowWriter& u64(std::uint64_t number);
  RowWriter& time(ledger::UnixMicros time);
  RowWriter& id(const ledger::EventId& id);
  RowWriter& hash(const ledger::Hash32& hash);
  // Precondition: at most 65,535 bytes; public fields come from entries, which are no longer than that.
  RowWriter& text(std::string_view text);
  ledger::Bytes take() { return std::move(out_); }

 private:
  ledger::Bytes out_;
};

// Reads rows that a RowWriter wrote. After the first byte that does not fit every further read gives an empty
// value and finish() tells, so that a decoder is a plain list of reads.
class RowReader {
 public:
  RowReader(ledger::ByteView row, std::uint8_t row_version);
  std::uint8_t u8();
  std::uint32_t u32();
  std::uint64_t u64();
  ledger::UnixMicros time();
  ledger::EventId id();
  ledger::Hash32 hash();
  std::string text() { return std::string(view()); }
  std::string_view view();  // of a text, in the row
  // data_loss projection.row_malformed: wrong version, too short, or bytes left over.
  ledger::Status finish() const;

 private:
  template <typename T>
  T keep(const std::optional<T>& taken);
  ledger::ByteReader bytes_;
  bool ok_ = true;
};

// tag ‖ text ‖ 0x00: the common beginning of all keys about `text`. Precondition: no 0x00 in `text`.
ledger::Bytes text_key(std::uint8_t tag, std::string_view text);
// prefix ‖ number, big-endian.
ledger::Bytes numbered_key(ledger::ByteView prefix, std::uint64_t number);
// The number that numbered_key put last; nullopt when the key does not have exactly that shape behind
// `prefix`.
std::optional<std::uint64_t> number_of_key(ledger::ByteView prefix, ledger::ByteView key);

}  // namespace projections
