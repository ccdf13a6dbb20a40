// LogItem: one entry of the log, read once and shared by all projections.
//
// Place in the flow: the projector takes what the writer had in hand, or reads entry texts from a LedgerView
// and decodes each one here, and hands the item to every projection that has not seen its position. An entry
// that cannot be read as an event is an item too, with the reason in `status`: it is parked, never skipped
// silently; an opaque leaf is neither folded nor parked. Pure values; any thread.
#pragma once

#include <string_view>
#include <vector>

#include "ledger/journal/recent_entries.h"
#include "ledger/journal/view.h"

namespace projections {

using LogItem = ledger::DecodedEntry;

LogItem decode_item(ledger::Position position, std::string_view text);
// Of an entry's stored form: what decode_item says of its text. `text_bytes` is what the text takes.
// data_loss entry.stored_malformed: it has none.
ledger::Result<LogItem> decode_stored_item(ledger::Position position, ledger::ByteView stored,
                                           std::size_t& text_bytes);

// One chunk is at most this many events and, from its second event on, this many bytes of entry text.
inline constexpr std::uint64_t kChunkEventsMax = 1000;
inline constexpr std::size_t kChunkBytesMax = 4U << 20;

// Items of [from, to), fewer when the byte bound was reached, at least one. Precondition: from < to <= view's
// size. data_loss from the store: an entry below the view's size is missing or unreadable as stored bytes.
ledger::Result<std::vector<LogItem>> decode_chunk(const ledger::LedgerView& view, ledger::TreeSize from,
                                                  ledger::TreeSize to);

}  // namespace projections
