// Store opening: the database, its log store and the head anchor of one data folder, opened together or not
// at all.
//
// Place in the flow: used by serve and init (writing) and by audit and rebuild (reading). Ownership: the
// bundle owns its parts, destroyed in reverse order. Threads: opened by one, then as its parts say.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "ledger/journal/signer.h"
#include "ledger/store/head_anchor.h"
#include "ledger/store/kv_log_store.h"
#include "ops/data_folder.h"

namespace ops {

struct OpenedStore {
  LedgerIdentity identity;
  std::unique_ptr<ledger::Kv> kv;
  std::unique_ptr<ledger::KvLogStore> log;
  std::unique_ptr<ledger::HeadAnchor> anchor;
};

// Creates the folders and an empty store and ring. already_exists when any part is there.
ledger::Result<OpenedStore> create_store(const DataFolder& folder, const LedgerIdentity& identity);
// Opens for writing what recovery will take. RocksDB changes files as soon as it opens them for writing, so
// everything is judged on a database opened for reading first, with the anchor held: a refused start leaves
// every byte as it was. `also` may refuse for reasons of its own, on the same reading database. unavailable
// anchor.locked | store.locked: a second instance; the reasons of ledger::judge_ledger.
using StoreCheck = std::function<ledger::Status(const ledger::KvReader& reader)>;
ledger::Result<OpenedStore> open_store(const DataFolder& folder, const ledger::CheckpointSigner& signer,
                                       const StoreCheck& also = nullptr);
// Opens the database read-only, beside a running server if need be. The anchor is scanned, not held; nullopt
// when it can't be read.
struct ReadOnlyStore {
  LedgerIdentity identity;
  std::unique_ptr<ledger::Kv> kv;
  std::optional<ledger::AnchorScan> anchor;
  bool live = false;  // a server holds the ledger open at this moment
};
ledger::Result<ReadOnlyStore> open_store_read_only(const DataFolder& folder);

// not_found ledger.missing; failed_precondition ledger.half_founded; those of parse_identity.
ledger::Result<LedgerIdentity> load_identity(const DataFolder& folder);
// What is said of a folder with a founding_file and without an identity_file.
ledger::Status half_founded(const DataFolder& folder);

}  // namespace ops
