// LogItem: one entry of the log, read once and shared by all projections.
//
// Place in the flow: the projector reads entry texts from a LedgerView, decodes each one here, and hands the
// item to every projection that has not seen its position. An entry that cannot be read as an event is an
// item too, with the reason in `status`: it is parked, never skipped silently. Pure values; any thread.
#pragma once

#include <string_view>
#include <vector>

#include "ledger/event/entry.h"
#include "ledger/event/event.h"
#include "ledger/journal/view.h"

namespace projections {

struct LogItem {
  ledger::Position position;
  ledger::Hash32 leaf_hash{};  // RFC 9162 §2.1.1 over the exact text, always set
  ledger::Status status;  // why the entry is not readable as an event; `entry` and `event` mean nothing then
  bool opaque = false;    // a leaf of a conformance ledger: nothing to fold, nothing to park
  ledger::Entry entry;
  ledger::Event event;
};

LogItem decode_item(ledger::Position position, std::string_view text);

// One chunk is at most this many events and, from its second event on, this many bytes of entry text.
inline constexpr std::uint64_t kChunkEventsMax = 1000;
inline constexpr std::size_t kChunkBytesMax = 4U << 20;

// Items of [from, to), fewer when the byte bound was reached, at least one. Precondition: from < to <= view's
// size. data_loss from the store: an entry below the view's size is missing or unreadable as stored bytes.
ledger::Result<std::vector<LogItem>> decode_chunk(const ledger::LedgerView& view, ledger::TreeSize from,
                                                  ledger::TreeSize to);

}  // namespace projections
