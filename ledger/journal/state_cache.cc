#include "ledger/journal/state_cache.h"

#include <utility>

namespace ledger {
namespace {

constexpr std::size_t kRecordOverheadBytes = 96;

std::size_t cost_of(ByteView key, const std::optional<Bytes>& record) {
  return kRecordOverheadBytes + key.size() + (record ? record->size() : 0);
}

}  // namespace

const std::optional<Bytes>* StateCache::find(ByteView key) {
  if (const auto young = young_.find(key); young != young_.end()) return &young->second;
  const auto old = old_.find(key);
  if (old == old_.end()) return nullptr;
  // Still in use: stays for another generation. A copy, since keep may drop the old generation.
  const std::optional<Bytes> record = old->second;
  keep(key, record);
  return &young_.find(key)->second;
}

void StateCache::keep(ByteView key, const std::optional<Bytes>& record) {
  const std::size_t cost = cost_of(key, record);
  if (young_bytes_ + cost > generation_bytes_max_ && !young_.empty()) {
    old_ = std::exchange(young_, Generation());
    old_bytes_ = std::exchange(young_bytes_, 0);
  }
  const auto [place, added] = young_.try_emplace(Bytes(key), record);
  if (!added) {
    young_bytes_ -= cost_of(key, place->second);
    place->second = record;
  }
  young_bytes_ += cost;
}

void StateCache::apply(const StateOverlay& overlay) {
  for (const auto& [key, record] : overlay.changes()) keep(key, record);
}

std::optional<Bytes> CachedState::get(ByteView key) const {
  if (const std::optional<Bytes>* known = cache_.find(key); known != nullptr) return *known;
  std::optional<Bytes> record = stored_.get(key);
  // A read that failed says nothing about the record.
  if (stored_.health().ok()) cache_.keep(key, record);
  return record;
}

}  // namespace ledger
