// BatchKeys: decision state as admission sees it inside one batch: keys that earlier elements announce are
// known to later ones, as the writer will know them.
//
// Place in the flow: admission of a batch of author-signed events. It only lets a signature be checked;
// whether the enrolment itself is allowed, and so whether the batch stands, the writer decides. One thread;
// one batch.
#pragma once

#include <map>

#include "ledger/domain/state.h"
#include "ledger/journal/admission.h"

namespace ledger {

class BatchKeys final : public StateView {
 public:
  // `base` must outlive this.
  explicit BatchKeys(const StateView& base) : base_(base) {}
  // Remembers the key that a key.enrolled or key.rotated event announces; other events are passed over.
  void note(const VerifiedEvent& event);

  std::optional<Bytes> get(ByteView key) const override;
  void scan(ByteView prefix, const Visitor& visit) const override { base_.scan(prefix, visit); }
  Status health() const override { return base_.health(); }

 private:
  const StateView& base_;
  std::map<Bytes, Bytes, std::less<>> announced_;  // state key → record
};

}  // namespace ledger
