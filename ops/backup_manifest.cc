#include "ops/backup_manifest.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>

#include "ledger/base/bytes.h"
#include "ledger/base/json_reader.h"
#include "ledger/base/json_writer.h"
#include "ledger/base/sha256.h"
#include "ops/data_folder.h"

namespace ops {
namespace {

namespace fs = std::filesystem;

ledger::Status damaged(std::string message) {
  return ledger::data_loss("backup.damaged", std::move(message));
}

ledger::Result<BackupFile> measure(const fs::path& folder, const fs::path& path) {
  BackupFile file;
  file.path = path.lexically_relative(folder).string();
  std::ifstream in(path, std::ios::binary);
  ledger::Sha256 digest;
  std::array<char, 65536> chunk{};
  while (in.read(chunk.data(), chunk.size()) || in.gcount() > 0) {
    const auto got = static_cast<std::size_t>(in.gcount());
    digest.update(ledger::ByteView(chunk.data(), got));
    file.bytes += got;
  }
  if (in.bad() || !in.eof()) return ledger::unavailable("file.io", path.string() + ": can't be read");
  const ledger::Hash32 hash = digest.finish();
  file.sha256 = ledger::to_hex(ledger::view_of(hash));
  return file;
}

ledger::Result<BackupManifest> parse_manifest(std::string_view text) {
  const auto json = ledger::read_json(text);
  if (!json.ok()) return damaged("the manifest is no JSON: " + json.status().message());
  BackupManifest manifest;
  manifest.origin = json->text("origin");
  manifest.root = json->text("root");
  manifest.made_at = json->text("made_at");
  const ledger::JsonValue* size = json->find("size");
  const ledger::JsonValue* files = json->find("files");
  if (manifest.origin.empty() || size == nullptr || !size->is_int() || files == nullptr ||
      !files->is_array()) {
    return damaged("the manifest lacks a member of origin, size, files");
  }
  manifest.size = ledger::TreeSize(static_cast<std::uint64_t>(size->as_int()));
  for (const ledger::JsonValue& row : files->as_array()) {
    const ledger::JsonValue* bytes = row.find("bytes");
    if (bytes == nullptr || !bytes->is_int()) return damaged("a file of the manifest has no length");
    manifest.files.push_back({std::string(row.text("path")), static_cast<std::uint64_t>(bytes->as_int()),
                              std::string(row.text("sha256"))});
  }
  return manifest;
}

}  // namespace

ledger::Result<std::vector<BackupFile>> list_backup_files(const std::string& folder) {
  std::vector<BackupFile> files;
  std::error_code error;
  fs::recursive_directory_iterator entry(folder, error);
  for (; !error && entry != fs::recursive_directory_iterator(); entry.increment(error)) {
    if (!entry->is_regular_file(error)) continue;
    const std::string name = entry->path().lexically_relative(folder).string();
    if (name == kManifestName || name == kClaimName) continue;
    LEDGER_ASSIGN(BackupFile file, measure(folder, entry->path()));
    files.push_back(std::move(file));
  }
  if (error) return ledger::unavailable("file.io", folder + ": " + error.message());
  std::sort(files.begin(), files.end(), [](const auto& a, const auto& b) { return a.path < b.path; });
  return files;
}

std::string write_manifest(const BackupManifest& manifest) {
  ledger::JsonWriter json;
  json.begin_object()
      .member("format", 1)
      .member("origin", manifest.origin)
      .member("size", manifest.size.value)
      .member("root", manifest.root)
      .member("made_at", manifest.made_at);
  json.key("files").begin_array();
  for (const BackupFile& file : manifest.files) {
    json.begin_object()
        .member("path", file.path)
        .member("bytes", file.bytes)
        .member("sha256", file.sha256)
        .end_object();
  }
  return json.end_array().end_object().take() + "\n";
}

ledger::Result<BackupManifest> load_manifest(const std::string& folder) {
  const auto text = read_file(folder + "/" + std::string(kManifestName));
  if (!text.ok()) {
    return ledger::not_found("backup.missing", folder + " holds no finished backup (no manifest.json)")
        .want("a folder made by `daicho backup`");
  }
  return parse_manifest(*text);
}

ledger::Status verify_backup(const std::string& folder, const BackupManifest& manifest) {
  LEDGER_ASSIGN(const std::vector<BackupFile> found, list_backup_files(folder));
  auto there = found.begin();
  for (const BackupFile& file : manifest.files) {
    if (there == found.end() || there->path > file.path) {
      return damaged(folder + "/" + file.path + " is missing");
    }
    if (there->path < file.path) return damaged(folder + "/" + there->path + " is not in the manifest");
    if (*there != file) return damaged(folder + "/" + file.path + " is not what was backed up");
    ++there;
  }
  if (there != found.end()) return damaged(folder + "/" + there->path + " is not in the manifest");
  return ledger::Status();
}

}  // namespace ops
