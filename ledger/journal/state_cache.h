// StateCache: records of the decision state as it was last committed, kept in memory between groups.
//
// Place in the flow: the writer's rules read the same few records (roles, keys, centres) for every event; the
// database is asked only for those that were not read or written lately. Absence is kept too. Correct because
// the writer is the only one that changes the state: after a durable group it applies the group's changes
// here. Bounded: two generations; when the younger is full it becomes the older one, and what the older one
// still held is forgotten. Threads: the writer's.
#pragma once

#include <cstddef>
#include <functional>
#include <unordered_map>

#include "ledger/journal/kv_state.h"

namespace ledger {

class StateCache {
 public:
  static constexpr std::size_t kBytesMaxDefault = 64U << 20;
  explicit StateCache(std::size_t bytes_max = kBytesMaxDefault) : generation_bytes_max_(bytes_max / 2) {}

  // nullptr: not held. The inner nullopt: known to be absent. Valid until the next call.
  const std::optional<Bytes>* find(ByteView key);
  void keep(ByteView key, const std::optional<Bytes>& record);
  // Net changes of a group that is durable now.
  void apply(const StateOverlay& overlay);
  // What keys and records held here take, with a flat share per record for what surrounds them.
  std::size_t bytes() const { return young_bytes_ + old_bytes_; }

 private:
  struct Hasher {
    using is_transparent = void;
    std::size_t operator()(ByteView key) const { return std::hash<ByteView>()(key); }
  };
  using Generation = std::unordered_map<Bytes, std::optional<Bytes>, Hasher, std::equal_to<>>;

  const std::size_t generation_bytes_max_;
  Generation young_, old_;
  std::size_t young_bytes_ = 0, old_bytes_ = 0;
};

// The committed state through the cache. One per group; both must outlive it.
class CachedState final : public StateView {
 public:
  CachedState(const KvReader& reader, StateCache& cache) : stored_(reader), cache_(cache) {}
  std::optional<Bytes> get(ByteView key) const override;
  void scan(ByteView prefix, const Visitor& visit) const override { stored_.scan(prefix, visit); }
  Status health() const override { return stored_.health(); }

 private:
  KvState stored_;
  StateCache& cache_;
};

}  // namespace ledger
