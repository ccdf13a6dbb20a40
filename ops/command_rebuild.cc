#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <memory>
#include <thread>

#include "ledger/base/clock.h"
#include "ledger/base/json_reader.h"
#include "ledger/journal/recovery.h"
#include "ledger/store/memory_kv.h"
#include "ops/commands.h"
#include "ops/folder_options.h"
#include "ops/progress.h"
#include "ops/projection_opening.h"
#include "ops/remote.h"
#include "ops/store_opening.h"
#include "projections/rebuild.h"

namespace ops {
namespace {

constexpr std::chrono::milliseconds kWithoutPlace(200);

struct RebuildOptions {
  FolderOptions folder;
  RemoteOptions remote;
  std::vector<std::string> names;
  bool compare = false;
};

ledger::Status rebuild_offline(const RebuildOptions& options,
                               std::vector<projections::Comparison>& compared) {
  const DataFolder folder = options.folder.folder();
  LEDGER_ASSIGN(const ReadOnlyStore store, open_store_read_only(folder));
  LEDGER_ASSIGN(const auto inspected, ledger::inspect_log(*store.kv, store.identity.origin));
  LEDGER_ASSIGN(const auto view, ledger::open_view(*store.kv, inspected.head));
  const projections::Registry registry = projections::standard_registry();
  LEDGER_ASSIGN(const OpenedProjections opened,
                open_projections(folder.projections(), registry, ProjectionCheck::kEveryByte));
  const auto& kv = opened.kv;
  LEDGER_TRY(projections::prepare_store(*kv, registry));
  const ledger::SystemClock clock;
  Progress progress(options.compare ? "compare" : "rebuild", clock);
  const auto show = [&](ledger::TreeSize done, ledger::TreeSize total) {
    progress.show(done.value, total.value);
    return true;
  };
  if (!options.compare) return projections::rebuild(*kv, registry, *view, options.names, show);
  ledger::MemoryKv fresh(projections::family_names(registry).size());
  LEDGER_ASSIGN(compared, projections::compare_with_rebuild({kv->snapshot(), &registry}, fresh, *view, show));
  return ledger::Status();
}

void print_compared(const std::vector<projections::Comparison>& compared, CommandState& state) {
  ledger::JsonWriter json;
  json.begin_array();
  for (const projections::Comparison& one : compared) {
    if (!one.equal) state.exit = ExitCode::kNegative;
    json.begin_object()
        .member("projection", one.projection)
        .member("size", one.size.value)
        .member("rows", one.rows_count)
        .member("equal", one.equal)
        .end_object();
    if (!state.json) {
      std::printf("%-16s %10llu rows at size %llu: %s\n", one.projection.c_str(),
                  static_cast<unsigned long long>(one.rows_count),
                  static_cast<unsigned long long>(one.size.value),
                  one.equal ? "equal to a fresh fold of the log" : "DIFFERENT from a fresh fold of the log");
    }
  }
  if (state.json) std::printf("%s\n", json.end_array().take().c_str());
}

void run_offline(const RebuildOptions& options, CommandState& state) {
  std::vector<projections::Comparison> compared;
  const ledger::Status status = rebuild_offline(options, compared);
  if (!status.ok()) return state.fail(status);
  if (options.compare) return print_compared(compared, state);
  std::printf(state.json ? "{\"rebuilt\":true}\n" : "The projections are rebuilt.\n");
}

// -- beside a server ----------------------------------------------------------------------------------------

struct Watched {
  std::string name;
  std::uint64_t done = 0, total = 0;
  bool ended = false;
};

std::string path_of(std::string_view name) {
  return "/v1/projections/" + api::encode_uri_component(name);
}

std::uint64_t number_of(const ledger::JsonValue& object, std::string_view name) {
  const ledger::JsonValue* value = object.find(name);
  return value != nullptr && value->is_int() ? static_cast<std::uint64_t>(value->as_int()) : 0;
}

// Asks once, waiting in the server for a second at most; without a place to wait there, waits here.
ledger::Status look_at(Remote& remote, Watched& one) {
  LEDGER_ASSIGN(const Remote::Answer answer,
                remote.call("GET", path_of(one.name), {}, {}, {{"Prefer", "wait=1"}}));
  LEDGER_ASSIGN(const ledger::JsonValue state, ledger::read_json(answer.body));
  const ledger::JsonValue* growth = state.find("rebuild");
  one.ended = growth == nullptr;
  one.done = number_of(one.ended ? state : *growth, "size");
  one.total = std::max(one.done, number_of(state, "of"));
  if (!one.ended && answer.header("preference-applied") == nullptr) {
    std::this_thread::sleep_for(kWithoutPlace);
  }
  return ledger::Status();
}

ledger::Result<std::vector<Watched>> rebuild_online(const RebuildOptions& options) {
  LEDGER_ASSIGN(Remote remote, Remote::connect(options.remote));
  std::vector<Watched> watched;
  for (const std::string& name : options.names) watched.push_back({name});
  if (watched.empty()) {
    LEDGER_ASSIGN(const ledger::JsonValue list, remote.get_json("/v1/projections"));
    const ledger::JsonValue* items = list.find("items");
    if (items == nullptr || !items->is_array()) {
      return ledger::unavailable("http.malformed", "the server's list of projections is none");
    }
    for (const ledger::JsonValue& item : items->as_array()) {
      watched.push_back({std::string(item.text("name"))});
    }
  }
  for (const Watched& one : watched) {
    LEDGER_TRY(remote.call("POST", path_of(one.name) + "/rebuild").status());
  }
  const ledger::SystemClock clock;
  Progress progress("rebuild", clock);
  while (true) {
    std::uint64_t done = 0, total = 0;
    bool ended = true;
    for (Watched& one : watched) {
      if (!one.ended) LEDGER_TRY(look_at(remote, one));
      done += one.done;
      total += one.total;
      ended = ended && one.ended;
    }
    progress.show(done, total);
    if (ended) return watched;
  }
}

void run_online(const RebuildOptions& options, CommandState& state) {
  const auto rebuilt = rebuild_online(options);
  if (!rebuilt.ok()) return state.fail(rebuilt.status());
  ledger::JsonWriter json;
  json.begin_array();
  for (const Watched& one : *rebuilt) {
    json.begin_object().member("projection", one.name).member("size", one.done).end_object();
    if (state.json) continue;
    std::printf("%-16s new rows answer, at size %llu\n", one.name.c_str(),
                static_cast<unsigned long long>(one.done));
  }
  if (state.json) std::printf("%s\n", json.end_array().take().c_str());
}

void run_rebuild(const RebuildOptions& options, bool online, CommandState& state) {
  if (online && options.compare) {
    return state.fail(ledger::invalid("arguments.compare", "--compare reads the files of a stopped server")
                          .at("--compare")
                          .want("--data instead of --url"));
  }
  if (online) return run_online(options, state);
  if (options.folder.data.empty()) {
    return state.fail(ledger::invalid("arguments.missing", "neither a folder nor a server is named")
                          .at("--data")
                          .want("--data of a stopped server, or --url of a running one"));
  }
  run_offline(options, state);
}

}  // namespace

void add_rebuild_command(CLI::App& app, CommandState& state) {
  auto options = std::make_shared<RebuildOptions>();
  CLI::App* command = app.add_subcommand(
      "rebuild",
      "Fold the projections anew from the log. With --data: of a stopped server; --compare only checks that\n"
      "the stored ones are byte for byte what a fresh fold gives. With --url: beside a running server, "
      "whose\n"
      "old rows answer until the new ones take over; needs the role that may operate it.");
  add_folder_options(*command, options->folder);
  command->get_option("--data")->required(false);
  add_remote_options(*command, options->remote);
  // The environment names a server for every other command; here it would not say which way is meant.
  CLI::Option* url = command->get_option("--url")->envname("");
  command->add_option("names", options->names, "Projections; default: all");
  command->add_flag("--compare", options->compare, "Change nothing, compare (with --data)");
  command->callback([options, url, &state] { run_rebuild(*options, url->count() > 0, state); });
}

}  // namespace ops
