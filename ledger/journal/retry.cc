#include "ledger/journal/retry.h"

#include "ledger/base/sha256.h"
#include "ledger/domain/records.h"
#include "ledger/store/kv_log_store.h"

namespace ledger {
namespace {

EventDraft draft_of(const Event& event) {
  return {event.aud,
          event.id,
          event.type,
          event.version,
          event.stream,
          event.expected_version,
          event.occurred_at_text,
          event.actor,
          event.attested_by,
          event.purpose,
          event.refs,
          event.data};
}

}  // namespace

Status check_retry(const VerifiedEvent& event, const Hash32& stored_digest, const StateView& state) {
  const Status reused =
      already_exists("event.id_reused", "this id is already used by an event with another content")
          .at("/id")
          .want("a new UUIDv7, or the same content as before");
  if (!event.event().attested()) {
    // The retry's key must still belong to the author it speaks for, or a stranger could learn that the id
    // exists.
    const auto key = find_key(state, event.signed_event().jws.kid);
    if (!key || key->person != event.event().actor.person) return reused;
  }
  return event.signed_event().payload_digest == stored_digest ? Status() : reused;
}

Status explain_refusal(Status refusal, const VerifiedEvent& event, const StoredEvent& stored,
                       const KvReader& rows) {
  const Event& there = stored.signed_event.event;
  if (!event.event().attested() || !there.attested() || there.sd_digests.empty()) return refusal;
  LEDGER_ASSIGN(const auto sealed, read_sealed(rows, there.id));
  if (sealed.size() >= there.sd_digests.size()) return refusal;
  // The stored event with the digests of this request: its payload to the byte, when nothing else differs.
  // Principal and way in are part of it.
  const std::string payload = build_payload(draft_of(there), event.signed_event().disclosures);
  if (sha256(payload) != event.signed_event().payload_digest) return refusal;
  return already_exists("event.retry_unprovable",
                        "an event with this id and these public fields stands at position " +
                            std::to_string(stored.position.value) +
                            "; its confidential fields were lost in a restore, and with them what would show "
                            "that yours are the same")
      .at("/id")
      .want("its receipt by GET /v1/receipts/{id}; the fields once more as an event with a new id");
}

}  // namespace ledger
