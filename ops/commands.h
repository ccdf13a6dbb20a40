// The subcommands of `daicho`, one file each: what a command accepts (CLI11 options) and what it runs.
//
// Place in the flow: outermost. add_* declares a subcommand; when the user chose it, its callback runs it and
// leaves the exit code behind. Commands print results on stdout (people's text, or one JSON document with
// --json) and problems on stderr. Single-threaded.
#pragma once

#include <string>

#include "ledger/base/status.h"

namespace CLI {
class App;
}

namespace ops {

// Documented in `daicho --help` and README.md; scripts rely on them.
enum class ExitCode : int {
  kOk = 0,
  kNegative = 1,     // the command worked and the answer is no: not valid, findings
  kUsage = 2,        // the command line or a local file is wrong
  kRefused = 3,      // the ledger refused the request (4xx)
  kUnavailable = 4,  // disk, network or server is not available
};

ExitCode exit_code_of(const ledger::Status& status);

// What every command shares.
struct CommandState {
  bool json = false;
  ExitCode exit = ExitCode::kOk;
  // Prints the refusal (stderr; as JSON with --json) and sets the exit code.
  void fail(const ledger::Status& status);
};

void add_init_command(CLI::App& app, CommandState& state);
void add_new_generation_command(CLI::App& app, CommandState& state);
void add_serve_command(CLI::App& app, CommandState& state);
void add_append_command(CLI::App& app, CommandState& state);
void add_attach_command(CLI::App& app, CommandState& state);
void add_get_command(CLI::App& app, CommandState& state);
void add_show_command(CLI::App& app, CommandState& state);
void add_figures_command(CLI::App& app, CommandState& state);
void add_reconcile_command(CLI::App& app, CommandState& state);
void add_report_command(CLI::App& app, CommandState& state);
void add_violations_command(CLI::App& app, CommandState& state);
void add_trace_command(CLI::App& app, CommandState& state);
void add_verify_command(CLI::App& app, CommandState& state);
void add_audit_command(CLI::App& app, CommandState& state);
void add_generate_command(CLI::App& app, CommandState& state);
void add_catalogue_command(CLI::App& app, CommandState& state);
void add_demo_command(CLI::App& app, CommandState& state);
void add_rebuild_command(CLI::App& app, CommandState& state);
void add_backup_command(CLI::App& app, CommandState& state);
void add_restore_command(CLI::App& app, CommandState& state);
void add_doctor_command(CLI::App& app, CommandState& state);
void add_keys_command(CLI::App& app, CommandState& state);
void add_version_command(CLI::App& app, CommandState& state);

}  // namespace ops
