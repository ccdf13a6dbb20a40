// Backup manifest: what a backup consists of: every file with its length and SHA-256, and the head it holds.
//
// Place in the flow: written last by `daicho backup`, so that a folder without it is no backup; checked by
// `daicho restore` and `daicho doctor` before anything else is believed. Threads: values.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/status.h"
#include "ledger/base/types.h"

namespace ops {

struct BackupFile {
  std::string path;  // relative to the backup's folder
  std::uint64_t bytes = 0;
  std::string sha256;  // hex
  bool operator==(const BackupFile&) const = default;
};

struct BackupManifest {
  std::string origin;
  ledger::TreeSize size;
  std::string root;     // hex
  std::string made_at;  // RFC 3339
  std::vector<BackupFile> files;
};

inline constexpr std::string_view kManifestName = "manifest.json";
// Says which folder this backup has become a ledger in; see restore.h.
inline constexpr std::string_view kClaimName = "claimed.json";

// Every regular file below the folder but manifest and claim, by path. unavailable file.io.
ledger::Result<std::vector<BackupFile>> list_backup_files(const std::string& folder);
std::string write_manifest(const BackupManifest& manifest);
// not_found backup.missing: no manifest; data_loss backup.damaged.
ledger::Result<BackupManifest> load_manifest(const std::string& folder);
// Reads every file again. data_loss backup.damaged names the first file that is missing, changed or not in
// the list.
ledger::Status verify_backup(const std::string& folder, const BackupManifest& manifest);

}  // namespace ops
