#include "api/event_json.h"

#include "ledger/base/time.h"
#include "ledger/base/uuid.h"

namespace api {
namespace {

void write_members(const ledger::StoredEvent& stored, ledger::JsonWriter& json) {
  const ledger::Event& event = stored.signed_event.event;
  json.member("id", ledger::format_event_id(event.id))
      .member("type", event.type)
      .member("stream", event.stream.value)
      .member("position", stored.position.value)
      .member("recorded_at", ledger::format_recorded_at(stored.entry.recorded_at))
      .member("leaf_hash", ledger::to_hex(ledger::view_of(stored.leaf_hash)))
      .member("entry", stored.entry_text);
  // The payload passed the strict reader when it was stored, so its bytes are JSON as they stand.
  json.key("payload").raw(stored.signed_event.jws.payload);
}

}  // namespace

void write_stored(const ledger::StoredEvent& stored, ledger::JsonWriter& json) {
  json.begin_object();
  write_members(stored, json);
  json.end_object();
}

void write_disclosed(const DisclosedEvent& disclosed, ledger::JsonWriter& json) {
  json.begin_object();
  write_members(disclosed.stored, json);
  json.key("confidential").begin_object();
  for (const ledger::Disclosure& disclosure : disclosed.disclosures) {
    json.member(disclosure.name, disclosure.value);
  }
  json.end_object().key("disclosures").begin_array();
  for (const ledger::Disclosure& disclosure : disclosed.disclosures) json.value(disclosure.encoded);
  json.end_array().key("withheld").begin_array();
  for (const ledger::Hash32& digest : disclosed.withheld)
    json.value(ledger::to_base64url(ledger::view_of(digest)));
  json.end_array().end_object();
}

}  // namespace api
