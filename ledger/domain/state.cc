#include "ledger/domain/state.h"

#include <utility>

#include "ledger/base/check.h"
#include "ledger/base/sha256.h"

namespace ledger {

namespace {

Hash32 record_hash(ByteView key, ByteView record) {
  // The length keeps (key, record) pairs apart whose concatenations are equal.
  Bytes length;
  put_u32(length, static_cast<std::uint32_t>(key.size()));
  return sha256(length, key, record);
}

}  // namespace

void StateDigest::add(ByteView key, ByteView record) {
  const Hash32 hash = record_hash(key, record);
  unsigned carry = 0;
  for (std::size_t i = sum_.size(); i-- > 0;) {
    const unsigned sum = sum_[i] + 0U + hash[i] + carry;
    sum_[i] = static_cast<std::uint8_t>(sum & 0xFFU);
    carry = sum >> 8;
  }
}

void StateDigest::remove(ByteView key, ByteView record) {
  const Hash32 hash = record_hash(key, record);
  unsigned borrow = 0;
  for (std::size_t i = sum_.size(); i-- > 0;) {
    const unsigned need = hash[i] + borrow;
    const unsigned have = sum_[i];
    borrow = have < need ? 1 : 0;
    sum_[i] = static_cast<std::uint8_t>((have + 256U - need) & 0xFFU);
  }
}

std::optional<Bytes> StateOverlay::get(ByteView key) const {
  const auto change = changes_.find(key);
  return change != changes_.end() ? change->second : base_.get(key);
}

void StateOverlay::scan(ByteView prefix, const Visitor& visit) const {
  auto change = changes_.lower_bound(prefix);
  const auto in_prefix = [&] {
    return change != changes_.end() && ByteView(change->first).starts_with(prefix);
  };
  bool go_on = true;
  const auto emit_change = [&] {
    if (change->second) go_on = visit(change->first, *change->second);
    ++change;
  };
  base_.scan(prefix, [&](ByteView key, ByteView record) {
    while (go_on && in_prefix() && change->first < key) emit_change();
    if (!go_on) return false;
    if (in_prefix() && change->first == key) {
      emit_change();
    } else {
      go_on = visit(key, record);
    }
    return go_on;
  });
  while (go_on && in_prefix()) emit_change();
}

void StateOverlay::put(ByteView key, ByteView record) {
  set(key, Bytes(record));
}

void StateOverlay::erase(ByteView key) {
  set(key, std::nullopt);
}

void StateOverlay::set(ByteView key, std::optional<Bytes> record) {
  const std::optional<Bytes> in_base = base_.get(key);
  const auto change = changes_.find(key);
  const std::optional<Bytes>& before = change != changes_.end() ? change->second : in_base;
  if (before == record) return;

  Undo undo;
  undo.key = Bytes(key);
  undo.digest = digest_;
  if (change != changes_.end()) undo.change = change->second;
  if (before) digest_.remove(key, *before);
  if (record) digest_.add(key, *record);
  undo_.push_back(std::move(undo));
  // Back at the base's value: no net change.
  if (record == in_base) {
    if (change != changes_.end()) changes_.erase(change);
  } else if (change != changes_.end()) {
    change->second = std::move(record);
  } else {
    changes_.emplace(Bytes(key), std::move(record));
  }
}

void StateOverlay::rollback(std::size_t savepoint) {
  LEDGER_CHECK(savepoint <= undo_.size());
  while (undo_.size() > savepoint) {
    Undo undo = std::move(undo_.back());
    undo_.pop_back();
    if (undo.change) {
      changes_.insert_or_assign(std::move(undo.key), std::move(*undo.change));
    } else {
      changes_.erase(undo.key);
    }
    digest_ = undo.digest;
  }
}

std::optional<Bytes> MemoryState::get(ByteView key) const {
  const auto record = records_.find(key);
  if (record == records_.end()) return std::nullopt;
  return record->second;
}

void MemoryState::scan(ByteView prefix, const Visitor& visit) const {
  for (auto record = records_.lower_bound(prefix); record != records_.end(); ++record) {
    if (!ByteView(record->first).starts_with(prefix) || !visit(record->first, record->second)) return;
  }
}

void MemoryState::apply(const StateOverlay& overlay) {
  for (const auto& [key, record] : overlay.changes()) {
    if (record) {
      records_.insert_or_assign(key, *record);
    } else {
      records_.erase(key);
    }
  }
  digest_ = overlay.digest();
}

}  // namespace ledger
