#include <CLI/CLI.hpp>
#include <cstdio>

#include "api/httplib_server.h"
#include "ledger/base/json_writer.h"
#include "ledger/domain/catalogue.h"
#include "ledger/index/path.h"
#include "ledger/store/kv_log_store.h"
#include "ops/commands.h"
#include "ops/version.h"

namespace ops {

void add_version_command(CLI::App& app, CommandState& state) {
  CLI::App* command =
      app.add_subcommand("version", "Versions of program, catalogue, formats and HTTP library");
  command->callback([&state] {
    if (state.json) {
      ledger::JsonWriter json;
      json.begin_object()
          .member("version", kVersion)
          .member("catalogue", ledger::kCatalogueVersion)
          .member("index_map", static_cast<std::uint64_t>(ledger::kIndexMapVersion))
          .member("store_format", static_cast<std::uint64_t>(ledger::kStoreFormatVersion))
          .member("httplib", api::HttpServer::library_version())
          .end_object();
      std::printf("%s\n", json.take().c_str());
      return;
    }
    std::printf("daicho %s (catalogue %s, index map %u, store format %u, cpp-httplib %s)\n", kVersion,
                std::string(ledger::kCatalogueVersion).c_str(), ledger::kIndexMapVersion,
                ledger::kStoreFormatVersion, api::HttpServer::library_version().c_str());
  });
}

}  // namespace ops
