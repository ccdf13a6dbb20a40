#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>

#include "ledger/base/json_writer.h"
#include "ops/commands.h"
#include "ops/remote.h"

namespace ops {
namespace {

struct GetOptions {
  RemoteOptions remote;
  std::string what;
  bool receipt = false;
  bool confidential = false;
};

void run_get(const GetOptions& options, CommandState& state) {
  auto remote = Remote::connect(options.remote);
  if (!remote.ok()) return state.fail(remote.status());
  const bool is_stream = options.what.find('/') != std::string::npos;
  std::string target = options.receipt ? "/v1/receipts/" : is_stream ? "/v1/streams/" : "/v1/events/";
  target += is_stream ? options.what : api::encode_uri_component(options.what);
  if (options.confidential) target += "?fields=all";
  const auto answer = remote->call("GET", target);
  if (!answer.ok()) return state.fail(answer.status());
  std::printf("%s\n", answer->body.c_str());
  if (const std::string* access = answer->header("daicho-access-event"); access != nullptr && !state.json) {
    std::fprintf(stderr, "This read is recorded as event %s.\n", access->c_str());
  }
}

}  // namespace

void add_get_command(CLI::App& app, CommandState& state) {
  auto options = std::make_shared<GetOptions>();
  CLI::App* command =
      app.add_subcommand("get",
                         "Read an event by id or position, or a stream by its id (case/0198…).\n"
                         "Confidential fields need --confidential and --purpose, and the read is itself an "
                         "event in the ledger.");
  add_remote_options(*command, options->remote);
  command->add_option("what", options->what, "Event id, position, or stream id")->required();
  command->add_flag("--receipt", options->receipt, "The receipt with a proof against the newest checkpoint");
  command->add_flag("--confidential", options->confidential, "Also open the confidential fields (recorded)");
  command->callback([options, &state] { run_get(*options, state); });
}

}  // namespace ops
