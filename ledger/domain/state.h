// Decision state: what the writer needs to decide, folded synchronously and stored in the same batch as the
// log.
//
// It is a map from keys to small records (records.h), read through StateView and changed only by effects
// through a StateOverlay, so that a group, a batch inside it and a whole audit replay use the same code on
// different bases. The result is a function of the log's public fields alone. Threads: a view may be shared
// when its base may; an overlay belongs to one thread.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "ledger/base/bytes.h"
#include "ledger/base/status.h"

namespace ledger {

class StateView {
 public:
  virtual ~StateView() = default;
  // nullopt: no such record. A read failure is remembered by the view (health()) and answers nullopt; whoever
  // commits asks health() first.
  virtual std::optional<Bytes> get(ByteView key) const = 0;
  // Visits records whose key starts with `prefix`, ascending; return false to stop. Bounded use only:
  // prefixes that a rule scans must stay small by construction.
  using Visitor = std::function<bool(ByteView key, ByteView record)>;
  virtual void scan(ByteView prefix, const Visitor& visit) const = 0;
  virtual Status health() const = 0;
};

// 256-bit additive digest over all records: order-independent, updated in O(1) per change. It notices damage
// and divergence; `daicho audit` also compares record by record.
class StateDigest {
 public:
  StateDigest() = default;
  explicit StateDigest(const Hash32& sum) : sum_(sum) {}
  void add(ByteView key, ByteView record);
  void remove(ByteView key, ByteView record);
  const Hash32& value() const { return sum_; }

 private:
  Hash32 sum_{};
};

// Changes over a base view; invisible to the base until somebody writes changes() to it.
class StateOverlay final : public StateView {
 public:
  // `digest` is the digest of `base`.
  StateOverlay(const StateView& base, StateDigest digest) : base_(base), digest_(digest) {}

  std::optional<Bytes> get(ByteView key) const override;
  void scan(ByteView prefix, const Visitor& visit) const override;
  Status health() const override { return base_.health(); }

  void put(ByteView key, ByteView record);
  void erase(ByteView key);

  // Marks a point to which rollback() returns; savepoints nest.
  std::size_t savepoint() const { return undo_.size(); }
  void rollback(std::size_t savepoint);

  // Net changes against the base, ascending by key; nullopt: erased.
  const std::map<Bytes, std::optional<Bytes>, std::less<>>& changes() const { return changes_; }
  const StateDigest& digest() const { return digest_; }

 private:
  struct Undo {
    Bytes key;
    std::optional<std::optional<Bytes>> change;  // what changes_ held before; outer nullopt: nothing
    StateDigest digest;
  };
  void set(ByteView key, std::optional<Bytes> record);
  const StateView& base_;
  StateDigest digest_;
  std::map<Bytes, std::optional<Bytes>, std::less<>> changes_;
  std::vector<Undo> undo_;
};

// The whole state in memory: tests, audit replay.
class MemoryState final : public StateView {
 public:
  std::optional<Bytes> get(ByteView key) const override;
  void scan(ByteView prefix, const Visitor& visit) const override;
  Status health() const override { return Status(); }
  // Takes over the net changes and the digest of an overlay whose base is this.
  void apply(const StateOverlay& overlay);
  const StateDigest& digest() const { return digest_; }
  const std::map<Bytes, Bytes, std::less<>>& records() const { return records_; }

 private:
  std::map<Bytes, Bytes, std::less<>> records_;
  StateDigest digest_;
};

}  // namespace ledger
