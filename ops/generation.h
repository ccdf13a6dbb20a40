// Generation: founds the ledger that succeeds one which lost acknowledged entries for good.
//
// Place in the flow: `daicho new-generation`, when neither the newest anchor nor a mirror can make the old
// ledger whole again. The old ledger is only read: the prefix that verifies (read_only_store.h) is folded
// anew, with every signature and rule, and what comes out is carried over (ledger/domain/generation.h). The
// old folder stays as it is and is served beside the new one with `serve --read-only`: its entries, proofs,
// sealed fields and keyring are not copied. The new ledger has an origin and keys of its own; its genesis is
// signed by an administrator of the old one. Durability: as founding.
#pragma once

#include <optional>
#include <string>

#include "ledger/base/clock.h"
#include "ledger/base/status.h"
#include "ledger/base/types.h"
#include "ops/data_folder.h"
#include "ops/founding.h"

namespace ops {

struct GenerationOptions {
  DataFolder previous;   // its anchor: the newest that is left
  FoundingOptions next;  // origin empty: the previous one with /g<generation>; the person is the key's
  // Largest size that anybody has seen acknowledged (receipt, checkpoint, mirror), where no anchor says it.
  std::optional<ledger::TreeSize> acknowledged;
};

struct GenerationReport {
  Founded founded;
  std::string origin, previous_origin;
  std::uint64_t generation = 0;
  ledger::TreeSize previous_size;  // entries that verify; the state is that behind them
  ledger::TreeSize known_size;     // of the newest anchor, or as the operator said
  ledger::Status reason;           // why the old ledger does not go on
  std::size_t records_count = 0, parts_count = 0;
  std::size_t waiting_count = 0;  // events that waited for a countersignature: to be made again
};

// failed_precondition generation.not_needed (the old ledger may write) | generation.loss_unknown (neither
// newest anchor nor `acknowledged`) | generation.admin (the key is no administrator's of the old ledger) |
// generation.conformance; data_loss generation.unsound: the old entries break the ledger's own rules; those
// of the parts.
ledger::Result<GenerationReport> found_generation(GenerationOptions options, const ledger::Clock& clock);

// Whether the ledger in `folder` took over exactly what the entries of `previous` give. not_found
// generation.none: it follows no other; data_loss generation.differs; those of the parts.
ledger::Status verify_generation(const DataFolder& folder, const DataFolder& previous);

}  // namespace ops
