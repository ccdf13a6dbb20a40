// Medium: one directory of small durable files; Media: the keyring's directory and its optional second
// medium.
//
// Place in the flow: under the keyring and its key-encryption keys, nowhere else. Every function that writes
// has synced file and directory when it answers ok. After keyring.io the outcome is unknown and the caller
// must not go on writing (a failed sync is never repeated). keyring.exhausted (read, create and write_at
// only) says that there was no room or no descriptor: nothing was synced, what stood under the name still
// stands, and the same call may come again. Media writes the primary first, then the second medium, and
// answers ok only when both hold the bytes; once the primary holds them, every failure is keyring.io.
// Ownership: a Medium holds the directory open and locked for its lifetime. Threads: one at a time; the
// keyring serialises.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/bytes.h"
#include "ledger/base/status.h"

namespace security {

// A ring of ten million keys is 1.3 GB; anything beyond this is not a file of ours.
inline constexpr std::uint64_t kMediumFileBytesMax = 4ULL << 30;

class Medium {
 public:
  // Opens the directory, creating it (mode 0700) when its parent exists, and takes the lock that keeps a
  // second process out. unavailable keyring.io | keyring.locked; failed_precondition keyring.permissions when
  // anybody but the owner may enter.
  static ledger::Result<std::unique_ptr<Medium>> open(std::string directory);
  // The same for a directory that is there, of which nothing is changed: every function that writes answers
  // unavailable keyring.read_only. not_found keyring.missing.
  static ledger::Result<std::unique_ptr<Medium>> open_read_only(std::string directory);
  ~Medium();
  Medium(const Medium&) = delete;
  Medium& operator=(const Medium&) = delete;

  const std::string& directory() const { return directory_; }
  bool read_only() const { return read_only_; }

  // nullopt: no such file. unavailable keyring.io.
  ledger::Result<std::optional<ledger::Bytes>> read(std::string_view name) const;
  // Names of regular files, ascending.
  ledger::Result<std::vector<std::string>> list() const;
  // Writes a whole file of mode 0600: it appears under `name` complete or not at all, also across a crash.
  ledger::Status create(std::string_view name, ledger::ByteView bytes);
  // Writes `bytes` at `offset` of an existing file.
  ledger::Status write_at(std::string_view name, std::uint64_t offset, ledger::ByteView bytes);
  ledger::Status truncate(std::string_view name, std::uint64_t size);
  // `to` takes over what `from` holds, atomically; `from` is gone.
  ledger::Status rename(std::string_view from, std::string_view to);
  // A second name for the same file; ok when it exists already.
  ledger::Status link(std::string_view from, std::string_view to);
  // Overwrites the file's bytes with zeros, syncs, removes the name; ok when there is none. What a copying
  // file system or a flash drive keeps of the old blocks is beyond it; see README.
  ledger::Status destroy(std::string_view name);

 private:
  Medium(std::string directory, int directory_fd) : directory_(std::move(directory)), fd_(directory_fd) {}
  static ledger::Result<std::unique_ptr<Medium>> enter(std::string directory);
  ledger::Status check_writable() const;
  ledger::Status failed(std::string_view operation, std::string_view name) const;
  ledger::Status nothing_done(std::string_view operation, std::string_view name) const;
  ledger::Status sync_directory() const;
  std::string directory_;
  int fd_;
  bool read_only_ = false;
};

class Media {
 public:
  // `second` empty: no second medium. invalid_argument keyring.same_medium when both are one directory.
  static ledger::Result<Media> open(const std::string& primary, const std::string& second);
  // The primary alone, see Medium::open_read_only.
  static ledger::Result<Media> open_read_only(const std::string& primary);

  Medium& primary() const { return *media_.front(); }
  // Primary first.
  const std::vector<std::unique_ptr<Medium>>& all() const { return media_; }

  ledger::Status create(std::string_view name, ledger::ByteView bytes) const;
  ledger::Status write_at(std::string_view name, std::uint64_t offset, ledger::ByteView bytes) const;
  ledger::Status destroy(std::string_view name) const;
  // A small whole file that both media must hold alike. When only the primary has it (a new or interrupted
  // second medium) the second gets a copy; nullopt when neither has it. data_loss keyring.diverged otherwise.
  ledger::Result<std::optional<ledger::Bytes>> read_alike(std::string_view name) const;

 private:
  template <typename Write>
  ledger::Status write_all_media(const Write& write) const;
  std::vector<std::unique_ptr<Medium>> media_;
};

}  // namespace security
