#include "projections/own_rows.h"

#include <algorithm>
#include <functional>
#include <limits>
#include <map>
#include <utility>

#include "projections/key_order.h"

namespace projections {

using ledger::Bytes;
using ledger::ByteView;

namespace {

constexpr std::size_t kSlotsMin = 256;

std::uint32_t hash_of(ByteView key) {
  return static_cast<std::uint32_t>(std::hash<ByteView>()(key));
}

}  // namespace

std::optional<Bytes> OwnRows::Run::content_of(const Row& row) const {
  if (row.erased) return std::nullopt;
  return Bytes(value_of(row));
}

const OwnRows::Row* OwnRows::Run::find(ByteView key, std::uint32_t hash) const {
  const std::uint32_t number = slots.empty() ? 0 : slots[slot_of(key, hash)];
  return number == 0 ? nullptr : &rows[number - 1];
}

std::size_t OwnRows::Run::slot_of(ByteView key, std::uint32_t hash) const {
  const std::size_t mask = slots.size() - 1;
  std::size_t slot = hash & mask;
  for (; slots[slot] != 0; slot = (slot + 1) & mask) {
    const Row& row = rows[slots[slot] - 1];
    if (row.hash == hash && key_of(row) == key) break;
  }
  return slot;
}

void OwnRows::Run::index(std::size_t number) {
  if (slots.size() < 2 * (used_slots + 1)) grow_slots();
  const Row& row = rows[number];
  const std::size_t slot = slot_of(key_of(row), row.hash);
  if (slots[slot] == 0) {
    ++used_slots;
  } else {
    rows[slots[slot] - 1].replaced = true;
  }
  slots[slot] = static_cast<std::uint32_t>(number + 1);
}

void OwnRows::Run::grow_slots() {
  std::vector<std::uint32_t> old(std::max(kSlotsMin, slots.size() * 2), 0);
  old.swap(slots);
  for (const std::uint32_t number : old) {
    if (number == 0) continue;
    const Row& row = rows[number - 1];
    slots[slot_of(key_of(row), row.hash)] = number;
  }
}

void OwnRows::Run::clear() {
  bytes.clear();
  rows.clear();
  std::fill(slots.begin(), slots.end(), 0U);
  used_slots = 0;
}

ledger::Result<std::optional<Bytes>> OwnRows::get(ByteView key) const {
  for (std::size_t i = run_.rows.size(); i > kept_rows_; --i) {
    if (run_.key_of(run_.rows[i - 1]) == key) return run_.content_of(run_.rows[i - 1]);
  }
  const std::uint32_t hash = hash_of(key);
  for (const Run* run : {&run_, &handed_over_}) {
    if (const Row* row = run->find(key, hash); row != nullptr) return run->content_of(*row);
  }
  return stored_.get(family_, key);
}

ledger::Status OwnRows::scan(ByteView prefix, const ledger::KvReader::Visitor& visit) const {
  std::map<Bytes, std::optional<Bytes>> rows;
  LEDGER_TRY(stored_.scan(family_, prefix, ledger::prefix_end(prefix), [&](ByteView key, ByteView value) {
    rows.emplace(key, Bytes(value));
    return true;
  }));
  for (const Run* run : {&handed_over_, &run_}) {
    for (const Row& row : run->rows) {
      const ByteView key = run->key_of(row);
      if (key.starts_with(prefix)) rows.insert_or_assign(Bytes(key), run->content_of(row));
    }
  }
  for (const auto& [key, value] : rows) {
    if (value.has_value() && !visit(key, *value)) break;
  }
  return {};
}

void OwnRows::stage(ByteView key, ByteView value, bool erased) {
  constexpr std::size_t kBytesMax = std::numeric_limits<std::uint32_t>::max();
  LEDGER_CHECK(key.size() <= kBytesMax && value.size() <= kBytesMax && run_.rows.size() < kBytesMax);
  run_.rows.push_back({run_.bytes.size(), static_cast<std::uint32_t>(key.size()),
                       static_cast<std::uint32_t>(value.size()), hash_of(key), erased, false});
  run_.bytes.append(key).append(value);
}

void OwnRows::keep_event() {
  for (; kept_rows_ < run_.rows.size(); ++kept_rows_) run_.index(kept_rows_);
  kept_bytes_ = run_.bytes.size();
}

void OwnRows::drop_event() {
  run_.rows.resize(kept_rows_);
  run_.bytes.resize(kept_bytes_);
}

void OwnRows::hand_over() {
  LEDGER_CHECK(run_.rows.size() == kept_rows_ && handed_over_.rows.empty());
  std::swap(run_, handed_over_);
  kept_rows_ = kept_bytes_ = 0;
}

void OwnRows::put_handed_over(ledger::WriteBatch& batch) const {
  std::vector<NumberedKey> keys;
  keys.reserve(handed_over_.rows.size());
  for (std::uint32_t number = 0; number < handed_over_.rows.size(); ++number) {
    const Row& row = handed_over_.rows[number];
    if (!row.replaced) keys.push_back({handed_over_.key_of(row), number});
  }
  sort_by_key(keys);
  batch.reserve(batch.size() + keys.size(), batch.bytes() + handed_over_.bytes.size());
  for (const NumberedKey& one : keys) {
    const Row& row = handed_over_.rows[one.number];
    if (row.erased) {
      batch.erase(family_, one.key);
    } else {
      batch.put(family_, one.key, handed_over_.value_of(row));
    }
  }
}

void OwnRows::take_into(ledger::WriteBatch& batch) {
  hand_over();
  put_handed_over(batch);
  forget_handed_over();
}

}  // namespace projections
