// RebuildKeeper: writes down that a rebuild which somebody asked for is done (projection.rebuilt, in the
// asker's name): which projection, up to which size, and the digest of its rows there.
//
// Place in the flow: the handler says who asked; the housekeeping thread looks whose new rows have taken
// over, reads them once and appends. What a restart cuts off goes on growing and takes over, but nobody knows
// then who had asked: the event is missing, the rows are not. Threads: asked from any; record_done one at a
// time.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "api/context.h"
#include "api/routes.h"
#include "ledger/base/mutex.h"

namespace api {

class RebuildKeeper {
 public:
  explicit RebuildKeeper(const ApiContext& context) : context_(context) {}

  // Bounded: of more than some hundred that are not recorded yet the oldest are dropped, and diagnostics say
  // so.
  void asked(const Caller& caller, std::string_view projection) LEDGER_EXCLUDES(mutex_);
  // Stops at the first that can't be recorded now and says why; the next call goes on. `go_on` false ends the
  // reading of rows.
  ledger::Status record_done(const std::function<bool()>& go_on) LEDGER_EXCLUDES(mutex_);

 private:
  struct Asked {
    std::uint64_t number = 0;
    std::string projection;
    ledger::Actor actor;
    ledger::AttestedBy by;
    std::string purpose;
    // Once made: sent again unchanged while its outcome is not known, so it is in the log once.
    std::optional<ledger::AttestedRequest> request{};
  };
  std::vector<Asked> done() const LEDGER_EXCLUDES(mutex_);
  void keep(const Asked& one) LEDGER_EXCLUDES(mutex_);
  void forget(const Asked& one) LEDGER_EXCLUDES(mutex_);
  ledger::Result<ledger::AttestedRequest> make_request(const Asked& one,
                                                       const std::function<bool()>& go_on) const;
  ledger::Status record(Asked one, const std::function<bool()>& go_on) LEDGER_EXCLUDES(mutex_);

  const ApiContext& context_;
  mutable ledger::Mutex mutex_;
  std::vector<Asked> asked_ LEDGER_GUARDED_BY(mutex_);
  std::uint64_t next_number_ LEDGER_GUARDED_BY(mutex_) = 1;
};

}  // namespace api
