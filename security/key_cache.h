// KeyCache: a bounded set of unwrapped data keys, the least recently used leaving first.
//
// Ownership: shares the keys with whoever is using them; a key that leaves is wiped when its last user lets
// go. Threads: none of its own; its owner's mutex guards it.
#pragma once

#include <cstddef>
#include <list>
#include <memory>
#include <unordered_map>
#include <utility>

#include "security/data_keys.h"
#include "security/key_name.h"

namespace security {

class KeyCache {
 public:
  // Precondition: keys_max > 0.
  explicit KeyCache(std::size_t keys_max);

  // nullptr when it is not here.
  std::shared_ptr<const DataKeys> find(const KeyName& name);
  void put(const KeyName& name, std::shared_ptr<const DataKeys> keys);
  void forget(const KeyName& name);
  std::size_t size() const { return entries_.size(); }

 private:
  using Recency = std::list<std::pair<KeyName, std::shared_ptr<const DataKeys>>>;  // most recent first
  std::size_t keys_max_;
  Recency recency_;
  std::unordered_map<KeyName, Recency::iterator, KeyNameHasher> entries_;
};

}  // namespace security
