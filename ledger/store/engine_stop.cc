#include "ledger/store/engine_stop.h"

#include <atomic>
#include <csignal>
#include <fcntl.h>
#include <unistd.h>
#include <utility>

#include "ledger/base/check.h"
#include "ledger/base/json_writer.h"

namespace ledger {
namespace {

std::atomic<const EngineStop*> opening{nullptr};

std::string line_of(const std::string& path, bool is_made_again) {
  JsonWriter json;
  json.begin_object()
      .member("level", "error")
      .member("event", "store.corrupt")
      .member("path", path)
      .member("text",
              std::string("the database engine ended the process while it opened this database; the "
                          "line before says where: a file in there is damaged. Nothing was served. ") +
                  (is_made_again ? "The next start makes it again: start once more"
                                 : "Put back a backup (daicho restore)"))
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
  if (!stop->damage_mark_.empty()) {
    const int mark = open(stop->damage_mark_.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0644);
    if (mark >= 0) close(mark);
  }
  _exit(kExitDamaged);
}

EngineStop::EngineStop(const std::string& path, std::string damage_mark)
    : damage_mark_(std::move(damage_mark)), line_(line_of(path, !damage_mark_.empty())) {
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
