#include "projections/log_item.h"

#include <algorithm>
#include <utility>

#include "ledger/event/jws.h"
#include "ledger/journal/reader.h"
#include "ledger/merkle/hash.h"
#include "ledger/store/kv_log_store.h"

namespace projections {

using ledger::Position;
using ledger::Result;
using ledger::TreeSize;

LogItem decode_item(Position position, std::string_view text) {
  LogItem item;
  item.position = position;
  item.leaf_hash = ledger::merkle::leaf_hash(text);
  Result<ledger::Entry> entry = ledger::parse_entry(text);
  if (!entry.ok()) {
    item.status = entry.status();
    return item;
  }
  // As parse_logged_jws, without the digest of the payload, which no projection looks at.
  const Result<ledger::Jws> jws = ledger::parse_jws(entry->jws);
  Result<ledger::Event> event = jws.ok() ? ledger::parse_event(jws->payload) : jws.status();
  if (!event.ok()) {
    item.status = event.status();
    return item;
  }
  item.entry = std::move(entry).value();
  item.event = std::move(event).value();
  return item;
}

namespace {

// What is no entry is a leaf where the genesis says so, and poison anywhere else.
void mark_opaque(const ledger::KvReader& reader, std::vector<LogItem>& items) {
  const auto unreadable = [](const LogItem& item) { return !item.status.ok(); };
  if (std::none_of(items.begin(), items.end(), unreadable)) return;
  const auto genesis = ledger::conformance_genesis(reader);
  if (!genesis.ok() || !*genesis) return;
  for (LogItem& item : items) item.opaque = item.position.value > 0;
}

}  // namespace

Result<std::vector<LogItem>> decode_chunk(const ledger::LedgerView& view, TreeSize from, TreeSize to) {
  LEDGER_CHECK(from < to && to <= view.head.size);
  const std::uint64_t count = std::min(kChunkEventsMax, to.value - from.value);
  std::vector<LogItem> items;
  items.reserve(count);
  std::size_t text_bytes = 0;
  LEDGER_TRY(ledger::read_entries(*view.reader, ledger::next_position(from), count,
                                  [&](Position position, std::string_view text) {
                                    items.push_back(decode_item(position, text));
                                    text_bytes += text.size();
                                    return text_bytes < kChunkBytesMax;
                                  }));
  const bool dense = !items.empty() && items.front().position == ledger::next_position(from) &&
                     items.back().position.value - items.front().position.value + 1 == items.size();
  mark_opaque(*view.reader, items);
  if (!dense || (items.size() < count && text_bytes < kChunkBytesMax)) {
    return ledger::data_loss("projection.entry_missing",
                             "the log has a gap at or after position " + std::to_string(from.value));
  }
  return items;
}

}  // namespace projections
