#include "ops/store_opening.h"

#include <filesystem>

#include "ledger/base/sha256.h"
#include "ledger/journal/recovery.h"
#include "ledger/store/rocks_kv.h"

namespace ops {
namespace {

ledger::RocksKvOptions database_options(const DataFolder& folder) {
  ledger::RocksKvOptions options;
  options.path = folder.database();
  options.families = ledger::ledger_family_names();
  return options;
}

ledger::Status judge_before_writing(const DataFolder& folder, const ledger::HeadAnchor& anchor,
                                    const ledger::CheckpointSigner& signer, const StoreCheck& also) {
  ledger::RocksKvOptions options = database_options(folder);
  options.read_only = true;
  LEDGER_ASSIGN(const auto kv, ledger::open_rocks_kv(options));
  LEDGER_TRY(ledger::judge_ledger(*kv, anchor.scan(), signer).status());
  return also ? also(*kv) : ledger::Status();
}

}  // namespace

ledger::Status half_founded(const DataFolder& folder) {
  return ledger::forbidden_by_rule("ledger.half_founded",
                                   folder.root + " holds a ledger whose founding did not end (" +
                                       folder.founding_file() + " is there, ledger.json is not)")
      .want(
          "when no `daicho init` is running: remove this folder, and the ledger's anchor, keyring and "
          "secrets folders if they lie elsewhere, then found it again; none of its events was ever "
          "acknowledged");
}

ledger::Result<LedgerIdentity> load_identity(const DataFolder& folder) {
  auto text = read_file(folder.identity_file());
  if (!text.ok()) {
    std::error_code error;
    if (std::filesystem::exists(folder.founding_file(), error)) return half_founded(folder);
    return ledger::not_found("ledger.missing", folder.root + " holds no ledger (no ledger.json)")
        .want("a folder made by `daicho init`");
  }
  return parse_identity(*text);
}

ledger::Result<OpenedStore> create_store(const DataFolder& folder, const LedgerIdentity& identity) {
  OpenedStore opened;
  opened.identity = identity;
  ledger::RocksKvOptions options = database_options(folder);
  options.create_if_missing = true;
  options.error_if_exists = true;
  LEDGER_ASSIGN(opened.kv, ledger::open_rocks_kv(options));
  opened.log = std::make_unique<ledger::KvLogStore>(*opened.kv, identity.origin);
  LEDGER_TRY(opened.log->create());
  LEDGER_ASSIGN(opened.anchor, ledger::HeadAnchor::create(folder.anchor));
  // From here on a ring without a record is one that somebody made anew.
  LEDGER_TRY(opened.anchor->write(ledger::empty_tree_record(ledger::sha256(identity.origin))));
  return opened;
}

ledger::Result<OpenedStore> open_store(const DataFolder& folder, const ledger::CheckpointSigner& signer,
                                       const StoreCheck& also) {
  OpenedStore opened;
  LEDGER_ASSIGN(opened.identity, load_identity(folder));
  LEDGER_ASSIGN(opened.anchor, ledger::HeadAnchor::open(folder.anchor));
  LEDGER_TRY(judge_before_writing(folder, *opened.anchor, signer, also));
  LEDGER_ASSIGN(opened.kv, ledger::open_rocks_kv(database_options(folder)));
  opened.log = std::make_unique<ledger::KvLogStore>(*opened.kv, opened.identity.origin);
  return opened;
}

ledger::Result<ReadOnlyStore> open_store_read_only(const DataFolder& folder) {
  ReadOnlyStore opened;
  LEDGER_ASSIGN(opened.identity, load_identity(folder));
  // The anchor first: it may only lag behind a database that is being written, never run ahead of it.
  const auto held = ledger::HeadAnchor::open(folder.anchor);
  opened.live = !held.ok() && held.status().reason() == "anchor.locked";
  if (held.ok()) {
    opened.anchor = (*held)->scan();
  } else if (const auto scan = ledger::read_anchor(folder.anchor); scan.ok()) {
    opened.anchor = *scan;
  }
  ledger::RocksKvOptions options = database_options(folder);
  options.read_only = true;
  LEDGER_ASSIGN(opened.kv, ledger::open_rocks_kv(options));
  return opened;
}

}  // namespace ops
