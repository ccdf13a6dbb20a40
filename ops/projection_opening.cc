#include "ops/projection_opening.h"

#include <filesystem>
#include <utility>

#include "ledger/base/diag.h"
#include "ledger/store/rocks_kv.h"

namespace ops {
namespace {

using ledger::Result;
using ledger::Status;

// A question about figures begins thousands of short scans, each of which needs the index of its tables: what
// does not fit is decompressed anew for every one of them.
constexpr std::size_t kBlockCacheBytes = 256U << 20;
constexpr std::size_t kMarkBytesMax = 4096;

ledger::RocksKvOptions options_for(const std::string& folder, const projections::Registry& registry) {
  ledger::RocksKvOptions options;
  options.path = folder;
  options.families = projections::family_names(registry);
  options.create_if_missing = true;
  options.block_cache_bytes = kBlockCacheBytes;
  options.damage_mark = damage_mark_of(folder);
  return options;
}

// An empty database in the place of a damaged one, which nothing has open. The mark goes last.
Result<std::unique_ptr<ledger::Kv>> begin_anew(const std::string& folder,
                                               const projections::Registry& registry, const Status& damage) {
  ledger::diag(ledger::DiagLevel::kWarning, "projections_damaged", damage);
  for (const std::string& gone : {folder, damage_mark_of(folder)}) {
    std::error_code error;
    std::filesystem::remove_all(gone, error);
    if (error) return ledger::unavailable("file.io", gone + " can't be removed: " + error.message());
  }
  return ledger::open_rocks_kv(options_for(folder, registry));
}

}  // namespace

std::string damage_mark_of(const std::string& folder) {
  return folder + ".damaged";
}

Status marked_damage(const std::string& folder) {
  const auto why = read_file(damage_mark_of(folder), kMarkBytesMax);
  if (why.status().reason() == "file.missing") return Status();
  return ledger::data_loss("projections.marked",
                           why.ok() && !why->empty() ? *why : "the engine could not open " + folder);
}

Status leave_damage_mark(const std::string& folder, std::string_view why) {
  const Status written = write_new_file(damage_mark_of(folder), why);
  return written.code() == ledger::StatusCode::kAlreadyExists ? Status() : written;
}

Result<OpenedProjections> open_projections(const std::string& folder, const projections::Registry& registry,
                                           ProjectionCheck check) {
  OpenedProjections opened;
  opened.damage = marked_damage(folder);
  if (opened.damage.ok()) {
    auto kv = ledger::open_rocks_kv(options_for(folder, registry));
    opened.damage = kv.status();
    if (kv.ok() && check == ProjectionCheck::kEveryByte) opened.damage = (*kv)->verify_checksums();
    if (opened.damage.ok()) {
      opened.kv = std::move(kv).value();
      return opened;
    }
    if (opened.damage.code() != ledger::StatusCode::kDataLoss) return opened.damage;
  }
  LEDGER_ASSIGN(opened.kv, begin_anew(folder, registry, opened.damage));
  return opened;
}

Result<FollowedProjections> follow_projections(const std::string& folder,
                                               const projections::Registry& registry,
                                               const ledger::ViewCell& log, ledger::Metrics& metrics,
                                               const ledger::Clock& clock) {
  LEDGER_ASSIGN(OpenedProjections opened, open_projections(folder, registry, ProjectionCheck::kOpening));
  FollowedProjections followed{std::move(opened.kv), nullptr, std::move(opened.damage)};
  auto projector = projections::Projector::open({*followed.kv, log, registry, metrics, clock});
  if (projector.status().code() == ledger::StatusCode::kDataLoss) {
    // The log's rows may be the damaged ones as well: only these are ours to remove.
    const Status files = followed.kv->verify_checksums();
    if (files.code() != ledger::StatusCode::kDataLoss) return projector.status();
    followed.kv.reset();
    followed.damage = files;
    LEDGER_ASSIGN(followed.kv, begin_anew(folder, registry, files));
    projector = projections::Projector::open({*followed.kv, log, registry, metrics, clock});
  }
  LEDGER_ASSIGN(followed.projector, std::move(projector));
  return followed;
}

}  // namespace ops
