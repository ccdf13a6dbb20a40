// Generation: a ledger that succeeds one which lost acknowledged entries, and the state it takes over.
//
// Place in the flow: the genesis of generation 2 and later names the last checkpoint of the ledger before it,
// the range that was lost, and a digest of the decision state that is carried over. That state follows as
// `state.imported` events, in parts; until the last part has come and the digest is met, nothing else is
// accepted. So the new log alone proves what its rules rest on, and whoever holds the old log can fold it and
// compare. Also carried over: the ids of the old events, so that no id is used twice. Not carried over: the
// old ledger's own keys, the bindings of principals (their credentials lie in the old vault: everybody is
// bound anew) and events that wait for a countersignature. Pure; any thread.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "ledger/base/bytes.h"
#include "ledger/base/status.h"
#include "ledger/domain/effects.h"
#include "ledger/domain/record_types.h"
#include "ledger/domain/state.h"
#include "ledger/event/event.h"

namespace ledger {

inline constexpr std::string_view kStateImportedType = "state.imported";
// Of one part before base64url, so that its entry stays within kEntryBytesMax.
inline constexpr std::size_t kImportPartBytesMax = 28'000;

struct ImportRow {
  Bytes key;
  Bytes record;
  bool operator==(const ImportRow&) const = default;
};
// Rows of one part: u16 key length ‖ key ‖ u32 record length ‖ record, one after the other.
Bytes encode_import_rows(const std::vector<ImportRow>& rows);
// nullopt: not exactly that, or a row that is_importable refuses.
std::optional<std::vector<ImportRow>> decode_import_rows(ByteView bytes);
// SHA-256(digest before ‖ part), from SHA-256 of nothing on.
Hash32 import_digest(const std::vector<Bytes>& parts);

// What is carried over of an old ledger's folded state and its event ids, cut into parts in key order.
// resource_exhausted import.record_too_large.
using StateRecords = std::map<Bytes, Bytes, std::less<>>;
Result<std::vector<Bytes>> make_import_parts(const StateRecords& state,
                                             const std::map<EventId, Position>& events);

// Rules of decide() that need no row of the rule table.
// invalid_argument genesis.generation: the members about the ledger before go with generations above 1, all
// of them, and contradict each other nowhere.
Status check_genesis_generation(const Event& genesis);
// failed_precondition import.unfinished: something else before the state is complete | import.unexpected: a
// part that is not the next one, or too many; invalid_argument import.rows; data_loss import.digest: the last
// part does not lead to the genesis' digest; already_exists event.id_reused: an id of the ledger before.
Status check_generation(const Event& event, const GenesisRecord& genesis, const StateView& state);

// Position that the event had in the ledger before; nullopt when there was none.
std::optional<Position> past_position(const StateView& state, const EventId& id);

}  // namespace ledger
