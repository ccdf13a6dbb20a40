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
#include "ledger/merkle/checkpoint.h"
#include "ledger/merkle/note.h"
#include "ledger/merkle/proof.h"
#include "ledger/merkle/tile.h"
#include "ledger/merkle/verify.h"
#include "ledger/store/directory_sync.h"
#include "ledger/store/tile_store.h"
#include "ops/backup.h"
#include "ops/backup_manifest.h"
#include "ops/store_opening.h"
#include "security/note_verifier.h"

namespace ops {
namespace {

namespace fs = std::filesystem;
namespace merkle = ledger::merkle;
using ledger::Result;
using ledger::Status;

std::string positions(ledger::TreeSize from, ledger::TreeSize to) {
  const std::string last = std::to_string(ledger::last_position(to).value);
  return to.value - from.value == 1 ? "position " + last
                                    : "positions " + std::to_string(from.value) + " to " + last;
}

// A mirror as it lies on disk: the paths are those of tlog-tiles.
class FolderTiles final : public merkle::TileSource {
 public:
  FolderTiles(std::string folder, ledger::TreeSize size) : folder_(std::move(folder)), size_(size) {}
  Result<ledger::Bytes> tile(unsigned level, std::uint64_t index, unsigned width) const override {
    const auto widest = merkle::widest_tile(level, index, size_);
    if (!widest) return ledger::data_loss("restore.mirror_incomplete", "the mirror's tree has no such tile");
    const std::string path = folder_ + "/" + merkle::format_tile_path(*widest);
    auto bytes = read_file(path, merkle::kTileBytes);
    if (!bytes.ok()) {
      return ledger::data_loss("restore.mirror_incomplete", "the mirror lacks " + path)
          .want("all tiles of its checkpoint");
    }
    LEDGER_TRY(merkle::check_tile_bytes(*bytes, width));
    return *std::move(bytes);
  }

 private:
  const std::string folder_;
  const ledger::TreeSize size_;
};

Result<merkle::Checkpoint> mirror_checkpoint(const std::string& tiles, const LedgerIdentity& identity) {
  LEDGER_ASSIGN(const std::string text, read_file(tiles + "/checkpoint", merkle::kNoteBytesMax));
  LEDGER_ASSIGN(const auto note, merkle::parse_note(text));
  LEDGER_ASSIGN(const auto key, security::Ed25519NoteVerifier::parse(identity.log_vkey));
  const merkle::NoteVerifier* const known[] = {&key};
  LEDGER_TRY(merkle::verify_note(note, known).status());
  LEDGER_ASSIGN(auto checkpoint, merkle::parse_checkpoint(note.text));
  if (checkpoint.origin != identity.origin) {
    return ledger::data_loss("restore.mirror_differs", "the mirror is of the ledger " + checkpoint.origin)
        .want(identity.origin);
  }
  return checkpoint;
}

Status differs(ledger::TreeSize size) {
  return ledger::data_loss("restore.mirror_differs",
                           "mirror and backup hold two histories: their trees differ at or before size " +
                               std::to_string(size.value));
}

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

}  // namespace

Status judge_mirror(const std::string& tiles, const LedgerIdentity& identity, const ledger::KvReader& reader,
                    const ledger::LogHead& head) {
  LEDGER_ASSIGN(const merkle::Checkpoint shown, mirror_checkpoint(tiles, identity));
  const bool ahead = head.size < shown.size;
  const FolderTiles folder(tiles, shown.size);
  const ledger::KvTileSource own(reader);
  const merkle::TileNodeReader mirrored(folder);
  const merkle::TileNodeReader stored(own);
  if (shown.size == head.size) {
    // Its tiles too: a checkpoint alone shows a head, not that the mirror holds the tree.
    LEDGER_ASSIGN(const ledger::Hash32 root, merkle::root_at(shown.size, mirrored));
    return shown.root == head.root && root == head.root ? Status() : differs(head.size);
  }
  const ledger::TreeSize shorter = std::min(head.size, shown.size);
  LEDGER_ASSIGN(const merkle::Proof proof,
                merkle::consistency_proof(shorter, std::max(head.size, shown.size),
                                          ahead ? static_cast<const merkle::NodeReader&>(mirrored) : stored));
  const Status prefix = ahead
                            ? merkle::verify_consistency(head.size, shown.size, head.root, shown.root, proof)
                            : merkle::verify_consistency(shown.size, head.size, shown.root, head.root, proof);
  if (!prefix.ok()) return differs(shorter);
  if (ahead) {
    return ledger::data_loss("restore.mirror_ahead", "the backup is a prefix of the mirror: it holds " +
                                                         std::to_string(head.size.value) +
                                                         " entries, the mirror proves " +
                                                         std::to_string(shown.size.value) + ": " +
                                                         positions(head.size, shown.size) + " missing");
  }
  return ledger::data_loss("restore.mirror_behind", "the mirror proves " + std::to_string(shown.size.value) +
                                                        " entries, the backup holds " +
                                                        std::to_string(head.size.value) +
                                                        ": the mirror can't say whether more existed");
}

Result<RestoreReport> restore_backup(const RestoreOptions& options, const ledger::Clock& clock) {
  LEDGER_ASSIGN(const BackupManifest manifest, load_manifest(options.from));
  bool restored = false;
  LEDGER_TRY(check_target(options, manifest, restored));
  LEDGER_TRY(verify_backup(options.from, manifest));
  if (!restored) LEDGER_TRY(copy_backup(options, manifest));

  DataFolder folder = options.to;
  folder.anchor = data_folder(folder.root).anchor;
  LEDGER_ASSIGN(const ReadOnlyStore store, open_store_read_only(folder));
  LEDGER_ASSIGN(const auto inspected, ledger::inspect_log(*store.kv, manifest.origin));
  const ledger::LogHead& head = inspected.head;
  LEDGER_ASSIGN(const ledger::Bytes signature, verify_entries(*store.kv, store.identity, head));

  RestoreReport report;
  report.origin = store.identity.origin;
  report.size = head.size;
  report.anchor = folder.anchor;
  LEDGER_ASSIGN(report.disclosures_lost, find_lost(*store.kv, head));
  if (!options.anchor.empty()) {
    report.held_back = judge_live_anchor(options.anchor, store.identity, head);
    if (report.held_back.ok()) report.anchor = options.anchor;
  } else if (!options.tiles.empty()) {
    report.held_back = judge_mirror(options.tiles, store.identity, *store.kv, head);
    if (report.held_back.ok()) {
      LEDGER_TRY(claim_backup(options, clock));
      LEDGER_TRY(make_live_anchor(options, store.identity, head, signature, clock));
    }
  } else {
    report.held_back = ledger::data_loss("anchor.backup", "nothing shows yet that this backup is the newest");
  }
  report.may_write = report.held_back.ok();
  return report;
}

}  // namespace ops
