#include "ops/restore.h"

#include <algorithm>
#include <filesystem>
#include <sys/stat.h>

#include "ledger/base/json_reader.h"
#include "ledger/base/json_writer.h"
#include "ledger/base/sha256.h"
#include "ledger/base/time.h"
#include "ledger/event/entry.h"
#include "ledger/event/sd_jwt.h"
#include "ledger/journal/recovery.h"
#include "ledger/journal/reingest.h"
#include "ledger/merkle/node_reader.h"
#include "ledger/store/directory_sync.h"
#include "ledger/store/rocks_kv.h"
#include "ops/backup.h"
#include "ops/backup_manifest.h"
#include "ops/store_opening.h"
#include "security/signature.h"

namespace ops {
namespace {

namespace fs = std::filesystem;
using ledger::Result;
using ledger::Status;

Status check_target(const RestoreOptions& options, const BackupManifest& manifest, bool& restored) {
  std::error_code error;
  restored = fs::exists(options.to.identity_file(), error);
  if (!restored) {
    if (!fs::exists(options.to.root, error) || fs::is_empty(options.to.root, error)) return Status();
    return ledger::already_exists("restore.exists", options.to.root + " is not empty, and is no ledger")
        .want("a folder that does not exist yet; remove it when it is left from a broken restore");
  }
  LEDGER_ASSIGN(const LedgerIdentity identity, load_identity(options.to));
  const auto own = ledger::read_anchor(data_folder(options.to.root).anchor);
  const bool is_copy = own.ok() && own->any_backup && own->newest &&
                       own->newest->head.size == manifest.size &&
                       ledger::to_hex(ledger::view_of(own->newest->head.root)) == manifest.root;
  if (identity.origin == manifest.origin && is_copy) return Status();
  return ledger::already_exists("restore.exists",
                                options.to.root + " holds a ledger that is not this backup");
}

// The identity last: a folder without it is no ledger.
Status copy_backup(const RestoreOptions& options, const BackupManifest& manifest) {
  const std::string identity_name = "ledger.json";
  LEDGER_TRY(make_directory(options.to.root));
  ::chmod(options.to.root.c_str(), 0700);
  std::vector<BackupFile> files = manifest.files;
  std::stable_partition(files.begin(), files.end(),
                        [&](const BackupFile& file) { return file.path != identity_name; });
  for (const BackupFile& file : files) {
    const std::string target = options.to.root + "/" + file.path;
    LEDGER_TRY(make_directory(ledger::parent_directory(target)));
    LEDGER_ASSIGN(const std::string bytes, read_file(options.from + "/" + file.path, file.bytes));
    const ledger::Hash32 digest = ledger::sha256(bytes);
    if (ledger::to_hex(ledger::view_of(digest)) != file.sha256) {
      return ledger::data_loss("backup.damaged",
                               options.from + "/" + file.path + " changed while it was read");
    }
    if (file.path == identity_name) {
      LEDGER_TRY(ledger::sync_directory(options.to.database()));
      LEDGER_TRY(ledger::sync_directory(data_folder(options.to.root).anchor));
    }
    LEDGER_TRY(write_new_file(target, bytes, 0600));
  }
  LEDGER_TRY(ledger::sync_directory(options.to.root));
  return ledger::sync_directory(ledger::parent_directory(options.to.root));
}

Result<std::vector<LostDisclosures>> find_lost(const ledger::Kv& kv, const ledger::LogHead& head) {
  std::vector<LostDisclosures> lost;
  Status failure;
  LEDGER_TRY(ledger::read_entries(
      kv, ledger::Position(0), head.size.value, [&](ledger::Position position, std::string_view text) {
        const auto count = [&]() -> Result<std::size_t> {
          LEDGER_ASSIGN(const ledger::Entry entry, ledger::parse_entry(text));
          LEDGER_ASSIGN(const ledger::SignedEvent event, ledger::parse_logged_jws(entry.jws));
          if (event.event.sd_digests.empty()) return std::size_t{0};
          LEDGER_ASSIGN(const auto sealed, ledger::read_sealed(kv, event.event.id));
          return event.event.sd_digests.size() - std::min(sealed.size(), event.event.sd_digests.size());
        }();
        failure = count.status();
        if (count.ok() && *count > 0) lost.push_back({position, *count});
        return count.ok();
      }));
  LEDGER_TRY(failure);
  return lost;
}

// One backup becomes at most one ledger that signs by a mirror's word. The claim stands in the backup before
// the ring is made; the same folder may finish what a crash interrupted.
Status claim_backup(const RestoreOptions& options, const ledger::Clock& clock) {
  const std::string path = options.from + "/" + std::string(kClaimName);
  std::error_code error;
  const std::string target = fs::weakly_canonical(options.to.root, error).string();
  ledger::JsonWriter json;
  json.begin_object().member("by", target).member("at", ledger::format_recorded_at(clock.now())).end_object();
  const Status written = write_new_file(path, json.take() + "\n", 0600);
  if (written.ok()) return ledger::sync_directory(options.from);
  if (written.reason() != "file.exists") return written;
  LEDGER_ASSIGN(const std::string text, read_file(path));
  const auto claim = ledger::read_json(text);
  if (claim.ok() && claim->text("by") == target) return Status();
  return ledger::conflict("restore.claimed", "this backup has become a ledger that may write already: " +
                                                 text + "two copies that sign would be two histories")
      .want("the anchor of that ledger (--anchor), or another backup");
}

// A ring of its own beside, then one rename over the backup's.
Status make_live_anchor(const RestoreOptions& options, const LedgerIdentity& identity,
                        const ledger::LogHead& head, const ledger::Bytes& signature,
                        const ledger::Clock& clock) {
  const std::string place = data_folder(options.to.root).anchor;
  const std::string draft = place + ".new";
  std::error_code error;
  fs::remove_all(draft, error);  // of a crash; no record of it was ever believed
  LEDGER_ASSIGN(const auto anchor, ledger::HeadAnchor::create(draft));
  ledger::AnchorRecord record;
  record.origin_hash = ledger::sha256(identity.origin);
  record.head = head;
  record.time = clock.now();
  record.signature = signature;
  LEDGER_TRY(anchor->write(record));
  fs::rename(draft + "/anchor.ring", place + "/anchor.ring", error);
  if (error) return ledger::unavailable("anchor.io", place + ": " + error.message());
  LEDGER_TRY(ledger::sync_directory(place));
  fs::remove_all(draft, error);
  return Status();
}

// The newest live anchor must show exactly the restored head; that it is not locked shows that no server is
// writing under it.
Status judge_live_anchor(const std::string& folder, const LedgerIdentity& identity,
                         const ledger::LogHead& head) {
  LEDGER_ASSIGN(const auto anchor, ledger::HeadAnchor::open(folder));
  const auto judged = ledger::judge_anchor(anchor->scan(), head, ledger::sha256(identity.origin));
  if (judged.verdict != ledger::AnchorVerdict::kAcceptAndRewrite) return judged.reason;
  return ledger::data_loss("anchor.rolled_back",
                           "the anchor proves less than the backup holds: it is not the newest one");
}

// Entries that the mirror has and the restored folder lacks; its anchor stays one that permits no writing.
Result<std::uint64_t> put_back_missing(const DataFolder& folder, const LedgerIdentity& identity,
                                       const Mirror& mirror) {
  Status ahead;
  {
    LEDGER_ASSIGN(const ReadOnlyStore store, open_store_read_only(folder));
    LEDGER_ASSIGN(const auto inspected, ledger::inspect_log(*store.kv, identity.origin));
    ahead = judge_mirror(mirror, *store.kv, inspected.head);
  }
  if (ahead.reason() != "restore.mirror_ahead") return std::uint64_t{0};
  ledger::RocksKvOptions options;
  options.path = folder.database();
  options.families = ledger::ledger_family_names();
  LEDGER_ASSIGN(const auto kv, ledger::open_rocks_kv(options));
  ledger::KvLogStore log(*kv, identity.origin);
  const security::OpenSslVerifier verifier;
  const ledger::merkle::TileNodeReader nodes(mirror);
  const auto added =
      ledger::reingest({*kv, log, verifier, identity.origin}, mirror.target(), nodes,
                       [&](ledger::Position from, ledger::Position to) { return mirror.entries(from, to); });
  if (added.ok()) return added;
  return ledger::data_loss("restore.mirror_ahead", ahead.message() + "; they could not all be put back: " +
                                                       added.status().to_string())
      .want("a mirror with entry bundles and tiles of its whole checkpoint");
}

// Opens the mirror and puts back what it has; gives the reason when that did not succeed.
Status use_mirror(const RestoreOptions& options, const DataFolder& folder, std::unique_ptr<Mirror>& mirror,
                  RestoreReport& report) {
  LEDGER_ASSIGN(const LedgerIdentity identity, load_identity(folder));
  LEDGER_ASSIGN(mirror, Mirror::open(options.mirror, identity));
  LEDGER_ASSIGN(report.reingested_count, put_back_missing(folder, identity, *mirror));
  return Status();
}

// A folder in which only some of the missing entries stand has no checkpoint for its head.
Status half_put_back(const Status& mirror_failure, const Status& refused) {
  if (refused.reason() != "recovery.checkpoint") return refused;
  const Status why = mirror_failure.ok() ? refused : mirror_failure;
  return ledger::data_loss(why.reason(), why.message())
      .want("the same restore again with a whole mirror (it goes on where it stopped), or into a new folder");
}

}  // namespace

Result<RestoreReport> restore_backup(const RestoreOptions& options, const ledger::Clock& clock) {
  LEDGER_ASSIGN(const BackupManifest manifest, load_manifest(options.from));
  bool restored = false;
  LEDGER_TRY(check_target(options, manifest, restored));
  LEDGER_TRY(verify_backup(options.from, manifest));
  if (!restored) LEDGER_TRY(copy_backup(options, manifest));

  DataFolder folder = options.to;
  folder.anchor = data_folder(folder.root).anchor;
  RestoreReport report;
  Status mirror_failure;
  std::unique_ptr<Mirror> mirror;
  if (options.mirror.given()) mirror_failure = use_mirror(options, folder, mirror, report);

  LEDGER_ASSIGN(const ReadOnlyStore store, open_store_read_only(folder));
  LEDGER_ASSIGN(const auto inspected, ledger::inspect_log(*store.kv, manifest.origin));
  const ledger::LogHead& head = inspected.head;
  const auto signature = verify_entries(*store.kv, store.identity, head);
  if (!signature.ok()) return half_put_back(mirror_failure, signature.status());

  report.origin = store.identity.origin;
  report.size = head.size;
  report.anchor = folder.anchor;
  LEDGER_ASSIGN(report.disclosures_lost, find_lost(*store.kv, head));
  report.held_back = mirror_failure;
  if (!options.anchor.empty()) {
    report.held_back = judge_live_anchor(options.anchor, store.identity, head);
    if (report.held_back.ok()) report.anchor = options.anchor;
    // Why the anchor still finds entries missing.
    if (!report.held_back.ok() && !mirror_failure.ok()) report.held_back = mirror_failure;
  } else if (mirror) {
    if (report.held_back.ok()) report.held_back = judge_mirror(*mirror, *store.kv, head);
    if (report.held_back.ok()) {
      LEDGER_TRY(claim_backup(options, clock));
      LEDGER_TRY(make_live_anchor(options, store.identity, head, *signature, clock));
    }
  } else if (report.held_back.ok()) {
    report.held_back = ledger::data_loss("anchor.backup", "nothing shows yet that this backup is the newest");
  }
  report.may_write = report.held_back.ok();
  return report;
}

}  // namespace ops
