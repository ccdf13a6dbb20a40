#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>

#include "ledger/base/json_writer.h"
#include "ops/commands.h"
#include "ops/restore.h"

namespace ops {
namespace {

struct RestoreCommandOptions {
  std::string from, to, anchor;
  MirrorPlace mirror;
};

void print_json(const RestoreReport& report) {
  ledger::JsonWriter json;
  json.begin_object()
      .member("origin", report.origin)
      .member("size", report.size.value)
      .member("reingested", report.reingested_count)
      .member("may_write", report.may_write)
      .member("anchor", report.anchor);
  if (!report.may_write) {
    json.key("held_back")
        .begin_object()
        .member("code", report.held_back.reason())
        .member("detail", report.held_back.message())
        .end_object();
  }
  json.key("disclosures_lost").begin_array();
  for (const LostDisclosures& lost : report.disclosures_lost) {
    json.begin_object()
        .member("position", lost.position.value)
        .member("fields", std::uint64_t{lost.fields_count})
        .end_object();
  }
  std::printf("%s\n", json.end_array().end_object().take().c_str());
}

void print_text(const RestoreReport& report, const std::string& to) {
  std::printf("復元 / Restored %s to %s: %llu entries\n", report.origin.c_str(), to.c_str(),
              static_cast<unsigned long long>(report.size.value));
  if (report.reingested_count > 0) {
    std::printf("  鏡から再収録 / Put back from the mirror: %llu entries\n",
                static_cast<unsigned long long>(report.reingested_count));
  }
  for (const LostDisclosures& lost : report.disclosures_lost) {
    std::printf("  秘匿項目なし / disclosures lost or erased: position %llu, %zu fields\n",
                static_cast<unsigned long long>(lost.position.value), lost.fields_count);
  }
  if (report.may_write) {
    std::printf("  書込可 / It may write: daicho serve --data %s --anchor-dir %s\n", to.c_str(),
                report.anchor.c_str());
    return;
  }
  std::printf("  読取専用 / Read-only: %s: %s\n", report.held_back.reason().c_str(),
              report.held_back.message().c_str());
  std::printf(
      "  It may write once the newest live anchor (--anchor FOLDER) or a mirror (--tiles FOLDER or URL)\n"
      "  shows that nothing is missing; entries that only the mirror has are put back. Where neither is "
      "left,\n"
      "  `daicho new-generation --previous %s` founds the ledger that follows.\n",
      to.c_str());
}

void run_restore(const RestoreCommandOptions& command, CommandState& state) {
  RestoreOptions options;
  options.from = command.from;
  options.to = data_folder(command.to);
  options.anchor = command.anchor;
  options.mirror = command.mirror;
  const ledger::SystemClock clock;
  const auto report = restore_backup(options, clock);
  if (!report.ok()) return state.fail(report.status());
  state.json ? print_json(*report) : print_text(*report, command.to);
  if (!report->may_write) state.exit = ExitCode::kNegative;
}

}  // namespace

void add_restore_command(CLI::App& app, CommandState& state) {
  auto options = std::make_shared<RestoreCommandOptions>();
  CLI::App* command = app.add_subcommand(
      "restore",
      "Restore a backup. The folder is read-only until the newest live anchor or a mirror shows that it is\n"
      "the whole ledger; otherwise the missing range is named. Entries that the mirror has beyond the "
      "backup\n"
      "are put back byte for byte, verified against a checkpoint of this log; confidential fields are not in "
      "a\n"
      "mirror, and those that are gone are listed. Repeat with --anchor or --tiles on a restored folder to\n"
      "decide later. Exit code 1 while it may not write.");
  command->add_option("--from", options->from, "Folder of the backup")->required();
  command->add_option("--to", options->to, "Folder for the ledger")->required();
  command->add_option("--anchor", options->anchor,
                      "Folder of the newest live anchor; it stays there and goes on");
  auto* tiles =
      command->add_option("--tiles", options->mirror.tiles,
                          "A mirror: folder or URL with `checkpoint` and `tile/` (C2SP tlog-tiles)");
  command
      ->add_option("--checkpoint", options->mirror.checkpoint_file,
                   "Signed checkpoint to restore up to; the mirror's own when not given")
      ->needs(tiles);
  api::ClientOptions& http = options->mirror.http;
  command->add_option("--ca", http.ca_file, "CA of the mirror's certificate (PEM)");
  command->add_option("--cert", http.client_certificate, "Certificate shown to the mirror (PEM)");
  command->add_option("--key", http.client_key, "Its private key (PEM)");
  command->callback([options, &state] { run_restore(*options, state); });
}

}  // namespace ops
