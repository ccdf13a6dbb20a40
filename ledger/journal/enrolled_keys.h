// EnrolledKeys: key records that the stored decision state once showed, kept between requests, so that
// admission does not ask the database for the same few authors' keys again and again.
//
// Place in the flow: between admission and the view's state. Right for admission alone, which asks a record
// for algorithm and public key: a kid is the thumbprint of its key and an enrolled key stays enrolled, so
// these never change. Revocation, validity and purpose do change, and what is kept here may be older than
// they are: the writer judges them from its own state, at the event's position. Only what was stored is kept,
// never absence and never what a batch merely announces. Bounded as StateCache. Threads: EnrolledKeys any;
// KnownKeys one, as its base.
#pragma once

#include <optional>

#include "ledger/base/mutex.h"
#include "ledger/journal/state_cache.h"

namespace ledger {

class EnrolledKeys {
 public:
  static constexpr std::size_t kBytesMaxDefault = 4U << 20;
  explicit EnrolledKeys(std::size_t bytes_max = kBytesMaxDefault) : records_(bytes_max) {}

  std::optional<Bytes> find(ByteView key) LEDGER_EXCLUDES(mutex_);
  void keep(ByteView key, const Bytes& record) LEDGER_EXCLUDES(mutex_);

 private:
  Mutex mutex_;
  StateCache records_ LEDGER_GUARDED_BY(mutex_);
};

// The state `stored`, key records through `keys`. Both must outlive it. For admission only: see above.
class KnownKeys final : public StateView {
 public:
  KnownKeys(const StateView& stored, EnrolledKeys& keys) : stored_(stored), keys_(keys) {}
  std::optional<Bytes> get(ByteView key) const override;
  void scan(ByteView prefix, const Visitor& visit) const override { stored_.scan(prefix, visit); }
  Status health() const override { return stored_.health(); }

 private:
  const StateView& stored_;
  EnrolledKeys& keys_;
};

}  // namespace ledger
