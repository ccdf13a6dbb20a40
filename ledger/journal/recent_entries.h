// RecentEntries: the newest entries with their events as the writer had them in hand, for whoever follows the
// log: reading, decompressing and parsing each of them again costs more than folding it.
//
// Place in the flow: the journal adds a group when it publishes the view that shows it; the one follower
// takes what comes next for it. A shortcut, never a source: what is not held (a follower that fell behind,
// was not there, or an opaque leaf) is read from the view and decoded, with the same result. An entry's leaf
// hash is that of its text, so a follower that joins leaf hashes up to the published root has joined these
// too. Bounded in bytes of text; the oldest go first. Threads: any.
#pragma once

#include <deque>
#include <vector>

#include "ledger/base/mutex.h"
#include "ledger/event/entry.h"
#include "ledger/event/event.h"

namespace ledger {

struct DecodedEntry {
  Position position;
  Hash32 leaf_hash{};   // RFC 9162 §2.1.1 over the exact text, always set
  Status status;        // why the entry is not readable as an event; `entry` and `event` mean nothing then
  bool opaque = false;  // a leaf of a conformance ledger
  Entry entry;
  Event event;
};

class RecentEntries {
 public:
  static constexpr std::size_t kBytesMaxDefault = 4U << 20;
  explicit RecentEntries(std::size_t bytes_max = kBytesMaxDefault) : bytes_max_(bytes_max) {}

  // Entries without a gap between them, behind those added before.
  void add(std::vector<DecodedEntry> group) LEDGER_EXCLUDES(mutex_);
  // Hands over the entries from `from` on, at most up to `to` and `count` of them, in order and without a
  // gap; empty when the first is not held. What lies before goes with them: there is one follower.
  // Precondition: from <= to.
  std::vector<DecodedEntry> take(Position from, TreeSize to, std::size_t count) LEDGER_EXCLUDES(mutex_);

 private:
  struct Group {
    std::vector<DecodedEntry> entries;
    std::size_t text_bytes = 0;
    std::size_t taken = 0;  // so many from the front are gone
    Position next() const { return entries[taken].position; }
    TreeSize end() const { return size_including(entries.back().position); }
  };
  Group pop_oldest() LEDGER_REQUIRES(mutex_);

  const std::size_t bytes_max_;
  Mutex mutex_;
  std::deque<Group> groups_ LEDGER_GUARDED_BY(mutex_);  // none of them empty
  std::size_t text_bytes_ LEDGER_GUARDED_BY(mutex_) = 0;
};

}  // namespace ledger
