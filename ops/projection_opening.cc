#include "ops/projection_opening.h"

#include <filesystem>

#include "ledger/base/diag.h"
#include "ledger/store/rocks_kv.h"

namespace ops {

using ledger::Result;

// A question about figures begins thousands of short scans, each of which needs the index of its tables: what
// does not fit is decompressed anew for every one of them.
constexpr std::size_t kBlockCacheBytes = 256U << 20;

Result<OpenedProjections> open_projections(const std::string& folder, const projections::Registry& registry) {
  ledger::RocksKvOptions options;
  options.path = folder;
  options.families = projections::family_names(registry);
  options.create_if_missing = true;
  options.block_cache_bytes = kBlockCacheBytes;
  OpenedProjections opened;
  {
    auto kv = ledger::open_rocks_kv(options);
    opened.damage = kv.ok() ? (*kv)->verify_checksums() : kv.status();
    if (opened.damage.ok()) {
      opened.kv = std::move(kv).value();
      return opened;
    }
    if (opened.damage.code() != ledger::StatusCode::kDataLoss) return opened.damage;
  }
  ledger::diag(ledger::DiagLevel::kWarning, "projections_damaged", opened.damage);
  std::error_code error;
  std::filesystem::remove_all(folder, error);
  if (error) return ledger::unavailable("file.io", folder + " can't be removed: " + error.message());
  LEDGER_ASSIGN(opened.kv, ledger::open_rocks_kv(options));
  return opened;
}

}  // namespace ops
