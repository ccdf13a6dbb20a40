// Stored form of an entry: the same bytes as the entry's text, without the base64 (event.md §2 allows a more
// compact form only if it gives back the same text).
//
// Layout 0x01: recorded_at, index-term text, protected header, decoded payload, raw signature; layout 0x00:
// the text verbatim, for whatever does not fit layout 1 (a `conformance` ledger's opaque leaves). Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "ledger/base/bytes.h"
#include "ledger/base/status.h"
#include "ledger/base/types.h"

namespace ledger {

// Never fails: falls back to layout 0x00. Post-condition, checked: decode_stored_entry gives `text` back.
Bytes encode_stored_entry(std::string_view text);
// data_loss entry.stored_malformed.
Result<std::string> decode_stored_entry(ByteView stored);

// What layout 1 holds: views into the stored bytes.
struct StoredEntryParts {
  UnixMicros recorded_at;
  ByteView terms;  // as text
  ByteView header, payload, signature;
};
// nullopt: layout 0. data_loss entry.stored_malformed, exactly when decode_stored_entry says so.
Result<std::optional<StoredEntryParts>> stored_entry_parts(ByteView stored);
// The entry's text, which decode_stored_entry gives of the same bytes; and where the event stands in it.
std::string text_of(const StoredEntryParts& parts);
std::string_view event_in_text(const StoredEntryParts& parts, std::string_view text);

}  // namespace ledger
