#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>

#include "ledger/base/clock.h"
#include "ledger/base/json_writer.h"
#include "ops/commands.h"
#include "ops/folder_options.h"
#include "ops/generation.h"

namespace ops {
namespace {

struct NewGenerationOptions {
  FolderOptions folder;
  std::string previous, previous_anchor;
  FoundingOptions founding;
  std::uint64_t acknowledged = 0;
};

unsigned long long plain(std::uint64_t number) {
  return number;
}

void print_json(const GenerationReport& report) {
  ledger::JsonWriter json;
  json.begin_object()
      .member("origin", report.origin)
      .member("generation", report.generation)
      .member("log", report.founded.identity.log_vkey)
      .member("previous_origin", report.previous_origin)
      .member("previous_size", report.previous_size.value)
      .member("known_size", report.known_size.value)
      .member("reason", report.reason.reason());
  if (report.known_size > report.previous_size) {
    json.key("lost")
        .begin_object()
        .member("from", report.previous_size.value)
        .member("to", report.known_size.value - 1)
        .end_object();
  }
  json.member("records", std::uint64_t{report.records_count})
      .member("parts", std::uint64_t{report.parts_count})
      .member("waiting_for_countersignature", std::uint64_t{report.waiting_count});
  std::printf("%s\n", json.end_object().take().c_str());
}

void print_text(const GenerationReport& report, const NewGenerationOptions& options) {
  std::printf("新世代 / Generation %llu: %s follows %s\n", plain(report.generation), report.origin.c_str(),
              report.previous_origin.c_str());
  if (report.known_size > report.previous_size) {
    std::printf("  失われた記録 / Lost: positions %llu to %llu\n", plain(report.previous_size.value),
                plain(report.known_size.value - 1));
  } else {
    std::printf("  失われた記録 / Lost: none that is known\n");
  }
  std::printf("  引き継ぎ / Carried over: %zu records in %zu parts, behind entry %llu\n",
              report.records_count, report.parts_count, plain(report.previous_size.value));
  if (report.waiting_count > 0) {
    std::printf("  連署待ちの事象 / Waited for a countersignature, to be sent again: %zu\n",
                report.waiting_count);
  }
  std::printf("\nPin this key now, outside this machine:\n  log      %s\n",
              report.founded.identity.log_vkey.c_str());
  std::printf("\nBind the principals anew (principal.bound): their credentials stay in the old vault.\n");
  std::printf("Keep %s as it is; serve it beside:\n  daicho serve --read-only --data %s\n",
              options.previous.c_str(), options.previous.c_str());
}

void run_new_generation(const NewGenerationOptions& command, CommandState& state) {
  GenerationOptions options;
  options.previous = data_folder(command.previous, command.previous_anchor);
  options.next = command.founding;
  options.next.folder = command.folder.folder();
  if (command.acknowledged > 0) options.acknowledged = ledger::TreeSize(command.acknowledged);
  const ledger::SystemClock clock;
  const auto report = found_generation(std::move(options), clock);
  if (!report.ok()) return state.fail(report.status());
  state.json ? print_json(*report) : print_text(*report, command);
}

}  // namespace

void add_new_generation_command(CLI::App& app, CommandState& state) {
  auto options = std::make_shared<NewGenerationOptions>();
  CLI::App* command = app.add_subcommand(
      "new-generation",
      "Found the ledger that succeeds one which lost acknowledged entries for good: an empty tree with an\n"
      "origin and keys of its own, whose genesis names the last old checkpoint and the lost range. The\n"
      "decision state and the ids of the old events are carried over; the old folder is only read and "
      "stays.");
  add_folder_options(*command, options->folder);
  command->add_option("--previous", options->previous, "Folder of the old ledger, or of its restored backup")
      ->required();
  command->add_option("--previous-anchor-dir", options->previous_anchor,
                      "Its newest live anchor, where that lies elsewhere");
  command
      ->add_option("--admin-key", options->founding.admin_key_file,
                   "Author key (PEM) of an administrator of the old ledger: signs the new genesis")
      ->required()
      ->check(CLI::ExistingFile);
  command->add_option("--origin", options->founding.origin,
                      "Name of the new ledger; the old one with /g<generation> when not given");
  command->add_option(
      "--acknowledged", options->acknowledged,
      "Largest size that a receipt, checkpoint or mirror shows, where no newest anchor is left");
  command->callback([options, &state] { run_new_generation(*options, state); });
}

}  // namespace ops
