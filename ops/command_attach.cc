#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <memory>

#include "api/attachment_content.h"
#include "ledger/base/clock.h"
#include "ledger/base/json_reader.h"
#include "ledger/base/json_writer.h"
#include "ledger/base/limits.h"
#include "ledger/base/sha256.h"
#include "ledger/base/uuid.h"
#include "ops/commands.h"
#include "ops/data_folder.h"
#include "ops/remote.h"
#include "security/secret.h"

namespace ops {
namespace {

struct AttachOptions {
  RemoteOptions remote;
  std::string file, subject, media_type, id;
};

ledger::Result<std::string> new_id() {
  const ledger::SystemClock clock;
  std::array<std::uint8_t, 10> entropy{};
  LEDGER_ASSIGN(const security::Secret random, security::Secret::random(entropy.size()));
  std::copy_n(ledger::u8(random.view()), entropy.size(), entropy.begin());
  return ledger::format_event_id(ledger::make_event_id(clock.now(), entropy));
}

ledger::Result<Remote::Answer> upload(const AttachOptions& options, const std::string& id,
                                      const std::string& content) {
  std::string type = options.media_type;
  if (type.empty()) type = api::media_type_of_file(options.file);
  if (type.empty()) {
    return ledger::invalid("file.type", options.file + ": the ending tells no type that attachments may have")
        .want("--media-type with one of those that GET /openapi.json lists");
  }
  const std::string sha256 = ledger::to_hex(ledger::view_of(ledger::sha256(content)));
  const std::string target = "/v1/attachments?subject=" + api::encode_uri_component(options.subject) +
                             "&id=" + id + "&sha256=" + sha256;
  LEDGER_ASSIGN(Remote remote, Remote::connect(options.remote));
  return remote.call("POST", target, type, content);
}

void run_attach(const AttachOptions& options, CommandState& state) {
  const auto content = read_file(options.file, ledger::kBodyBytesMax);
  if (!content.ok()) return state.fail(content.status());
  const auto id = options.id.empty() ? new_id() : ledger::Result<std::string>(options.id);
  if (!id.ok()) return state.fail(id.status());
  const auto answer = upload(options, *id, *content);
  if (!answer.ok()) {
    state.fail(answer.status());
    // Whether it arrived is not known: the same id may be sent again.
    if (state.exit == ExitCode::kUnavailable) {
      std::fprintf(stderr, "To try again without storing it twice: --id %s\n", id->c_str());
    }
    return;
  }
  const auto json = ledger::read_json(answer->body);
  const ledger::JsonValue* reference = json.ok() ? json->find("reference") : nullptr;
  if (reference == nullptr) {
    return state.fail(ledger::unavailable("http.answer", "the server's answer names no attachment"));
  }
  if (state.json) {
    std::printf("%s\n", answer->body.c_str());
    return;
  }
  // What goes into the field of an event, ready to be pasted.
  std::printf("%s\n", ledger::write_json(*reference).c_str());
}

}  // namespace

void add_attach_command(CLI::App& app, CommandState& state) {
  auto options = std::make_shared<AttachOptions>();
  CLI::App* command = app.add_subcommand(
      "attach",
      "Store a document (PDF, picture, CSV, text, JSON, xlsx, docx), sealed under the key of whom it is "
      "about.\n"
      "Prints the object that a confidential field of an event refers to it by; a document that no event\n"
      "refers to in time is discarded. Read it back with `daicho get --attachment`.");
  add_remote_options(*command, options->remote);
  command->add_option("file", options->file, "The document")->required();
  command
      ->add_option("--subject", options->subject,
                   "Whom it is about: business/ID, center/ID, contract/ID or person/ID")
      ->required();
  command->add_option("--media-type", options->media_type,
                      "Its media type, when the file's ending is no help");
  command->add_option("--id", options->id, "The attachment's id (UUIDv7), to repeat an upload");
  command->callback([options, &state] { run_attach(*options, state); });
}

}  // namespace ops
