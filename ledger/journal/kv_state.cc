#include "ledger/journal/kv_state.h"

#include "ledger/store/keys.h"

namespace ledger {

std::optional<Bytes> KvState::get(ByteView key) const {
  auto found = reader_.get(kState, state_key(key));
  if (found.ok()) return std::move(found).value();
  if (health_.ok()) health_ = found.status();
  return std::nullopt;
}

void KvState::scan(ByteView prefix, const Visitor& visit) const {
  const Bytes from = state_key(prefix);
  const Status status = reader_.scan(kState, from, prefix_end(from), [&](ByteView key, ByteView record) {
    return visit(key.substr(1), record);
  });
  if (!status.ok() && health_.ok()) health_ = status;
}

Result<StateDigest> read_state_digest(const KvReader& reader) {
  LEDGER_ASSIGN(const auto found, reader.get(kMeta, meta_key(kStateDigestName)));
  if (!found || found->size() != 32) {
    return data_loss("state.digest_missing", "the store has no digest of its decision state");
  }
  return StateDigest(to_hash32(*found));
}

}  // namespace ledger
