#include "ops/doctor_contents.h"

#include <algorithm>
#include <set>

#include "ledger/base/uuid.h"
#include "ledger/store/attachment_rows.h"
#include "ledger/store/rocks_kv.h"

namespace ops {
namespace {

using ledger::ByteView;

constexpr std::size_t kIdBytes = 16;
constexpr std::size_t kMissingNamed = 5;
constexpr int kAttempts = 5;

ledger::Result<ReadModelReport> look_at_one(const ledger::KvReader& kv, const projections::Registry& registry,
                                            std::size_t number) {
  const projections::Projection& projection = registry.at(number);
  ReadModelReport report;
  report.name = projection.name();
  report.version = projection.version();
  LEDGER_ASSIGN(const projections::Slot slot, projections::active_slot(kv, projection.name()));
  const ledger::FamilyId rows = projections::rows_family(number, slot);
  LEDGER_ASSIGN(const auto cursor, projections::read_agreed_cursor(kv, rows));
  if (cursor.has_value()) {
    report.rows_version = cursor->projection_version;
    report.answers = cursor->projection_version >= projection.oldest_readable() &&
                     cursor->projection_version <= projection.version();
    report.size = cursor->size;
    LEDGER_ASSIGN(report.parked, projections::count_parked(kv, rows));
  }
  LEDGER_ASSIGN(const auto growing, projections::read_agreed_cursor(
                                        kv, projections::rows_family(number, projections::other_slot(slot))));
  if (growing.has_value()) report.growing = growing->size;
  return report;
}

}  // namespace

ledger::Result<std::vector<ReadModelReport>> look_at_read_models(const std::string& folder) {
  const projections::Registry registry = projections::standard_registry();
  ledger::RocksKvOptions options;
  options.path = folder;
  options.families = projections::family_names(registry);
  options.read_only = true;
  // A running server may take a file away between the list of files and its opening.
  auto opened = ledger::open_rocks_kv(options);
  for (int attempt = 1; attempt < kAttempts && !opened.ok(); ++attempt) {
    if (opened.status().reason() == "store.missing") break;
    opened = ledger::open_rocks_kv(options);
  }
  LEDGER_ASSIGN(const auto kv, std::move(opened));
  std::vector<ReadModelReport> reports;
  for (std::size_t number = 0; number < registry.size(); ++number) {
    LEDGER_ASSIGN(ReadModelReport report, look_at_one(*kv, registry, number));
    reports.push_back(std::move(report));
  }
  return reports;
}

ledger::Result<AttachmentReport> look_at_attachments(const ledger::KvReader& ledger_database) {
  AttachmentReport report;
  std::set<ledger::Bytes> here;
  const ledger::Bytes contents = ledger::attachment_key({}).substr(0, 1);
  LEDGER_TRY(ledger_database.scan(ledger::kVault, contents, ledger::prefix_end(contents),
                                  [&](ByteView key, ByteView sealed) {
                                    here.emplace(key.substr(1));
                                    ++report.count;
                                    report.bytes += sealed.size();
                                    return true;
                                  }));
  const ledger::Bytes uses = ledger::attachment_use_key({}, {}).substr(0, 1);
  std::set<ledger::Bytes> missing;
  LEDGER_TRY(
      ledger_database.scan(ledger::kVault, uses, ledger::prefix_end(uses), [&](ByteView key, ByteView) {
        ++report.references;
        const ledger::Bytes attachment(key.substr(1, kIdBytes));
        if (!here.contains(attachment)) missing.insert(attachment);
        return true;
      }));
  report.missing_count = missing.size();
  for (const ledger::Bytes& one : missing) {
    if (report.missing.size() == kMissingNamed || one.size() != kIdBytes) break;
    ledger::EventId id;
    std::copy_n(ledger::u8(one), kIdBytes, id.bytes.begin());
    report.missing.push_back(ledger::format_event_id(id));
  }
  LEDGER_ASSIGN(const auto waiting, ledger::read_unreferred(ledger_database, SIZE_MAX));
  report.waiting = waiting.size();
  for (const ledger::UnreferredAttachment& one : waiting) report.waiting_bytes += one.bytes;
  return report;
}

}  // namespace ops
