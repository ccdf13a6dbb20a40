// FileKeyEncryptor: key-encryption keys as files beside the rings, wrapped by one master secret.
//
// The master secret is 32 bytes from a file of mode 0600 (or a credential that systemd hands over, which is a
// path too), or it is derived from a passphrase by scrypt with the salt and cost in the file
// `keyring.master`. That file also tells a wrong secret at once. Per scope the wrapping key is
// HKDF-SHA-256(master, salt = keyring id, info = "daicho kek" ‖ scope), so that no two scopes share one.
// Files, 128 bytes each:
//
//   keyring.master         "DAIMAST1" ‖ u8 kind ‖ u8 log2 n ‖ u8 r ‖ u8 p ‖ keyring id 16 ‖ salt 16 ‖ check
//   44 ‖ zeros <scope>.<number>.kek   "DAIKEKS1" ‖ u64 generation ‖ keyring id 16 ‖ wrapped KEK 60 ‖ zeros
//
// Ownership: borrows the media; unwrapped KEKs stay in wiped memory, one per scope and generation in use.
// Threads: wrap and unwrap from any; create and destroy from one at a time.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>

#include "ledger/base/mutex.h"
#include "security/kdf.h"
#include "security/key_encryptor.h"
#include "security/medium.h"

namespace security {

struct MasterSecret {
  enum class Kind : std::uint8_t { kBytes = 1, kPassphrase = 2 };
  Kind kind = Kind::kBytes;
  Secret secret;
  ScryptCost cost{};  // of a keyring that is made now; an existing one keeps its own
};

// 32 raw bytes that only their owner may read. not_found master.missing; failed_precondition
// master.permissions; invalid_argument master.size; unavailable master.io.
ledger::Result<MasterSecret> read_master_secret(const std::string& path);

class FileKeyEncryptor final : public KeyEncryptor {
 public:
  // Opens the keyring of `media`, or makes one when the directory holds no file of a keyring yet.
  // unauthenticated keyring.wrong_secret; data_loss keyring.corrupt | keyring.diverged |
  // keyring.master_missing; invalid_argument kdf.*; unavailable keyring.io.
  static ledger::Result<std::unique_ptr<FileKeyEncryptor>> open(const Media& media,
                                                                const MasterSecret& master);

  ledger::Status create_kek(std::string_view scope, KekGeneration generation) override
      LEDGER_EXCLUDES(mutex_);
  ledger::Status destroy_kek(std::string_view scope, KekGeneration generation) override
      LEDGER_EXCLUDES(mutex_);
  ledger::Result<ledger::Bytes> wrap(std::string_view scope, KekGeneration generation,
                                     ledger::ByteView associated, ledger::ByteView plain) override
      LEDGER_EXCLUDES(mutex_);
  ledger::Result<Secret> unwrap(std::string_view scope, KekGeneration generation, ledger::ByteView associated,
                                ledger::ByteView wrapped) override LEDGER_EXCLUDES(mutex_);

  // File name of a KEK, for messages and tests.
  static std::string kek_file_name(std::string_view scope, KekGeneration generation);

 private:
  using Name = std::pair<std::string, std::uint64_t>;  // scope, generation
  FileKeyEncryptor(const Media& media, ledger::Bytes keyring_id, Secret master)
      : media_(media), keyring_id_(std::move(keyring_id)), master_(std::move(master)) {}
  ledger::Result<std::shared_ptr<const Secret>> load(std::string_view scope, KekGeneration generation)
      LEDGER_EXCLUDES(mutex_);
  ledger::Result<Secret> wrapping_key(std::string_view scope) const;

  const Media& media_;
  const ledger::Bytes keyring_id_;
  const Secret master_;
  ledger::Mutex mutex_;
  std::map<Name, std::shared_ptr<const Secret>> keks_ LEDGER_GUARDED_BY(mutex_);
  // A thread that read a KEK just before its destruction must not put it back.
  std::set<Name> destroyed_ LEDGER_GUARDED_BY(mutex_);
};

}  // namespace security
