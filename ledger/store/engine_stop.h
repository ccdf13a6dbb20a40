// EngineStop: what an operator reads when the database engine aborts the process while it opens a database.
//
// Place in the flow: around the opening in rocks_kv.cc. The packaged engine is built with its assertions, and
// parses the properties of a table before it compares their checksum: one flipped bit there (the upper one of
// the restart count) is an assertion, not an error. Nothing can be given back then; what can be done is to
// end with the exit code and the reason of a damaged store, before anything was written or served.
//
// Threads: any; the engine may abort on threads of its own. One at a time counts: of two that live at once
// the line names the first one's database. Outside of an opening abort() does what it always did.
#pragma once

#include <string>

namespace ledger {

// Exit code of commands that found what is stored damaged.
inline constexpr int kExitDamaged = 1;

class EngineStop {
 public:
  // `path` of the database that is being opened; `damage_mark` of an empty file to leave, unless empty
  // itself: for a database that its owner makes again at the next start.
  explicit EngineStop(const std::string& path, std::string damage_mark = {});
  ~EngineStop();
  EngineStop(const EngineStop&) = delete;
  EngineStop& operator=(const EngineStop&) = delete;

 private:
  friend void end_as_damaged(int signal);
  const std::string damage_mark_;
  const std::string line_;  // composed before: a signal handler may not allocate
};

}  // namespace ledger
