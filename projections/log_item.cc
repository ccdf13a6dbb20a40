#include "projections/log_item.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "ledger/base/limits.h"
#include "ledger/event/jws.h"
#include "ledger/journal/reader.h"
#include "ledger/merkle/hash.h"
#include "ledger/store/entry_codec.h"
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

// From the parts of which the text was made: what they hold need not be read out of the text again. False:
// the event can't be read, and `item` means nothing.
bool take_parts(const ledger::StoredEntryParts& parts, std::string_view text, LogItem& item) {
  if (text.size() > ledger::kEntryBytesMax || parts.payload.empty()) return false;
  std::optional<ledger::IndexTerms> terms = ledger::parse_index_terms(parts.terms);
  if (!terms) return false;
  const std::string_view jws = ledger::event_in_text(parts, text);
  if (!ledger::check_jws_size(jws.size()).ok() || !ledger::check_signature_size(parts.signature).ok() ||
      !ledger::check_jws_header(jws.substr(0, jws.find('.'))).ok()) {
    return false;
  }
  Result<ledger::Event> event = ledger::parse_event(parts.payload);
  if (!event.ok()) return false;
  item.entry.recorded_at = parts.recorded_at;
  item.entry.ix = std::move(*terms);
  item.entry.jws = jws;
  item.event = std::move(event).value();
  return true;
}

// What is no entry is a leaf where the genesis says so, and poison anywhere else.
void mark_opaque(const ledger::KvReader& reader, std::vector<LogItem>& items) {
  const auto unreadable = [](const LogItem& item) { return !item.status.ok(); };
  if (std::none_of(items.begin(), items.end(), unreadable)) return;
  const auto genesis = ledger::conformance_genesis(reader);
  if (!genesis.ok() || !*genesis) return;
  for (LogItem& item : items) item.opaque = item.position.value > 0;
}

}  // namespace

Result<LogItem> decode_stored_item(Position position, ledger::ByteView stored, std::size_t& text_bytes) {
  LEDGER_ASSIGN(const auto parts, ledger::stored_entry_parts(stored));
  LEDGER_ASSIGN(const std::string text,
                parts ? Result<std::string>(ledger::text_of(*parts)) : ledger::decode_stored_entry(stored));
  text_bytes = text.size();
  LogItem item;
  if (!parts || !take_parts(*parts, text, item)) return decode_item(position, text);  // with the reason
  item.position = position;
  item.leaf_hash = ledger::merkle::leaf_hash(text);
  return item;
}

Result<std::vector<LogItem>> decode_chunk(const ledger::LedgerView& view, TreeSize from, TreeSize to) {
  LEDGER_CHECK(from < to && to <= view.head.size);
  const std::uint64_t count = std::min(kChunkEventsMax, to.value - from.value);
  std::vector<LogItem> items;
  items.reserve(count);
  std::size_t text_bytes = 0;
  LEDGER_TRY(ledger::read_stored_entries(*view.reader, ledger::next_position(from), count,
                                         [&](Position position, ledger::ByteView stored) -> Result<bool> {
                                           std::size_t bytes = 0;
                                           LEDGER_ASSIGN(LogItem item,
                                                         decode_stored_item(position, stored, bytes));
                                           items.push_back(std::move(item));
                                           text_bytes += bytes;
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
