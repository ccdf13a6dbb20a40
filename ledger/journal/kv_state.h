// KvState: decision state read through a Kv (kState family): the writer's base, and any reader's snapshot.
//
// Threads: one thread per object (health() remembers the first read failure); make one per request.
#pragma once

#include "ledger/domain/state.h"
#include "ledger/store/kv.h"

namespace ledger {

class KvState final : public StateView {
 public:
  // `reader` must outlive this.
  explicit KvState(const KvReader& reader) : reader_(reader) {}
  std::optional<Bytes> get(ByteView key) const override;
  void scan(ByteView prefix, const Visitor& visit) const override;
  Status health() const override { return health_; }

 private:
  const KvReader& reader_;
  mutable Status health_;
};

// Name of the kMeta record that holds the digest of the decision state after the last group.
inline constexpr std::string_view kStateDigestName = "state_digest";
// data_loss state.digest_missing.
Result<StateDigest> read_state_digest(const KvReader& reader);

}  // namespace ledger
