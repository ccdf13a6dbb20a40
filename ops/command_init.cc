#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>

#include "ledger/base/clock.h"
#include "ledger/base/json_writer.h"
#include "ops/commands.h"
#include "ops/folder_options.h"
#include "ops/founding.h"

namespace ops {
namespace {

struct InitOptions {
  FolderOptions folder;
  FoundingOptions founding;
};

void run_init(InitOptions& options, CommandState& state) {
  options.founding.folder = options.folder.folder();
  const ledger::SystemClock clock;
  const auto founded = found_ledger(options.founding, clock);
  if (!founded.ok()) return state.fail(founded.status());
  if (state.json) {
    std::printf("%s", write_identity(founded->identity).c_str());
    return;
  }
  std::printf("The ledger %s is founded in %s.\n\n", founded->identity.origin.c_str(),
              options.founding.folder.root.c_str());
  std::printf("Pin these keys now, outside this machine; everything is verified against them:\n");
  std::printf("  log      %s\n", founded->identity.log_vkey.c_str());
  for (const LedgerIdentity::EventKey& key : founded->identity.event_keys) {
    std::printf("  %-8s %s %s %s\n", key.holder.c_str(), key.kid.c_str(), key.algorithm.c_str(),
                key.public_key.c_str());
  }
  std::printf("\nThe same stands in %s.\n", options.founding.folder.identity_file().c_str());
  std::printf(
      "Private keys are in %s: move the administrator's key to its owner, and keep anchor and\n"
      "keyring on other media than the database (--anchor-dir, --keyring-dir).\n",
      options.founding.folder.secrets.c_str());
}

}  // namespace

void add_init_command(CLI::App& app, CommandState& state) {
  auto options = std::make_shared<InitOptions>();
  CLI::App* command = app.add_subcommand(
      "init", "Found a ledger: make its keys, write the genesis, print the public keys to pin.");
  add_folder_options(*command, options->folder);
  command->add_option("--origin", options->founding.origin, "Name of the ledger for ever: a scheme-less URL")
      ->required();
  command
      ->add_option("--admin-person", options->founding.admin_person,
                   "Pseudonymous id of the first administrator")
      ->capture_default_str();
  command->add_option("--admin-key", options->founding.admin_key_file,
                      "The administrator's author key (PEM); made if the file is not there");
  command->add_flag(
      "--conformance", options->founding.conformance,
      "For outside test tools: takes opaque leaves (POST /add) from anybody, and no event at all");
  command->callback([options, &state] { run_init(*options, state); });
}

}  // namespace ops
