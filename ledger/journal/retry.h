// Retry: whether a request whose id is in the log already is the event that stands there.
//
// Place in the flow: the writer asks instead of deciding, for an id that is stored or staged. An equal
// payload is the same event, whatever has changed since (event.md §1). Unequal is another event, with one
// exception: a client that sends an attested event again gets salts that are derived anew, and when the
// vault's rows were lost in a restore, nobody knows the key that the old ones came from. The salted digests
// then differ although nothing else does, and neither "the same" nor "another" can be shown; so that is what
// is answered. Reads sealed rows; changes nothing. The writer's thread.
#pragma once

#include "ledger/journal/admission.h"
#include "ledger/journal/reader.h"

namespace ledger {

// ok: the payload is the stored one. already_exists event.id_reused, bare and alike for author and stranger.
Status check_retry(const VerifiedEvent& event, const Hash32& stored_digest, const StateView& state);

// For a request that check_retry took for another event: already_exists event.retry_unprovable when all that
// can be compared with `stored` is equal and confidential fields of it are lost; else `refusal` as it is.
// Says the position to nobody but the principal who attested the event. Errors of the store.
Status explain_refusal(Status refusal, const VerifiedEvent& event, const StoredEvent& stored,
                       const KvReader& rows);

}  // namespace ledger
