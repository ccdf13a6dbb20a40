#include "projections/life_cycle.h"

#include <algorithm>
#include <map>

#include "projections/stream_history.h"

namespace projections {

using ledger::Bytes;
using ledger::Result;
using ledger::TreeSize;

Result<Page<LifeCycleRow>> life_cycle(const Snapshot& snapshot, const LifeCycleQuestion& question,
                                      TreeSize as_of, const PageRequest& request) {
  LEDGER_TRY(check_limit(request.limit));
  if (request.order != PageOrder::kNewestFirst) {
    return ledger::invalid("page.order", "a life cycle is paged newest first")
        .at("/order")
        .want("newest_first");
  }
  std::string asked = question_of("life_cycle", request.order, {});
  append_question(asked, question.name);
  LEDGER_ASSIGN(const std::optional<std::uint64_t> after, parse_page_cursor(asked, request.after));
  LEDGER_ASSIGN(const OwnSnapshot streams, snapshot.rows_of(StreamHistory::kName));
  LEDGER_ASSIGN(const PastState state, PastState::open(snapshot, as_of));
  Page<LifeCycleRow> page;
  page.reflects = std::min(state.size(), streams.size);
  page.next = request.after;
  const TreeSize before = after ? std::min(TreeSize(*after), page.reflects) : page.reflects;
  // One more than is shown from each source, so that `more` is known.
  const std::size_t wanted = request.limit + 1;
  std::map<std::uint64_t, std::vector<Bytes>, std::greater<>> events;
  for (const ledger::StreamId& stream : question.streams) {
    const PageRequest part{"", std::min(wanted, ledger::kPageItemsMax), PageOrder::kNewestFirst};
    LEDGER_ASSIGN(const StreamPage versions, stream_versions(snapshot, stream, before, part));
    for (const StreamRow& row : versions.page.rows) events[row.position.value];
    // At the largest limit the one more is not to be had: the stream itself says that there is more.
    page.more = page.more || versions.page.more;
  }
  for (const Bytes& key : question.records) {
    for (const RecordVersion& version : state.versions(key, before, wanted)) {
      events[version.position.value].push_back(key);
    }
  }
  LEDGER_TRY(state.health());
  page.more = page.more || events.size() > request.limit;
  for (auto& [position, changed] : events) {
    if (page.rows.size() == request.limit) break;
    page.rows.push_back({ledger::Position(position), std::move(changed)});
  }
  if (!page.rows.empty()) page.next = format_page_cursor(asked, page.rows.back().position.value);
  return page;
}

}  // namespace projections
