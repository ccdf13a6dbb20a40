#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>

#include "ledger/base/json_writer.h"
#include "ops/commands.h"
#include "ops/data_folder.h"
#include "ops/remote.h"

namespace ops {
namespace {

// What is confidential is nobody else's to read.
constexpr unsigned kPrivateFile = 0600;

struct GetOptions {
  RemoteOptions remote;
  std::string what;
  bool receipt = false;
  bool confidential = false;
  bool attachment = false;
  std::string out;
};

ledger::Status save(const std::string& file, const std::string& content) {
  if (!file.empty()) return write_new_file(file, content, kPrivateFile);
  std::fwrite(content.data(), 1, content.size(), stdout);
  return std::fflush(stdout) == 0 ? ledger::Status()
                                  : ledger::unavailable("file.io", "stdout: can't be written");
}

void run_get(const GetOptions& options, CommandState& state) {
  auto remote = Remote::connect(options.remote);
  if (!remote.ok()) return state.fail(remote.status());
  const bool is_stream = options.what.find('/') != std::string::npos;
  std::string target = options.attachment ? "/v1/attachments/"
                       : options.receipt  ? "/v1/receipts/"
                       : is_stream        ? "/v1/streams/"
                                          : "/v1/events/";
  target += is_stream ? options.what : api::encode_uri_component(options.what);
  if (options.confidential) target += "?fields=all";
  const auto answer = remote->call("GET", target);
  if (!answer.ok()) return state.fail(answer.status());
  if (options.attachment) {
    const ledger::Status saved = save(options.out, answer->body);
    if (!saved.ok()) return state.fail(saved);
  } else {
    std::printf("%s\n", answer->body.c_str());
  }
  if (const std::string* access = answer->header("daicho-access-event"); access != nullptr && !state.json) {
    std::fprintf(stderr, "This read is recorded as event %s.\n", access->c_str());
  }
}

}  // namespace

void add_get_command(CLI::App& app, CommandState& state) {
  auto options = std::make_shared<GetOptions>();
  CLI::App* command =
      app.add_subcommand("get",
                         "Read an event by id or position, a stream by its id (case/0198…), or a document.\n"
                         "Confidential fields need --confidential and --purpose, and the read is itself an "
                         "event in the ledger.");
  add_remote_options(*command, options->remote);
  command->add_option("what", options->what, "Event id, position, stream id, or attachment id")->required();
  command->add_flag("--receipt", options->receipt, "The receipt with a proof against the newest checkpoint");
  command->add_flag("--confidential", options->confidential, "Also open the confidential fields (recorded)");
  command->add_flag("--attachment", options->attachment, "The stored document of this id (recorded)");
  command->add_option("--out", options->out,
                      "New file for the document, readable by you alone; else standard output");
  command->callback([options, &state] { run_get(*options, state); });
}

}  // namespace ops
