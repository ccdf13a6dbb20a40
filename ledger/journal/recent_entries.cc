#include "ledger/journal/recent_entries.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "ledger/base/check.h"

namespace ledger {
namespace {

std::size_t text_bytes_of(const std::vector<DecodedEntry>& group) {
  std::size_t bytes = 0;
  for (const DecodedEntry& one : group) {
    bytes += one.entry.jws.size();
    for (const IndexTerm& term : one.entry.ix) bytes += term.path.size();
  }
  return bytes;
}

}  // namespace

void RecentEntries::add(std::vector<DecodedEntry> group) {
  if (group.empty()) return;
  const std::size_t bytes = text_bytes_of(group);
  std::deque<Group> dropped;  // let go outside the lock
  const MutexLock lock(mutex_);
  groups_.push_back({std::move(group), bytes, 0});
  text_bytes_ += bytes;
  while (text_bytes_ > bytes_max_) dropped.push_back(pop_oldest());
}

std::vector<DecodedEntry> RecentEntries::take(Position from, TreeSize to, std::size_t count) {
  LEDGER_CHECK(from.value <= to.value);
  std::vector<DecodedEntry> taken;
  std::deque<Group> dropped;
  const MutexLock lock(mutex_);
  while (!groups_.empty()) {
    Group& group = groups_.front();
    if (group.end().value > from.value) {
      if (group.next() > from) break;
      group.taken += from.value - group.next().value;
      const std::size_t left = group.entries.size() - group.taken;
      const std::size_t more = std::min({left, count - taken.size(), to.value - from.value});
      const auto first =
          std::make_move_iterator(group.entries.begin() + static_cast<std::ptrdiff_t>(group.taken));
      taken.insert(taken.end(), first, first + static_cast<std::ptrdiff_t>(more));
      group.taken += more;
      from = Position(from.value + more);
      if (more < left) break;
    }
    dropped.push_back(pop_oldest());
  }
  return taken;
}

RecentEntries::Group RecentEntries::pop_oldest() {
  Group oldest = std::move(groups_.front());
  groups_.pop_front();
  text_bytes_ -= oldest.text_bytes;
  return oldest;
}

}  // namespace ledger
