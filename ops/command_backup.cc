#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>

#include "ledger/base/bytes.h"
#include "ledger/base/json_writer.h"
#include "ops/backup.h"
#include "ops/commands.h"
#include "ops/folder_options.h"

namespace ops {
namespace {

struct BackupCommandOptions {
  FolderOptions folder;
  BackupOptions backup;
};

void run_backup(BackupCommandOptions& options, CommandState& state) {
  options.backup.folder = options.folder.folder();
  const ledger::SystemClock clock;
  const auto report = make_backup(options.backup, clock);
  if (!report.ok()) return state.fail(report.status());
  const std::string root = ledger::to_base64(ledger::view_of(report->root));
  if (state.json) {
    ledger::JsonWriter json;
    json.begin_object()
        .member("origin", report->origin)
        .member("size", report->size.value)
        .member("root", root)
        .member("files", std::uint64_t{report->files_count})
        .member("keyring_files", std::uint64_t{report->keyring_files_count})
        .member("beside_server", report->beside_server)
        .end_object();
    std::printf("%s\n", json.take().c_str());
    return;
  }
  std::printf("バックアップ完了 / Backed up %s to %s\n", report->origin.c_str(), options.backup.to.c_str());
  std::printf("  %llu entries, root %s\n", static_cast<unsigned long long>(report->size.value), root.c_str());
  std::printf("  %zu files, read back and listed with SHA-256 in manifest.json%s\n", report->files_count,
              report->beside_server ? "; taken beside the running server" : "");
  if (options.backup.keys.empty()) {
    std::printf(
        "  鍵束は含みません / The keyring is not in it; confidential fields need it (--keys FOLDER).\n");
  } else {
    std::printf("  鍵束 / keyring: %zu files in %s\n", report->keyring_files_count,
                options.backup.keys.c_str());
  }
  std::printf("  Private keys and the keyring's master secret are never copied.\n");
}

}  // namespace

void add_backup_command(CLI::App& app, CommandState& state) {
  auto options = std::make_shared<BackupCommandOptions>();
  CLI::App* command = app.add_subcommand(
      "backup",
      "Copy a ledger as it stands at one instant, read the copy back and prove it against the signed head.\n"
      "May run beside a server (the keyring only when it is stopped). The copy never permits writing by "
      "itself.");
  add_folder_options(*command, options->folder);
  command->add_option("--to", options->backup.to, "Folder for the backup; must not exist or be empty")
      ->required();
  command->add_option("--keys", options->backup.keys,
                      "Also copy the keyring, into this folder: not in the backup, not in the ledger");
  command->callback([options, &state] { run_backup(*options, state); });
}

}  // namespace ops
