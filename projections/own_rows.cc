#include "projections/own_rows.h"

#include <algorithm>
#include <functional>
#include <limits>
#include <map>

namespace projections {

using ledger::Bytes;
using ledger::ByteView;

namespace {

constexpr std::size_t kSlotsMin = 256;

std::uint32_t hash_of(ByteView key) {
  return static_cast<std::uint32_t>(std::hash<ByteView>()(key));
}

}  // namespace

std::optional<Bytes> OwnRows::content_of(const Row& row) const {
  if (row.erased) return std::nullopt;
  return Bytes(value_of(row));
}

std::size_t OwnRows::slot_of(ByteView key, std::uint32_t hash) const {
  const std::size_t mask = slots_.size() - 1;
  std::size_t slot = hash & mask;
  for (; slots_[slot] != 0; slot = (slot + 1) & mask) {
    const Row& row = rows_[slots_[slot] - 1];
    if (row.hash == hash && key_of(row) == key) break;
  }
  return slot;
}

void OwnRows::grow_slots() {
  std::vector<std::uint32_t> old(std::max(kSlotsMin, slots_.size() * 2), 0);
  old.swap(slots_);
  for (const std::uint32_t number : old) {
    if (number == 0) continue;
    const Row& row = rows_[number - 1];
    slots_[slot_of(key_of(row), row.hash)] = number;
  }
}

ledger::Result<std::optional<Bytes>> OwnRows::get(ByteView key) const {
  for (std::size_t i = rows_.size(); i > kept_rows_; --i) {
    if (key_of(rows_[i - 1]) == key) return content_of(rows_[i - 1]);
  }
  if (!slots_.empty()) {
    const std::uint32_t number = slots_[slot_of(key, hash_of(key))];
    if (number != 0) return content_of(rows_[number - 1]);
  }
  return stored_.get(family_, key);
}

ledger::Status OwnRows::scan(ByteView prefix, const ledger::KvReader::Visitor& visit) const {
  std::map<Bytes, std::optional<Bytes>> rows;
  LEDGER_TRY(stored_.scan(family_, prefix, ledger::prefix_end(prefix), [&](ByteView key, ByteView value) {
    rows.emplace(key, Bytes(value));
    return true;
  }));
  for (const Row& row : rows_) {
    if (key_of(row).starts_with(prefix)) rows.insert_or_assign(Bytes(key_of(row)), content_of(row));
  }
  for (const auto& [key, value] : rows) {
    if (value.has_value() && !visit(key, *value)) break;
  }
  return {};
}

void OwnRows::stage(ByteView key, ByteView value, bool erased) {
  constexpr std::size_t kBytesMax = std::numeric_limits<std::uint32_t>::max();
  LEDGER_CHECK(key.size() <= kBytesMax && value.size() <= kBytesMax && rows_.size() < kBytesMax);
  rows_.push_back({bytes_.size(), static_cast<std::uint32_t>(key.size()),
                   static_cast<std::uint32_t>(value.size()), hash_of(key), erased, false});
  bytes_.append(key).append(value);
}

void OwnRows::keep_event() {
  for (; kept_rows_ < rows_.size(); ++kept_rows_) {
    if (slots_.size() < 2 * (used_slots_ + 1)) grow_slots();
    const Row& row = rows_[kept_rows_];
    const std::size_t slot = slot_of(key_of(row), row.hash);
    if (slots_[slot] == 0) {
      ++used_slots_;
    } else {
      rows_[slots_[slot] - 1].replaced = true;
    }
    slots_[slot] = static_cast<std::uint32_t>(kept_rows_ + 1);
  }
  kept_bytes_ = bytes_.size();
}

void OwnRows::drop_event() {
  rows_.resize(kept_rows_);
  bytes_.resize(kept_bytes_);
}

void OwnRows::take_into(ledger::WriteBatch& batch) {
  LEDGER_CHECK(rows_.size() == kept_rows_);
  std::erase_if(rows_, [](const Row& row) { return row.replaced; });
  std::sort(rows_.begin(), rows_.end(), [this](const Row& a, const Row& b) { return key_of(a) < key_of(b); });
  batch.reserve(rows_.size(), bytes_.size());
  for (const Row& row : rows_) {
    if (row.erased) {
      batch.erase(family_, key_of(row));
    } else {
      batch.put(family_, key_of(row), value_of(row));
    }
  }
  rows_.clear();
  bytes_.clear();
  std::fill(slots_.begin(), slots_.end(), 0U);
  kept_rows_ = kept_bytes_ = used_slots_ = 0;
}

}  // namespace projections
