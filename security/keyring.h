// Keyring: the data keys of all subjects, one ring per scope, in a directory that shares no file with what it
// unlocks.
//
// Place in the flow: under the vault. Order, always: keyring → database → anchor → publish → answer; so a key
// is on every configured medium before the first event that it seals. Keys are made ahead in pools (two syncs
// per batch: records, then their commit), so a new subject costs no sync of its own.
//
// One key never serves two subjects. Assignments (subject, scope) → key name are stored in the ledger's
// vault, in the batch of the event that needed them, never here. Until a handed-out key is stored it is held
// in memory as pending: asked again, the same subject gets the same key. After a restart nobody can tell an
// unused pool key from one that was handed out and not stored, so pools live for one run: keys left over from
// an earlier run are never handed out. (A durable mark per hand-out would cost a sync per new subject.) Waste
// per run and scope: at most 64 keys, and at most 8 + twice the number used, 128 bytes each; batches start at
// 8 and double.
//
// Memory: about 200 bytes per key in the rings, plus bounded caches. Ownership: borrows media, encryptor and
// assignments, which must outlive it. Threads: every function from any thread; no lock is held during I/O.
// A write whose outcome is unknown closes the keyring: it makes no more keys (keyring.unavailable) until it
// is opened again, and says so once through the hook; keys at hand still work. A write for which there was no
// room (keyring.exhausted) changed nothing and is made again by the next call that needs it, or by retry().
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "ledger/base/mutex.h"
#include "ledger/base/status.h"
#include "security/data_keys.h"
#include "security/erasure.h"
#include "security/key_cache.h"
#include "security/key_encryptor.h"
#include "security/medium.h"

namespace security {

// The stored assignments: rows of the ledger's vault. Callable from any thread; later answers reflect later
// views.
class AssignmentSource {
 public:
  virtual ~AssignmentSource() = default;
  // Key name of (subject, scope); nullopt: none stored. Errors of the store.
  virtual ledger::Result<std::optional<ledger::Bytes>> find(std::string_view subject,
                                                            std::string_view scope) const = 0;
};

struct KeyringLimits {
  std::size_t pool_keys_min = 8;
  std::size_t pool_keys_max = 64;
  std::size_t cached_keys_max = 4096;
  std::size_t pending_max = 65536;  // handed out and not yet stored
  std::size_t scopes_max = 1024;
  std::size_t stored_max = 32768;  // stored assignments remembered; beyond that all are asked for again
};

struct AssignedKey {
  KeyName name;
  std::shared_ptr<const DataKeys> keys;
};

class Keyring {
 public:
  // Reads every ring on every medium, drops torn tails (never used, see ring_file.h), brings a medium that is
  // behind up to date and carries an interrupted erasure to its end. data_loss keyring.corrupt |
  // keyring.diverged | keyring.ring_missing | keyring.kek_missing; unavailable keyring.io. Over media opened
  // read-only nothing is repaired: torn tails are passed over, an interrupted erasure is refused with
  // unavailable keyring.read_only, since its keys must open nothing any more.
  static ledger::Result<std::unique_ptr<Keyring>> open(const Media& media, KeyEncryptor& encryptor,
                                                       const AssignmentSource& assignments,
                                                       KeyringLimits limits = {});

  // Called once, by the thread whose write failed, without a lock held. Set before other threads come.
  void on_failure(std::function<void(const ledger::Status&)> hook) { on_failure_ = std::move(hook); }
  // False from a failed write until a later one holds.
  bool writable() const LEDGER_EXCLUDES(mutex_);
  // Makes the write again for which there was no room; ok when there is none to make. As assign.
  ledger::Status retry() LEDGER_EXCLUDES(mutex_);

  // The key of (subject, scope); a new subject's key is durable when this returns. `scope` is a segment that
  // does not begin with a dot. failed_precondition subject.erased; data_loss keyring.key_missing |
  // keyring.corrupt; invalid_argument keyring.scope; resource_exhausted keyring.scopes | keyring.pending;
  // unavailable keyring.unavailable | keyring.io | keyring.exhausted; errors of the assignments.
  ledger::Result<AssignedKey> assign(std::string_view subject, std::string_view scope)
      LEDGER_EXCLUDES(mutex_);

  // not_found keyring.erased: destroyed by an order; data_loss keyring.key_missing: no ring ever held it, or
  // a ring was cut; data_loss keyring.corrupt; unavailable.
  ledger::Result<std::shared_ptr<const DataKeys>> find(const KeyName& name) LEDGER_EXCLUDES(mutex_);

  // For the check at start: every stored assignment's key must be here or destroyed by order. data_loss
  // keyring.key_missing.
  ledger::Status check_known(const KeyName& name) const LEDGER_EXCLUDES(mutex_);

