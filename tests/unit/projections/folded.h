// Folded: the standard projections over a LogBuilder's log, folded in one go; what query tests ask.
#pragma once

#include "projections/rebuild.h"
#include "tests/unit/projections/log_builder.h"

namespace tests {

class Folded {
 public:
  explicit Folded(const LogBuilder& log) {
    LEDGER_CHECK(projections::rebuild(*kv_, registry_, *log.view(), {}, {}).ok());
  }
  projections::Snapshot snapshot() const { return {kv_->snapshot(), &registry_}; }

 private:
  projections::Registry registry_ = projections::standard_registry();
  std::unique_ptr<ledger::MemoryKv> kv_ = projection_kv(registry_);
};

}  // namespace tests
