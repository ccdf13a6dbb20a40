#include <CLI/CLI.hpp>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <memory>

#include "ledger/base/clock.h"
#include "ledger/base/json_writer.h"
#include "ledger/base/limits.h"
#include "ops/append_run.h"
#include "ops/commands.h"
#include "ops/progress.h"

namespace ops {
namespace {

struct AppendOptions {
  RemoteOptions remote;
  std::string from = "-";
  std::string receipts;
  std::string demo_seed;
  std::size_t batch = 100;
};

void print_totals(const AppendTotals& totals, bool as_json) {
  if (as_json) {
    ledger::JsonWriter json;
    json.begin_object()
        .member("events", totals.events)
        .member("requests", totals.requests)
        .member("stored_before", totals.stored_before)
        .member("refused_as_planted", totals.refused_as_planted)
        .member("last_position", totals.last_position)
        .end_object();
    std::printf("%s\n", json.take().c_str());
    return;
  }
  std::printf(
      "%llu events in %llu requests are in the ledger (%llu had been stored before); last position %lld\n",
      static_cast<unsigned long long>(totals.events), static_cast<unsigned long long>(totals.requests),
      static_cast<unsigned long long>(totals.stored_before), static_cast<long long>(totals.last_position));
  if (totals.refused_as_planted > 0) {
    std::printf("%llu planted violations were refused as expected\n",
                static_cast<unsigned long long>(totals.refused_as_planted));
  }
}

void run_append(const AppendOptions& options, CommandState& state) {
  std::ifstream file;
  if (options.from != "-") {
    file.open(options.from, std::ios::binary);
    if (!file) return state.fail(ledger::not_found("file.missing", options.from + ": no such file"));
  }
  std::ofstream receipts;
  AppendRun::ReceiptSink sink;
  if (!options.receipts.empty()) {
    receipts.open(options.receipts, std::ios::binary | std::ios::trunc);
    if (!receipts) return state.fail(ledger::unavailable("file.io", options.receipts + ": can't be written"));
    sink = [&](const ledger::JsonValue& receipt) { receipts << ledger::write_json(receipt) << '\n'; };
  }
  const ledger::SystemClock clock;
  EventLines lines(options.from == "-" ? std::cin : file, options.batch, ledger::kBodyBytesMax);
  AppendRun run(options.remote, options.demo_seed, std::move(sink));
  ledger::Status status;
  {
    Progress progress("append", clock);
    status = run.run(lines, [&](const AppendTotals& totals) { progress.show(totals.events, 0); });
  }
  print_totals(run.totals(), state.json);
  if (!status.ok()) state.fail(status);
}

}  // namespace

void add_append_command(CLI::App& app, CommandState& state) {
  auto options = std::make_shared<AppendOptions>();
  CLI::App* command = app.add_subcommand(
      "append",
      "Append events: one per line, as JSON (attested: your certificate says who you are) or as SD-JWT\n"
      "(author-signed; see `daicho keys sign`). A line may name its sender: "
      "{\"as\":\"NAME\",\"event\":{…}}.\n"
      "Safe to repeat: an event that is stored already only gives its receipt again.");
  add_remote_options(*command, options->remote);
  command->add_option("--from", options->from, "File with one event per line; - for standard input");
  command->add_option("--batch", options->batch, "Events per request, all or none")
      ->check(CLI::Range(std::size_t{1}, ledger::kBatchEventsMax))
      ->capture_default_str();
  command->add_option("--receipts", options->receipts, "Write each full receipt as a line of this file");
  command->add_option(
      "--demo-seed", options->demo_seed,
      "Seed of `daicho generate`: completes and signs its deferred lines. Demonstrations only");
  command->callback([options, &state] { run_append(*options, state); });
}

}  // namespace ops
