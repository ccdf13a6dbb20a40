// Backup: a verified copy of a ledger that can be read and restored, but never writes by itself.
//
// Place in the flow: `daicho backup`, offline or beside a running server: the database is opened read-only
// as it is at one instant and copied row by row, then read back, its root recomputed from the copied entries
// and compared with the signed checkpoint. The copy's anchor is a fresh ring with one record of kind backup.
// Keys are never in it: the keyring is copied on request into a folder that is neither in the backup nor in
// the ledger's (a keyring beside what it unlocks protects nothing); private keys and the keyring's master
// secret are not copied at all. Durability: when it answers ok everything is synced, the manifest last.
#pragma once

#include <string>

#include "ledger/base/clock.h"
#include "ledger/base/status.h"
#include "ledger/base/types.h"
#include "ledger/store/log_store.h"
#include "ops/data_folder.h"

namespace ops {

struct BackupOptions {
  DataFolder folder;
  std::string to;    // must not exist yet, or be empty
  std::string keys;  // where the keyring goes; empty: it is not copied
};

struct BackupReport {
  std::string origin;
  ledger::TreeSize size;
  ledger::Hash32 root{};
  std::size_t files_count = 0;
  std::size_t keyring_files_count = 0;
  bool beside_server = false;
};

// already_exists backup.exists; invalid_argument backup.place; data_loss anchor.* (a ledger that recovery
// would refuse is not backed up as if it were whole) | store.* | backup.damaged (the copy reads back
// differently); unavailable keyring.locked (the keyring of a running server: stop it, or give it a second
// medium).
ledger::Result<BackupReport> make_backup(const BackupOptions& options, const ledger::Clock& clock);

// Root of the head recomputed from the stored entries, and its checkpoint verified under the log's key; gives
// the log's signature, as an anchor's record holds it (empty for an empty ledger). data_loss backup.damaged |
// store.* | recovery.checkpoint.
ledger::Result<ledger::Bytes> verify_entries(const ledger::Kv& kv, const LedgerIdentity& identity,
                                             const ledger::LogHead& head);

}  // namespace ops