  // Destroys the keys for good (erasure.h); names that are destroyed already are passed over. When it fails
  // half-way, the next open carries it to the end. not_found keyring.key_missing (nothing was begun); those
  // of Erasure.
  ledger::Result<ErasureReport> destroy_keys(const ErasureOrder& order, const StepHook& hook = {})
      LEDGER_EXCLUDES(mutex_);
  // Gives a scope a new KEK and a new ring with the same keys. not_found keyring.ring_missing; as
  // destroy_keys.
  ledger::Result<ErasureReport> renew_kek(const ledger::EventId& order, const std::string& scope)
      LEDGER_EXCLUDES(mutex_);

  // What open() had to finish or repair, for the diagnostics: an interrupted erasure, dropped or copied
  // bytes.
  struct OpenReport {
    std::optional<ErasureReport> erasure;
    std::vector<std::string> repairs;  // one line each
  };
  const OpenReport& open_report() const { return open_report_; }
  std::size_t key_count() const LEDGER_EXCLUDES(mutex_);

 private:
  struct Scope {
    KekGeneration generation;
    ledger::Bytes ring_id;
    std::uint64_t records = 0;
    std::size_t next_batch = 0;
    std::vector<KeyName> pool;  // made in this run, not handed out
  };
  struct Entry {
    const std::pair<const std::string, Scope>* scope = nullptr;  // node of scopes_
    bool erased = false;
    ledger::Bytes wrapped;
  };
  struct Batch {
    std::vector<RingKey> keys;
    ledger::Bytes records, commit;
  };
  class WriteTurn;

  Keyring(const Media& media, KeyEncryptor& encryptor, const AssignmentSource& assignments,
          KeyringLimits limits);
  ledger::Status load_rings() LEDGER_EXCLUDES(mutex_);
  ledger::Result<Ring> align_ring(const std::string& scope);
  ledger::Result<ErasureReport> carry_out(const ErasurePlan& plan, const StepHook& hook)
      LEDGER_EXCLUDES(mutex_);
  ledger::Status adopt(const std::string& scope, Ring ring) LEDGER_EXCLUDES(mutex_);
  ledger::Result<ErasurePlan> plan_for(const ErasureOrder& order) const LEDGER_EXCLUDES(mutex_);
  ledger::Result<AssignedKey> with_keys(const KeyName& name) LEDGER_EXCLUDES(mutex_);
  void remember_stored(const std::string& pair, const KeyName& name) LEDGER_EXCLUDES(mutex_);
  ledger::Status sweep_pending() LEDGER_EXCLUDES(mutex_);
  ledger::Status refill(const std::string& scope) LEDGER_EXCLUDES(mutex_);
  ledger::Result<Batch> make_batch(const std::string& scope, KekGeneration generation,
                                   ledger::ByteView ring_id, std::uint64_t first_index, std::size_t count);
  ledger::Status start_ring(const std::string& scope) LEDGER_EXCLUDES(mutex_);
  ledger::Status extend_ring(const std::string& scope, Scope state) LEDGER_EXCLUDES(mutex_);
  ledger::Status noting(const std::string& scope, ledger::Status status) LEDGER_EXCLUDES(mutex_);
  ledger::Status failed(ledger::Status status) LEDGER_EXCLUDES(mutex_);
  void publish(const std::string& scope, Scope state, Batch batch) LEDGER_EXCLUDES(mutex_);

  const Media& media_;
  KeyEncryptor& encryptor_;
  const AssignmentSource& assignments_;
  const KeyringLimits limits_;
  OpenReport open_report_;  // set by open, then constant
  std::function<void(const ledger::Status&)> on_failure_;

  mutable ledger::Mutex mutex_;
  ledger::CondVar idle_;
  bool writing_ LEDGER_GUARDED_BY(mutex_) = false;
  bool failed_ LEDGER_GUARDED_BY(mutex_) = false;
  std::optional<std::string> starved_ LEDGER_GUARDED_BY(mutex_);  // scope whose last write had no room
  std::map<std::string, Scope, std::less<>> scopes_ LEDGER_GUARDED_BY(mutex_);
  std::unordered_map<KeyName, Entry, KeyNameHasher> index_ LEDGER_GUARDED_BY(mutex_);
  std::unordered_map<std::string, KeyName> pending_ LEDGER_GUARDED_BY(mutex_);  // subject ‖ 0x00 ‖ scope
  // What the assignments answered: a pair's key never changes once it is stored. Same keys as pending_.
  std::unordered_map<std::string, KeyName> stored_ LEDGER_GUARDED_BY(mutex_);
  std::uint64_t sweeps_ LEDGER_GUARDED_BY(mutex_) = 0;
  KeyCache cache_ LEDGER_GUARDED_BY(mutex_);
};

}  // namespace security
