// Event: the parsed payload of a signed event, immutable once parsed. Envelope members as event.md §1 lists
// them.
//
// Place in the flow: decode gives it, decide judges it, projections read it. The signed bytes stay the truth;
// an Event is never serialised back. Pure values; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/bytes.h"
#include "ledger/base/json_value.h"
#include "ledger/base/status.h"
#include "ledger/base/types.h"

namespace ledger {

// Pseudonymous ids and codes only. Empty text means: member absent.
struct Actor {
  PersonId person;
  std::string role, org, center, licence;
  std::string on_behalf_of;
};

struct AttestedBy {
  PrincipalId principal;
  std::string via;  // how the principal was authenticated, e.g. "mtls", "oidc", "internal"
};

struct Event {
  std::string aud;  // origin of the ledger it was signed for
  EventId id;
  std::string type;
  std::uint16_t version = 1;
  StreamId stream;
  std::optional<StreamVersion> expected_version;  // stream's version before this event
  UnixMicros occurred_at;
  std::string occurred_at_text;  // RFC 3339 with offset, as signed
  Actor actor;
  std::optional<AttestedBy> attested_by;
  std::string purpose;
  std::vector<std::string> refs;
  JsonValue data;                  // object of the public fields, without _sd
  std::vector<Hash32> sd_digests;  // data._sd, ascending as base64url text

  bool attested() const { return attested_by.has_value(); }
  // Public field by name; nullptr when absent.
  const JsonValue* field(std::string_view name) const { return data.find(name); }
  std::string_view text(std::string_view name) const { return data.text(name); }
  // Integer field, or `otherwise` when absent or not an integer.
  std::int64_t number(std::string_view name, std::int64_t otherwise = 0) const;
};

// Strict parse of a payload: exactly the known members, each of its type, `position` and `recorded_at`
// refused.
//   aud                1..200 bytes                   id              canonical UUIDv7
//   type               [a-z0-9_]+(.[a-z0-9_]+)+, <= 64 bytes (it becomes a segment of index paths)
//   v                  1..65535                       stream          see parse_stream_id
//   expected_version   optional, >= 0                 occurred_at     RFC 3339 with offset
//   actor              `role` required; `person` too, unless the role is `system`; every member is a segment
//   attested_by        optional {principal, via}: a segment and a lower_snake code
//   purpose            lower_snake, <= 64 bytes       refs            optional, <= 32 texts of the stream-id
//   alphabet data               object; `_sd` optional: 1..64 base64url SHA-256 digests, strictly ascending
//   by text _sd_alg            "sha-256", required even without `_sd`, so that one member list fits every
//   event
// `_sd`, `_sd_alg` and `...` anywhere else are refused at any depth. Member order and white space are free:
// the signed bytes are kept, never rebuilt. invalid_argument: event.malformed | event.unknown_member |
// event.missing_member | event.server_member | event.id | event.stream | event.actor | event.time |
// event.sd_misplaced | json.*; each with a pointer.
Result<Event> parse_event(std::string_view payload);

// A stream id is "<kind>/<segment>[/<segment>…]": lower-case kind, segments of [A-Za-z0-9._:-], <= 160 bytes.
Result<StreamId> parse_stream_id(std::string_view text);
std::string_view stream_kind(const StreamId& stream);
// A segment usable in stream ids, ids and index paths: 1..64 bytes of [A-Za-z0-9._:-].
bool is_segment(std::string_view text);

}  // namespace ledger
