// A keyring on fresh directories that a test can close, damage and open again, and stored assignments in
// memory.
//
// Threads: MapAssignments from any; the fixture belongs to its test.
#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <iterator>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "ledger/base/mutex.h"
#include "security/file_key_encryptor.h"
#include "security/keyring.h"
#include "security/medium.h"
#include "tests/support/temp_dir.h"

namespace security {

// What the ledger's vault would hold.
class MapAssignments final : public AssignmentSource {
 public:
  ledger::Result<std::optional<ledger::Bytes>> find(std::string_view subject,
                                                    std::string_view scope) const override {
    const ledger::MutexLock lock(mutex_);
    ++reads_;
    const auto found = rows_.find({std::string(subject), std::string(scope)});
    if (found == rows_.end()) return std::optional<ledger::Bytes>();
    return std::optional<ledger::Bytes>(found->second);
  }
  void store(const std::string& subject, const std::string& scope, ledger::ByteView name) {
    const ledger::MutexLock lock(mutex_);
    rows_[{subject, scope}] = ledger::Bytes(name);
  }

  std::size_t reads() const {
    const ledger::MutexLock lock(mutex_);
    return reads_;
  }

 private:
  mutable ledger::Mutex mutex_;
  mutable std::size_t reads_ LEDGER_GUARDED_BY(mutex_) = 0;
  std::map<std::pair<std::string, std::string>, ledger::Bytes> rows_ LEDGER_GUARDED_BY(mutex_);
};

inline ledger::Bytes read_whole(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return ledger::Bytes(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
}
inline void write_whole(const std::filesystem::path& path, ledger::ByteView bytes) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}
inline void flip(const std::filesystem::path& path, std::size_t offset) {
  ledger::Bytes bytes = read_whole(path);
  bytes.at(offset) = static_cast<char>(bytes.at(offset) ^ 0x20);
  write_whole(path, bytes);
}
inline std::vector<std::string> files_in(const std::filesystem::path& directory) {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(directory)) {
    names.push_back(entry.path().filename().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

inline MasterSecret master_of(std::string_view bytes) {
  MasterSecret master;
  master.secret = Secret(bytes);
  return master;
}
inline constexpr std::string_view kMasterText = "master secret of thirty-two byte";

class KeyringFixture {
 public:
  explicit KeyringFixture(bool with_second, KeyringLimits limits = {}) : limits_(limits) {
    if (with_second) second_ = root_ / "second";
  }

  std::filesystem::path primary() const { return root_ / "primary"; }
  std::filesystem::path second() const { return second_; }
  std::vector<std::filesystem::path> directories() const {
    std::vector<std::filesystem::path> all{primary()};
    if (!second_.empty()) all.emplace_back(second_);
    return all;
  }

  // ok, or why the keyring did not open.
  ledger::Status open() {
    close();
    auto media = Media::open(primary(), second_);
    if (!media.ok()) return media.status();
    media_ = std::make_unique<Media>(std::move(media).value());
    auto encryptor = FileKeyEncryptor::open(*media_, master_of(kMasterText));
    if (!encryptor.ok()) return encryptor.status();
    encryptor_ = std::move(encryptor).value();
    auto keyring = Keyring::open(*media_, *encryptor_, assignments, limits_);
    if (!keyring.ok()) return keyring.status();
    keyring_ = std::move(keyring).value();
    return ledger::Status();
  }
  void close() {
    keyring_.reset();
    encryptor_.reset();
    media_.reset();
  }
  Keyring& keyring() { return *keyring_; }
  const Media& media() const { return *media_; }
  KeyEncryptor& encryptor() { return *encryptor_; }

  AssignedKey assign(const std::string& subject, const std::string& scope) {
    auto key = keyring_->assign(subject, scope);
    EXPECT_TRUE(key.ok()) << key.status().to_string();
    return key.ok() ? std::move(key).value() : AssignedKey{};
  }
  // Assigns and stores, as a committed event would.
  AssignedKey use(const std::string& subject, const std::string& scope) {
    AssignedKey key = assign(subject, scope);
    assignments.store(subject, scope, view_of(key.name));
    return key;
  }

  MapAssignments assignments;

 private:
  tests::TempDir root_;
  std::string second_;
  KeyringLimits limits_;
  std::unique_ptr<Media> media_;
  std::unique_ptr<FileKeyEncryptor> encryptor_;
  std::unique_ptr<Keyring> keyring_;
};

}  // namespace security
