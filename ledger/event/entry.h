// Entry: what the tree hashes: the writer's envelope around one signed event (event.md §2).
//
// {"v":1,"recorded_at":"…Z","ix":[["path",plus,minus],…],"event":"<issuer-signed JWT>"}: UTF-8, members in
// this order, no insignificant white space, at most kEntryBytesMax bytes. Nobody re-serialises an entry: the
// encoder runs once, on the writer, and the reader accepts exactly the bytes that the encoder would write.
// Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/bytes.h"
#include "ledger/base/status.h"

namespace ledger {

// One authenticated-index term (proofs.md §1): path without its final 0x00, unsigned amounts <=
// kIndexAmountMax.
struct IndexTerm {
  std::string path;
  std::uint64_t plus = 0;
  std::uint64_t minus = 0;
  bool operator==(const IndexTerm&) const = default;
};
using IndexTerms = std::vector<IndexTerm>;  // sorted by path bytes, one per path

struct Entry {
  UnixMicros recorded_at;
  IndexTerms ix;
  std::string jws;  // compact text
};

// Refuses what the reader would refuse: paths are segments joined by '/', below kIndexPathBytesMax, strictly
// ascending; amounts <= kIndexAmountMax; the event is a compact JWS text (its alphabet only; parse_logged_jws
// judges it). resource_exhausted entry.too_large when the text would pass kEntryBytesMax; invalid_argument
// entry.malformed.
Result<std::string> encode_entry(const Entry& entry);
// Inverse of encode_entry, one pass. data_loss entry.not_canonical: an entry's meaning in other bytes (order,
// white space, escapes, another spelling of the time, unsorted terms); data_loss entry.malformed: anything
// else.
Result<Entry> parse_entry(std::string_view text);
// The terms alone: exactly the text that stands behind "ix": in an entry with them; nullopt: no encoder's.
std::optional<IndexTerms> parse_index_terms(std::string_view text);

// What stands behind the genesis of a conformance ledger: bytes of an outside tool, hashed and tiled as they
// are. Never bytes that begin as an entry does: nothing that the ledger has not judged may read as an event.
// invalid_argument leaf.empty | leaf.like_entry; resource_exhausted leaf.too_large.
Status check_opaque_leaf(std::string_view bytes);

}  // namespace ledger
