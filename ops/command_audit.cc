#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <memory>
#include <thread>

#include "ledger/audit/audit.h"
#include "ledger/base/clock.h"
#include "ledger/merkle/vkey.h"
#include "ops/commands.h"
#include "ops/folder_options.h"
#include "ops/generation.h"
#include "ops/progress.h"
#include "ops/store_opening.h"
#include "security/signature.h"

namespace ops {
namespace {

struct AuditCommandOptions {
  FolderOptions folder;
  std::string identity;
  std::string previous;
  bool skip_signatures = false;
};

void print_report(const ledger::AuditReport& report) {
  std::printf("%llu entries, root %s\n", static_cast<unsigned long long>(report.size.value),
              ledger::to_base64(ledger::view_of(report.root)).c_str());
  std::printf(
      "%llu event signatures and %llu checkpoints verified; %llu confidential fields sealed, %llu absent\n",
      static_cast<unsigned long long>(report.signatures_verified),
      static_cast<unsigned long long>(report.checkpoints_verified),
      static_cast<unsigned long long>(report.disclosures_stored),
      static_cast<unsigned long long>(report.disclosures_absent));
  if (report.attachments_stored + report.attachments_absent > 0) {
    std::printf("%llu attachments stored, %llu absent\n",
                static_cast<unsigned long long>(report.attachments_stored),
                static_cast<unsigned long long>(report.attachments_absent));
  }
  for (const std::string& invariant : report.not_checked) std::printf("not checked: %s\n", invariant.c_str());
  for (const ledger::AuditFinding& finding : report.findings) {
    const std::string where = finding.position ? " position " + std::to_string(finding.position->value) : "";
    std::printf("%s%s: %s\n", finding.invariant.c_str(), where.c_str(), finding.message.c_str());
  }
  if (report.truncated) std::printf("... and more findings\n");
  std::printf(report.clean() ? "CLEAN: everything stored follows from the signed events\n" : "NOT CLEAN\n");
}

// Of a later generation: whether the old entries give the state that it took over.
void compare_with_previous(const AuditCommandOptions& command, CommandState& state) {
  if (command.previous.empty() || state.exit != ExitCode::kOk) return;
  const ledger::Status same = verify_generation(command.folder.folder(), data_folder(command.previous));
  if (!same.ok()) return state.fail(same);
  if (!state.json) std::printf("CARRIED OVER: the imported state is what the old entries give\n");
}

void run_audit(const AuditCommandOptions& command, CommandState& state) {
  const DataFolder folder = command.folder.folder();
  const auto store = open_store_read_only(folder);
  if (!store.ok()) return state.fail(store.status());
  LedgerIdentity identity = store->identity;
  if (!command.identity.empty()) {
    const auto text = read_file(command.identity);
    if (!text.ok()) return state.fail(text.status());
    const auto pinned = parse_identity(*text);
    if (!pinned.ok()) return state.fail(pinned.status());
    identity = *pinned;
  }
  const auto vkey = ledger::merkle::parse_vkey(identity.log_vkey);
  if (!vkey.ok()) return state.fail(vkey.status());

  const security::OpenSslVerifier verifier;
  const ledger::SystemClock clock;
  Progress progress("audit", clock);
  ledger::AuditOptions options;
  options.origin = identity.origin;
  options.log_public_key = vkey->public_key;
  options.verifier = &verifier;
  options.verify_event_signatures = !command.skip_signatures;
  options.anchor = store->anchor;
  options.live = store->live;
  options.files = store->kv.get();
  options.threads = std::max(1U, std::thread::hardware_concurrency());
  options.progress = [&](std::uint64_t done, std::uint64_t total) { progress.show(done, total); };
  const auto snapshot = store->kv->snapshot();
  const auto report = ledger::audit_ledger(*snapshot, options);
  if (!report.ok()) return state.fail(report.status());
  if (state.json) {
    ledger::JsonWriter json;
    ledger::write_audit_report(*report, json);
    std::printf("%s\n", json.take().c_str());
  } else {
    print_report(*report);
  }
  if (!report->clean()) state.exit = ExitCode::kNegative;
  compare_with_previous(command, state);
}

}  // namespace

void add_audit_command(CLI::App& app, CommandState& state) {
  auto options = std::make_shared<AuditCommandOptions>();
  CLI::App* command = app.add_subcommand(
      "audit",
      "Replay the whole ledger offline and check that everything stored follows from the signed events:\n"
      "hashes, tiles, checkpoints, signatures, rules, index terms, state, idempotency, streams, vault rows,\n"
      "head anchor, file checksums. Reads only; may run beside a server. Exit code 1 when anything is "
      "found.");
  add_folder_options(*command, options->folder);
  command->add_option("--identity", options->identity,
                      "Pinned identity file; default: the one in the folder");
  command->add_option(
      "--previous", options->previous,
      "Of a later generation: folder of the ledger before, folded and compared with what was\n"
      "carried over");
  command->add_flag("--skip-signatures", options->skip_signatures, "Leave event signatures out (faster)");
  command->callback([options, &state] { run_audit(*options, state); });
}

}  // namespace ops
