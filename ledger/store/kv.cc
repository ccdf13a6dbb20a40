#include "ledger/store/kv.h"

#include <limits>

namespace ledger {

void WriteBatch::add(Kind kind, FamilyId family, ByteView key, ByteView second) {
  constexpr std::size_t kBytesMax = std::numeric_limits<std::uint32_t>::max();
  LEDGER_CHECK(key.size() <= kBytesMax && second.size() <= kBytesMax);
  stored_.push_back({bytes_.size(), static_cast<std::uint32_t>(key.size()),
                     static_cast<std::uint32_t>(second.size()), family, kind});
  bytes_.append(key).append(second);
}

void WriteBatch::append(const WriteBatch& other) {
  const std::size_t base = bytes_.size();
  bytes_.append(other.bytes_);
  stored_.reserve(stored_.size() + other.stored_.size());
  for (Stored one : other.stored_) {
    one.at += base;
    stored_.push_back(one);
  }
}

void WriteBatch::reserve(std::size_t count, std::size_t bytes) {
  stored_.reserve(count);
  bytes_.reserve(bytes);
}

WriteBatch::Op WriteBatch::op(std::size_t i) const {
  const Stored& one = stored_.at(i);
  const ByteView key = ByteView(bytes_).substr(one.at, one.key_bytes);
  const ByteView second = ByteView(bytes_).substr(one.at + one.key_bytes, one.second_bytes);
  Op op{one.family, key, std::nullopt, std::nullopt};
  if (one.kind == Kind::kPut) op.value = second;
  if (one.kind == Kind::kEraseRange) op.end = second;
  return op;
}

std::vector<WriteBatch::Op> WriteBatch::ops() const {
  std::vector<Op> all;
  all.reserve(size());
  for (std::size_t i = 0; i < size(); ++i) all.push_back(op(i));
  return all;
}

Status Kv::erase_all(FamilyId family) {
  std::optional<Bytes> last;
  LEDGER_TRY(scan_reverse(family, {}, {}, [&last](ByteView key, ByteView) {
    last = Bytes(key);
    return false;
  }));
  if (!last.has_value()) return Status();
  WriteBatch batch;
  batch.erase_range(family, {}, *last + '\0');
  return write(batch, Durability::kBuffered);
}

Bytes prefix_end(ByteView prefix) {
  Bytes end(prefix);
  while (!end.empty() && static_cast<std::uint8_t>(end.back()) == 0xFF) end.pop_back();
  if (!end.empty()) end.back() = static_cast<char>(static_cast<std::uint8_t>(end.back()) + 1);
  return end;
}

}  // namespace ledger
