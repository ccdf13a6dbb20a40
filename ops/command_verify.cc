#include <CLI/CLI.hpp>
#include <cstdio>

#include "ledger/base/json_reader.h"
#include "ops/commands.h"
#include "ops/data_folder.h"
#include "ops/receipt_check.h"

namespace ops {
namespace {

struct VerifyOptions {
  std::string file;
  std::string identity;
};

void print_verdict(const security::ReceiptVerdict& verdict) {
  for (const security::ReceiptStep& step : verdict.steps) {
    if (step.status.ok()) {
      std::printf("  ok    %-12s %s\n", step.name.c_str(), step.detail.c_str());
    } else {
      std::printf("  FAIL  %-12s %s: %s\n", step.name.c_str(), step.status.reason().c_str(),
                  step.status.message().c_str());
    }
  }
  if (verdict.valid()) {
    std::printf(
        "VALID, grade: %s (the log's own signature; no witness and no independent replay was asked for)\n",
        verdict.grade.c_str());
  } else {
    std::printf("NOT VALID\n");
  }
}

void run_verify(const VerifyOptions& options, CommandState& state) {
  const auto receipt = read_file(options.file);
  if (!receipt.ok()) return state.fail(receipt.status());
  const auto identity = read_file(options.identity);
  if (!identity.ok()) return state.fail(identity.status());
  const auto verdict = check_receipt_text(*receipt, *identity);
  if (!verdict.ok()) return state.fail(verdict.status());
  if (state.json) {
    ledger::JsonWriter json;
    security::write_verdict(*verdict, json);
    std::printf("%s\n", json.take().c_str());
  } else {
    print_verdict(*verdict);
  }
  if (!verdict->valid()) state.exit = ExitCode::kNegative;
}

}  // namespace

void add_verify_command(CLI::App& app, CommandState& state) {
  auto options = std::make_shared<VerifyOptions>();
  CLI::App* command = app.add_subcommand(
      "verify",
      "Check a receipt offline: entry, event signature, checkpoint signature and inclusion proof.\n"
      "Needs no server. The identity file holds the keys you pin: keep the copy that `daicho init` wrote\n"
      "when the ledger was opened, not one that the ledger hands you today.");
  command->add_option("file", options->file, "Receipt file (JSON), as POST /v1/events answered it")
      ->required();
  command->add_option("--identity", options->identity, "Identity file with the pinned keys (ledger.json)")
      ->required();
  command->callback([options, &state] { run_verify(*options, state); });
}

}  // namespace ops
