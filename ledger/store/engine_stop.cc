#include "ledger/store/engine_stop.h"

#include <atomic>
#include <csignal>
#include <unistd.h>

#include "ledger/base/check.h"
#include "ledger/base/json_writer.h"

namespace ledger {
namespace {

std::atomic<const EngineStop*> opening{nullptr};

std::string line_of(const std::string& path) {
  JsonWriter json;
  json.begin_object()
      .member("level", "error")
      .member("event", "store.corrupt")
      .member("path", path)
      .member(
          "text",
          "the database engine ended the process while it opened this database; the line before says where: "
          "a file in there is damaged. Nothing was written or served. Put back a backup (daicho restore)")
      .end_object();
  return json.take() + "\n";
}

}  // namespace

// On the thread that called abort(); async-signal-safe calls only.
void end_as_damaged(int /*signal*/) {
  const EngineStop* stop = opening.load();
  if (stop == nullptr) return;  // abort() goes on: default action, core
  const ssize_t written = write(STDERR_FILENO, stop->line_.data(), stop->line_.size());
  static_cast<void>(written);
  _exit(kExitDamaged);
}

EngineStop::EngineStop(const std::string& path) : line_(line_of(path)) {
  static const bool installed = [] {
    struct sigaction action = {};
    action.sa_handler = end_as_damaged;
    return sigaction(SIGABRT, &action, nullptr) == 0;
  }();
  LEDGER_CHECK(installed);
  const EngineStop* none = nullptr;
  opening.compare_exchange_strong(none, this);
}

EngineStop::~EngineStop() {
  const EngineStop* own = this;
  opening.compare_exchange_strong(own, nullptr);
}

}  // namespace ledger
