#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>

#include "ledger/base/clock.h"
#include "ledger/journal/recovery.h"
#include "ledger/store/memory_kv.h"
#include "ops/commands.h"
#include "ops/folder_options.h"
#include "ops/progress.h"
#include "ops/projection_opening.h"
#include "ops/store_opening.h"
#include "projections/rebuild.h"

namespace ops {
namespace {

struct RebuildOptions {
  FolderOptions folder;
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
  LEDGER_ASSIGN(const OpenedProjections opened, open_projections(folder.projections(), registry));
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

void run_rebuild(const RebuildOptions& options, CommandState& state) {
  std::vector<projections::Comparison> compared;
  const ledger::Status status = rebuild_offline(options, compared);
  if (!status.ok()) return state.fail(status);
  if (!options.compare) {
    std::printf(state.json ? "{\"rebuilt\":true}\n" : "The projections are rebuilt.\n");
    return;
  }
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

}  // namespace

void add_rebuild_command(CLI::App& app, CommandState& state) {
  auto options = std::make_shared<RebuildOptions>();
  CLI::App* command = app.add_subcommand(
      "rebuild",
      "Fold the projections anew from the log (server stopped); --compare only checks that the stored\n"
      "ones are byte for byte what a fresh fold gives.");
  add_folder_options(*command, options->folder);
  command->add_option("names", options->names, "Projections; default: all");
  command->add_flag("--compare", options->compare, "Change nothing, compare");
  command->callback([options, &state] { run_rebuild(*options, state); });
}

}  // namespace ops
