// ReadOnce: decision state of which a record, and a short list that was walked to its end, is read once.
//
// Place in the flow: over a base that does not change meanwhile: the state that one event is judged by, or
// the one view that a request answers from. Several rules ask for the same case, the policy for the same
// roles. Ownership: borrows the base. Threads: one at a time.
#pragma once

#include <deque>
#include <utility>
#include <vector>

#include "ledger/domain/state.h"

namespace ledger {

class ReadOnce final : public StateView {
 public:
  explicit ReadOnce(const StateView& base) : base_(base) {}
  std::optional<Bytes> get(ByteView key) const override;
  void scan(ByteView prefix, const Visitor& visit) const override;
  Status health() const override { return base_.health(); }

 private:
  using Rows = std::vector<std::pair<Bytes, Bytes>>;
  const StateView& base_;
  // Few, a bounded number: looked through faster than hashed. Deques, because a visitor may read on while
  // rows are visited.
  mutable std::deque<std::pair<Bytes, std::optional<Bytes>>> records_;
  mutable std::deque<std::pair<Bytes, Rows>> lists_;
};

}  // namespace ledger
