#include "ops/backup.h"

#include <algorithm>
#include <filesystem>
#include <memory>
#include <sys/stat.h>

#include "ledger/base/sha256.h"
#include "ledger/base/time.h"
#include "ledger/journal/recovery.h"
#include "ledger/merkle/compact_range.h"
#include "ledger/merkle/hash.h"
#include "ledger/merkle/note.h"
#include "ledger/store/directory_sync.h"
#include "ledger/store/kv_copy.h"
#include "ledger/store/rocks_kv.h"
#include "ops/backup_manifest.h"
#include "ops/store_opening.h"
#include "security/medium.h"
#include "security/note_verifier.h"

namespace ops {
namespace {

namespace fs = std::filesystem;
using ledger::Result;
using ledger::Status;

// Whether `inner` is `outer` or lies in it, as far as the file system can tell.
bool lies_in(const std::string& inner, const std::string& outer) {
  std::error_code error;
  const fs::path in = fs::weakly_canonical(inner, error);
  const fs::path out = fs::weakly_canonical(outer, error);
  const fs::path relative = in.lexically_relative(out);
  return !relative.empty() && *relative.begin() != "..";
}

Status check_places(const BackupOptions& options) {
  if (lies_in(options.to, options.folder.root) || lies_in(options.folder.root, options.to)) {
    return ledger::invalid("backup.place", "a backup inside the ledger's own folder is lost together with it")
        .want("--to a folder outside " + options.folder.root + ", best on another disk");
  }
  if (!options.keys.empty() && (lies_in(options.keys, options.to) || lies_in(options.to, options.keys) ||
                                lies_in(options.keys, options.folder.root))) {
    return ledger::invalid("backup.place", "a keyring must not lie beside what it unlocks")
        .want("--keys a folder that is neither in the backup nor in the ledger's folder");
  }
  std::error_code error;
  if (fs::exists(options.to, error) && !fs::is_empty(options.to, error)) {
    return ledger::already_exists("backup.exists", options.to + " is not empty");
  }
  return Status();
}

// What recovery would refuse must not become a backup that looks whole. Beside a server the anchor was read
// before the store, so it may only lag.
Status check_anchor(const ReadOnlyStore& store, const ledger::LogHead& head) {
  if (!store.anchor) {
    return ledger::data_loss("anchor.missing", "the head anchor can't be read; run `daicho doctor`");
  }
  if (!store.live) {
    return ledger::judge_anchor(*store.anchor, head, ledger::sha256(store.identity.origin)).reason;
  }
  if (store.anchor->newest && head.size < store.anchor->newest->head.size) {
    return ledger::data_loss("anchor.store_behind", "the store holds less than its anchor proves");
  }
  return Status();
}

ledger::RocksKvOptions copy_options(const std::string& to) {
  ledger::RocksKvOptions options;
  options.path = data_folder(to).database();
  options.families = ledger::ledger_family_names();
  return options;
}

Status copy_database(const ledger::Kv& from, const std::string& to) {
  ledger::RocksKvOptions options = copy_options(to);
  options.create_if_missing = options.error_if_exists = true;
  LEDGER_ASSIGN(const auto kv, ledger::open_rocks_kv(options));
  return ledger::copy_rows(from, ledger::kLedgerFamilyCount, *kv);
}

// Read back through a database opened anew: what counts is what lies on the disk.
Result<ledger::Bytes> verify_copy(const std::string& to, const LedgerIdentity& identity,
                                  const ledger::LogHead& head) {
  ledger::RocksKvOptions options = copy_options(to);
  options.read_only = true;
  LEDGER_ASSIGN(const auto kv, ledger::open_rocks_kv(options));
  LEDGER_TRY(kv->verify_checksums());
  LEDGER_ASSIGN(const auto copied, ledger::inspect_log(*kv, identity.origin));
  if (copied.head != head) {
    return ledger::data_loss("backup.damaged", "the copy shows another head than its source");
  }
  return verify_entries(*kv, identity, head);
}

Status write_backup_anchor(const std::string& to, const LedgerIdentity& identity, const ledger::LogHead& head,
                           ledger::Bytes signature, const ledger::Clock& clock) {
  LEDGER_ASSIGN(const auto anchor, ledger::HeadAnchor::create(data_folder(to).anchor));
  ledger::AnchorRecord record;
  record.kind = ledger::AnchorKind::kBackup;
  record.origin_hash = ledger::sha256(identity.origin);
  record.head = head;
  record.time = clock.now();
  record.signature = std::move(signature);
  return anchor->write(std::move(record));
}

Result<std::size_t> copy_keyring(const security::Medium& from, const std::string& keys) {
  LEDGER_ASSIGN(const auto to, security::Medium::open(keys));
  LEDGER_ASSIGN(const auto names, from.list());
  for (const std::string& name : names) {
    LEDGER_ASSIGN(const auto bytes, from.read(name));
    if (!bytes) return ledger::unavailable("keyring.io", from.directory() + "/" + name + " went away");
    LEDGER_TRY(to->create(name, *bytes));
    LEDGER_ASSIGN(const auto again, to->read(name));
    if (again != bytes) {
      return ledger::data_loss("backup.damaged",
                               std::string(keys).append("/").append(name).append(" reads back differently"));
    }
  }
  return names.size();
}

Result<std::size_t> seal_backup(const BackupOptions& options, const LedgerIdentity& identity,
                                const ledger::LogHead& head, const ledger::Clock& clock) {
  LEDGER_TRY(write_new_file(data_folder(options.to).identity_file(), write_identity(identity)));
  BackupManifest manifest;
  manifest.origin = identity.origin;
  manifest.size = head.size;
  manifest.root = ledger::to_hex(ledger::view_of(head.root));
  manifest.made_at = ledger::format_recorded_at(clock.now());
  LEDGER_ASSIGN(manifest.files, list_backup_files(options.to));
  LEDGER_TRY(write_new_file(options.to + "/" + std::string(kManifestName), write_manifest(manifest)));
  LEDGER_TRY(ledger::sync_directory(options.to));
  LEDGER_TRY(ledger::sync_directory(ledger::parent_directory(options.to)));
  LEDGER_TRY(verify_backup(options.to, manifest));
  return manifest.files.size();
}

}  // namespace

Result<ledger::Bytes> verify_entries(const ledger::Kv& kv, const LedgerIdentity& identity,
                                     const ledger::LogHead& head) {
  ledger::merkle::CompactRange tree;
  LEDGER_TRY(ledger::read_entries(kv, ledger::Position(0), head.size.value,
                                  [&](ledger::Position, std::string_view text) {
                                    tree.append_leaf(ledger::merkle::leaf_hash(text));
                                    return true;
                                  }));
  if (head.size.value > 0 && tree.root() != head.root) {
    return ledger::data_loss("backup.damaged", "the entries give another root than the head");
  }
  LEDGER_ASSIGN(const auto view, ledger::open_view(kv, head));
  if (head.size.value == 0) return ledger::Bytes();
  LEDGER_ASSIGN(const auto note, ledger::merkle::parse_note(view->checkpoint));
  LEDGER_ASSIGN(const auto key, security::Ed25519NoteVerifier::parse(identity.log_vkey));
  const ledger::merkle::NoteVerifier* const known[] = {&key};
  LEDGER_TRY(ledger::merkle::verify_note(note, known).status());
  const auto ours = std::find_if(note.signatures.begin(), note.signatures.end(), [&](const auto& line) {
    return line.name == key.name() && line.key_id == key.key_id();
  });
  return ours->blob;
}

Result<BackupReport> make_backup(const BackupOptions& options, const ledger::Clock& clock) {
  LEDGER_TRY(check_places(options));
  // Held from here on: no erasure may rewrite a ring while it is copied.
  std::unique_ptr<security::Medium> keyring;
  if (!options.keys.empty()) {
    LEDGER_ASSIGN(keyring, security::Medium::open(options.folder.keyring));
  }
  LEDGER_ASSIGN(const ReadOnlyStore store, open_store_read_only(options.folder));
  LEDGER_ASSIGN(const auto inspected, ledger::inspect_log(*store.kv, store.identity.origin));
  const ledger::LogHead& head = inspected.head;
  LEDGER_TRY(check_anchor(store, head));
  LEDGER_TRY(make_directory(options.to));
  ::chmod(options.to.c_str(), 0700);
  LEDGER_TRY(copy_database(*store.kv, options.to));
  LEDGER_ASSIGN(ledger::Bytes signature, verify_copy(options.to, store.identity, head));
  LEDGER_TRY(write_backup_anchor(options.to, store.identity, head, std::move(signature), clock));
  BackupReport report;
  // Behind the database, never before it: every key of a copied row is in the ring by then.
  if (keyring) {
    LEDGER_ASSIGN(report.keyring_files_count, copy_keyring(*keyring, options.keys));
  }
  LEDGER_ASSIGN(report.files_count, seal_backup(options, store.identity, head, clock));
  report.origin = store.identity.origin;
  report.size = head.size;
  report.root = head.root;
  report.beside_server = store.live;
  return report;
}

}  // namespace ops
