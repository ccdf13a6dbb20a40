#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>

#include "ledger/base/json_reader.h"
#include "ops/commands.h"
#include "ops/remote.h"
#include "ops/show_text.h"

namespace ops {
namespace {

struct ShowOptions {
  RemoteOptions remote;
  std::string what, as_of, cursor, limit, part, rests_on_cursor;
  std::string language = "en";
};

std::string show_query(const ShowOptions& options) {
  std::string query;
  const auto add = [&](std::string_view name, const std::string& value) {
    if (value.empty()) return;
    query += (query.empty() ? "?" : "&") + std::string(name) + "=" + api::encode_uri_component(value);
  };
  add("as_of", options.as_of);
  add("limit", options.limit);
  add("cursor", options.cursor);
  add("rests_on_cursor", options.rests_on_cursor);
  return query;
}

// An id may name a case, an issue or a referral: the next is asked for when the ledger knows no such one.
ledger::Result<Remote::Answer> ask(Remote& remote, const std::vector<ShownThing>& things,
                                   const ShowOptions& options) {
  const std::string part =
      options.part.empty() ? std::string() : "/" + api::encode_uri_component(options.part);
  // What was appended just now should be shown.
  const std::vector<api::Header> wait = {{"Prefer", "wait=10"}};
  for (std::size_t i = 0;; ++i) {
    auto answer = remote.call("GET", path_of(things[i]) + part + show_query(options), {}, {}, wait);
    if (answer.ok() || i + 1 == things.size() || answer.status().reason() != "state.unknown") return answer;
  }
}

void run_show(const ShowOptions& options, CommandState& state) {
  const auto things = things_named(options.what);
  if (!things.ok()) return state.fail(things.status());
  auto remote = Remote::connect(options.remote);
  if (!remote.ok()) return state.fail(remote.status());
  const auto answer = ask(*remote, *things, options);
  if (!answer.ok()) return state.fail(answer.status());
  if (state.json) {
    std::printf("%s\n", answer->body.c_str());
    return;
  }
  const auto json = ledger::read_json(answer->body);
  if (!json.ok()) return state.fail(json.status());
  const auto language =
      options.language == "ja" ? projections::LabelLanguage::kJapanese : projections::LabelLanguage::kEnglish;
  std::fputs(show_text(*json, language).c_str(), stdout);
  if (const std::string* access = answer->header("daicho-access-event")) {
    std::fprintf(stderr, "This question is recorded as event %s.\n", access->c_str());
  }
}

}  // namespace

void add_show_command(CLI::App& app, CommandState& state) {
  auto options = std::make_shared<ShowOptions>();
  CLI::App* command = app.add_subcommand("show",
                                         "What is known of a business, case, person, contract, centre, …: "
                                         "its state now or at any earlier size or\n"
                                         "time, the events it rests on, and its life. Public fields only.");
  add_remote_options(*command, options->remote);
  command->add_option("what", options->what, "An id (b-…, p-…, c40, a UUID), or kind/id: case/0198…")
      ->required();
  command->add_option("--as-of", options->as_of, "As the ledger was at this size or time");
  command->add_option("--part", options->part, "One list of it alone, page by page: sessions, costs, …");
  command->add_option("--limit", options->limit,
                      "Events of the timeline, or records of the part, to show (at most 1000)");
  command->add_option("--cursor", options->cursor, "Where an earlier timeline, or page of the part, ended");
  command->add_option("--rests-on-cursor", options->rests_on_cursor,
                      "Where the events that an answer rests on go on");
  command->add_option("--lang", options->language, "Language of labels: ja or en")
      ->check(CLI::IsMember({"ja", "en"}))
      ->capture_default_str();
  command->callback([options, &state] { run_show(*options, state); });
}

}  // namespace ops
