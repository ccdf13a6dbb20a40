// DenialRecorder: refusals of the policy, and events that the writer refused, as events; coalesced per
// (principal, rule, minute) and capped, so that an attacker can't grow the log (security.md §2).
//
// Place in the flow: the pipeline notes a refusal (cheap, in memory); ops/service calls flush() from its
// housekeeping thread every few seconds; flush appends one access.denied, or one append.rejected per type and
// reason, per key of every minute that is over. What the cap dropped is itself counted in an event under the
// rule id `policy.denials_dropped`; unauthenticated failures are one aggregate per minute
// and kind of failure (auth.failed; access.denied where it has no word). A crash loses at
// most the minute in progress; the answer never waits for it. Threads: note from any; flush from one.
#pragma once

#include <map>
#include <string>

#include "api/context.h"
#include "ledger/base/mutex.h"

namespace api {

struct Denial {
  std::string principal;  // or "key:<person>" of who signed; empty: unauthenticated
  ledger::Actor actor;
  std::string rule;    // policy or rule id
  std::string action;  // what was asked
  std::string center;  // of the record, if known
  // Set: the writer refused an event of this type, of an actor who is proven; `rule` is the reason.
  std::string rejected_type{};
};

class DenialRecorder {
 public:
  explicit DenialRecorder(const ApiContext& context, std::size_t keys_per_minute_max = 1000);
  void note(const Denial& denial);
  // Appends what is due; with `all`, the minute in progress too (orderly shutdown). What could not be
  // appended keeps its count and stops nothing else; the first failure is given.
  ledger::Status flush(bool all);

 private:
  enum class Kind : std::uint8_t { kDenied, kRejected, kUnauthenticated };
  struct Key {
    std::int64_t minute;  // minutes since 1970
    std::string principal, rule, action;
    Kind kind;
    auto operator<=>(const Key&) const = default;
  };
  struct Tally {
    Denial first;
    std::uint64_t count = 0;
  };
  static Key key_of(const Denial& denial, std::int64_t minute);
  ledger::Status append(const Key& key, const Tally& tally) const;
  ledger::Status append_as(const Key& key, ledger::Actor actor, std::uint64_t count) const;
  const ApiContext& context_;
  const std::size_t keys_per_minute_max_;
  ledger::Counter& denied_total_;
  ledger::Mutex mutex_;
  std::map<Key, Tally> tallies_ LEDGER_GUARDED_BY(mutex_);
  std::map<std::int64_t, std::uint64_t> dropped_ LEDGER_GUARDED_BY(mutex_);
};

}  // namespace api
