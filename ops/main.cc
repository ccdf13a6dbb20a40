// daicho: one binary for the whole life of a ledger; see commands.h for what each subcommand does.
#include <CLI/CLI.hpp>
#include <csignal>

#include "ledger/base/free_memory.h"
#include "ops/commands.h"

namespace {

constexpr const char* kDescription =
    "daicho (台帳) - an audit ledger of signed events with answers that can be checked offline.\n"
    "\n"
    "A first round:\n"
    "  daicho init --data DIR --origin ledger.example.go.jp/2026   create a ledger, print the keys to pin\n"
    "  daicho serve --data DIR                                     serve it\n"
    "  daicho append --from events.ndjson                          append events, get receipts\n"
    "  daicho verify receipt.json --identity DIR/ledger.json       check a receipt without the server\n"
    "  daicho trace --record case/0198...                          who read this record, and why\n"
    "  daicho audit --data DIR                                     re-derive and check everything";

constexpr const char* kFooter =
    "Exit codes: 0 done; 1 the answer is no (not valid, findings); 2 wrong command line or file;\n"
    "            3 refused by the ledger; 4 disk, network or server not available.";

int run(int argc, char** argv) {
  CLI::App app(kDescription, "daicho");
  app.footer(kFooter);
  app.require_subcommand(1);
  app.fallthrough();
  ops::CommandState state;
  app.add_flag("--json", state.json, "Print one JSON document instead of text");
  ops::add_init_command(app, state);
  ops::add_new_generation_command(app, state);
  ops::add_serve_command(app, state);
  ops::add_append_command(app, state);
  ops::add_attach_command(app, state);
  ops::add_get_command(app, state);
  ops::add_show_command(app, state);
  ops::add_trace_command(app, state);
  ops::add_figures_command(app, state);
  ops::add_reconcile_command(app, state);
  ops::add_report_command(app, state);
  ops::add_violations_command(app, state);
  ops::add_verify_command(app, state);
  ops::add_audit_command(app, state);
  ops::add_generate_command(app, state);
  ops::add_catalogue_command(app, state);
  ops::add_demo_command(app, state);
  ops::add_rebuild_command(app, state);
  ops::add_backup_command(app, state);
  ops::add_restore_command(app, state);
  ops::add_doctor_command(app, state);
  ops::add_keys_command(app, state);
  ops::add_version_command(app, state);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : static_cast<int>(ops::ExitCode::kUsage);
  }
  return static_cast<int>(state.exit);
}

}  // namespace

int main(int argc, char** argv) {
  // A reader of our output or a peer that goes away is an error code, never a signal.
  std::signal(SIGPIPE, SIG_IGN);
  ledger::share_free_memory();
  return run(argc, argv);
}
