#include "security/key_cache.h"

#include "ledger/base/check.h"

namespace security {

KeyCache::KeyCache(std::size_t keys_max) : keys_max_(keys_max) {
  LEDGER_CHECK(keys_max > 0);
}

std::shared_ptr<const DataKeys> KeyCache::find(const KeyName& name) {
  const auto found = entries_.find(name);
  if (found == entries_.end()) return nullptr;
  recency_.splice(recency_.begin(), recency_, found->second);
  return found->second->second;
}

void KeyCache::put(const KeyName& name, std::shared_ptr<const DataKeys> keys) {
  forget(name);
  recency_.emplace_front(name, std::move(keys));
  entries_.emplace(name, recency_.begin());
  if (entries_.size() <= keys_max_) return;
  entries_.erase(recency_.back().first);
  recency_.pop_back();
}

void KeyCache::forget(const KeyName& name) {
  const auto found = entries_.find(name);
  if (found == entries_.end()) return;
  recency_.erase(found->second);
  entries_.erase(found);
}

}  // namespace security
