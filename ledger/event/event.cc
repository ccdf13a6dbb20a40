#include "ledger/event/event.h"

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

#include "ledger/base/json_reader.h"
#include "ledger/base/json_writer.h"
#include "ledger/base/limits.h"
#include "ledger/base/time.h"
#include "ledger/base/uuid.h"
#include "ledger/event/disclosure.h"

namespace ledger {
namespace {

constexpr std::size_t kAudienceBytesMax = 200;
constexpr std::size_t kStreamBytesMax = 160;
constexpr std::size_t kCodeBytesMax = 64;
constexpr std::size_t kRefsMax = 32;
constexpr std::string_view kSystemRole = "system";

bool is_lower_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

// 1 for each byte that no segment holds; asked for every byte of every id and code.
constexpr std::array<unsigned char, 256> kOutsideSegment = [] {
  std::array<unsigned char, 256> outside{};
  outside.fill(1);
  for (const char c : std::string_view("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._:-"))
    outside[static_cast<unsigned char>(c)] = 0;
  return outside;
}();

bool is_lower_snake(std::string_view text) {
  return !text.empty() && text.size() <= kCodeBytesMax && text.front() >= 'a' && text.front() <= 'z' &&
         std::all_of(text.begin(), text.end(), is_lower_or_digit);
}

bool is_event_type(std::string_view text) {
  if (text.empty() || text.size() > kCodeBytesMax || text.front() == '.' || text.back() == '.') return false;
  bool dotted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '.') {
      if (text[i - 1] == '.') return false;
      dotted = true;
    } else if (!is_lower_or_digit(text[i])) {
      return false;
    }
  }
  return dotted;
}

// One or more segments joined by '/'.
bool is_segment_path(std::string_view text) {
  for (;;) {
    const std::size_t slash = text.find('/');
    if (!is_segment(text.substr(0, slash))) return false;
    if (slash == std::string_view::npos) return true;
    text.remove_prefix(slash + 1);
  }
}

Status malformed(std::string_view pointer, std::string message, std::string expected) {
  return invalid("event.malformed", std::move(message)).at(std::string(pointer)).want(std::move(expected));
}

Status misplaced(std::string pointer) {
  return invalid("event.sd_misplaced", "an SD-JWT member stands where the profile has none")
      .at(std::move(pointer))
      .want("\"_sd\" directly in data, \"_sd_alg\" at the top, \"...\" nowhere");
}

Status unknown_member(std::string_view parent, std::string_view name) {
  std::string pointer = std::string(parent) + "/" + pointer_token(name);
  if (is_sd_member(name)) return misplaced(std::move(pointer));
  return invalid("event.unknown_member", "the event has a member that the format does not know")
      .at(std::move(pointer));
}

Status missing_member(std::string pointer) {
  return invalid("event.missing_member", "the event lacks a required member").at(std::move(pointer));
}

Status read_aud(JsonValue& value, Event& event) {
  if (!value.is_string() || value.as_string().empty() || value.as_string().size() > kAudienceBytesMax) {
    return malformed("/aud", "aud is not a ledger origin", "the origin of the ledger, 1 to 200 bytes");
  }
  event.aud = std::move(value.as_string());
  return {};
}

Status read_id(JsonValue& value, Event& event) {
  const std::optional<EventId> id = value.is_string() ? parse_event_id(value.as_string()) : std::nullopt;
  if (!id)
    return invalid("event.id", "the id is not a UUIDv7").at("/id").want("a lower-case UUIDv7 with hyphens");
  event.id = *id;
  return {};
}

Status read_type(JsonValue& value, Event& event) {
  if (!value.is_string() || !is_event_type(value.as_string())) {
    return malformed("/type", "type is not an event type", "lower-case dotted name, e.g. session.held");
  }
  event.type = std::move(value.as_string());
  return {};
}

Status read_version(JsonValue& value, Event& event) {
  constexpr std::int64_t kMax = std::numeric_limits<std::uint16_t>::max();
  if (!value.is_int() || value.as_int() < 1 || value.as_int() > kMax) {
    return malformed("/v", "v is not a schema version", "an integer from 1 to 65535");
  }
  event.version = static_cast<std::uint16_t>(value.as_int());
  return {};
}

Status read_stream(JsonValue& value, Event& event) {
  if (!value.is_string()) return parse_stream_id({}).status().under("/stream");
  Result<StreamId> stream = parse_stream_id(value.as_string());
  if (!stream.ok()) return stream.status().under("/stream");
  event.stream = std::move(*stream);
  return {};
}

Status read_expected_version(JsonValue& value, Event& event) {
  if (!value.is_int() || value.as_int() < 0) {
    return malformed("/expected_version", "expected_version is not a version",
                     "the stream's version before this event, 0 for a new stream");
  }
  event.expected_version = StreamVersion(static_cast<std::uint64_t>(value.as_int()));
  return {};
}

Status read_occurred_at(JsonValue& value, Event& event) {
  constexpr std::string_view kExpected = "RFC 3339 with offset, e.g. 2026-06-03T10:00:00+09:00";
  if (!value.is_string()) {
    return invalid("event.time", "occurred_at is not a string")
        .at("/occurred_at")
        .want(std::string(kExpected));
  }
  const Result<UnixMicros> time = parse_rfc3339(value.as_string());
  if (!time.ok()) {
    return invalid("event.time", time.status().message()).at("/occurred_at").want(std::string(kExpected));
  }
  event.occurred_at = *time;
  event.occurred_at_text = std::move(value.as_string());
  return {};
}

std::string* actor_member(std::string_view name, Actor& actor) {
  if (name == "person") return &actor.person.value;
  if (name == "role") return &actor.role;
  if (name == "org") return &actor.org;
  if (name == "center") return &actor.center;
  if (name == "licence") return &actor.licence;
  if (name == "on_behalf_of") return &actor.on_behalf_of;
  return nullptr;
}

Status bad_actor(std::string pointer, std::string message, std::string_view expected) {
  return invalid("event.actor", std::move(message)).at(std::move(pointer)).want(std::string(expected));
}

Status read_actor(JsonValue& value, Event& event) {
  constexpr std::string_view kExpected =
      "a pseudonymous id or code, 1 to 64 characters of A-Z a-z 0-9 . _ : -";
  if (!value.is_object())
    return bad_actor("/actor", "actor is not an object", "person, role, org, center, licence");
  for (auto& [name, text] : value.as_object()) {
    std::string* target = actor_member(name, event.actor);
    if (target == nullptr) return unknown_member("/actor", name);
    if (!text.is_string() || !is_segment(text.as_string())) {
      return bad_actor("/actor/" + name, "an actor member is not an id", kExpected);
    }
    *target = std::move(text.as_string());
  }
  if (event.actor.role.empty()) return missing_member("/actor/role");
  if (event.actor.person.value.empty() && event.actor.role != kSystemRole)
    return missing_member("/actor/person");
  return {};
}

Status read_attested_by(JsonValue& value, Event& event) {
  if (!value.is_object())
    return bad_actor("/attested_by", "attested_by is not an object", "{principal, via}");
  AttestedBy attested;
  for (auto& [name, text] : value.as_object()) {
    if (name == "principal") {
      if (!text.is_string() || !is_segment(text.as_string())) {
        return bad_actor("/attested_by/principal", "principal is not an id",
                         "1 to 64 characters of A-Z a-z 0-9 . _ : -");
      }
      attested.principal = PrincipalId(std::move(text.as_string()));
    } else if (name == "via") {
      if (!text.is_string() || !is_lower_snake(text.as_string())) {
        return bad_actor("/attested_by/via", "via is not a code", "a lower_snake code, e.g. mtls");
      }
      attested.via = std::move(text.as_string());
    } else {
      return unknown_member("/attested_by", name);
    }
  }
  if (attested.principal.value.empty()) return missing_member("/attested_by/principal");
  if (attested.via.empty()) return missing_member("/attested_by/via");
  event.attested_by = std::move(attested);
  return {};
}

Status read_purpose(JsonValue& value, Event& event) {
  if (!value.is_string() || !is_lower_snake(value.as_string())) {
    return malformed("/purpose", "purpose is not a code", "a lower_snake code of the catalogue");
  }
  event.purpose = std::move(value.as_string());
  return {};
}

Status read_refs(JsonValue& value, Event& event) {
  if (!value.is_array() || value.as_array().size() > kRefsMax) {
    return malformed("/refs", "refs is not a list of references", "an array of at most 32 strings");
  }
  event.refs.reserve(value.as_array().size());
  for (JsonValue& item : value.as_array()) {
    if (!item.is_string() || item.as_string().size() > kStreamBytesMax ||
        !is_segment_path(item.as_string())) {
      return malformed("/refs/" + std::to_string(event.refs.size()), "a reference is not an id",
                       "an event id or stream id of at most 160 bytes");
    }
    event.refs.push_back(std::move(item.as_string()));
  }
  return {};
}

Status read_digests(const JsonValue& value, Event& event) {
  constexpr std::string_view kList = "an array of 1 to 64 digests; no _sd at all when there is none";
  if (!value.is_array() || value.as_array().empty() || value.as_array().size() > kDisclosuresMax) {
    return malformed("/data/_sd", "_sd is not a list of digests", std::string(kList));
  }
  const JsonValue::Array& items = value.as_array();
  event.sd_digests.reserve(items.size());
  for (std::size_t i = 0; i < items.size(); ++i) {
    const std::optional<Bytes> digest =
        items[i].is_string() ? from_base64url(items[i].as_string()) : std::nullopt;
    const bool in_order = i == 0 || (digest && items[i - 1].as_string() < items[i].as_string());
    if (!digest || digest->size() != Hash32().size() || !in_order) {
      return malformed("/data/_sd/" + std::to_string(i), "a digest is malformed, repeated or out of order",
                       "43 characters of base64url, ascending by text, each once");
    }
    event.sd_digests.push_back(to_hash32(*digest));
  }
  return {};
}

Status read_data(JsonValue& value, Event& event) {
  if (!value.is_object())
    return malformed("/data", "data is not an object", "an object of the public fields");
  JsonValue::Object& members = value.as_object();
  const auto sd =
      std::find_if(members.begin(), members.end(), [](const auto& m) { return m.first == "_sd"; });
  if (sd != members.end()) {
    LEDGER_TRY(read_digests(sd->second, event));
    members.erase(sd);
  }
  if (std::optional<std::string> inside = find_sd_member(value)) return misplaced("/data" + *inside);
  event.data = std::move(value);
  return {};
}

Status read_sd_alg(JsonValue& value, Event&) {
  if (!value.is_string() || value.as_string() != "sha-256") {
    return malformed("/_sd_alg", "_sd_alg is not the profile's digest", "\"sha-256\"");
  }
  return {};
}

struct MemberRule {
  std::string_view name;
  Status (*read)(JsonValue&, Event&);
  bool required;
};

// In the order of event.md §1, which is the order in which the first missing one is reported.
constexpr std::array<MemberRule, 13> kMembers = {{
    {"aud", read_aud, true},
    {"id", read_id, true},
    {"type", read_type, true},
    {"v", read_version, true},
    {"stream", read_stream, true},
    {"expected_version", read_expected_version, false},
    {"occurred_at", read_occurred_at, true},
    {"actor", read_actor, true},
    {"attested_by", read_attested_by, false},
    {"purpose", read_purpose, true},
    {"refs", read_refs, false},
    {"data", read_data, true},
    {"_sd_alg", read_sd_alg, true},
}};

}  // namespace

std::int64_t Event::number(std::string_view name, std::int64_t otherwise) const {
  const JsonValue* value = field(name);
  return value != nullptr && value->is_int() ? value->as_int() : otherwise;
}

Result<Event> parse_event(std::string_view payload) {
  LEDGER_ASSIGN(JsonValue tree, read_json(payload));
  if (!tree.is_object()) return malformed("", "the payload is not an object", "a JSON object");
  Event event;
  std::array<bool, kMembers.size()> seen{};
  for (auto& [name, value] : tree.as_object()) {
    if (name == "position" || name == "recorded_at") {
      return invalid("event.server_member", "only the ledger sets this member").at("/" + name);
    }
    const auto rule =
        std::find_if(kMembers.begin(), kMembers.end(),
                     [&name = name](const MemberRule& candidate) { return candidate.name == name; });
    if (rule == kMembers.end()) return unknown_member("", name);
    LEDGER_TRY(rule->read(value, event));
    seen[static_cast<std::size_t>(rule - kMembers.begin())] = true;
  }
  for (std::size_t i = 0; i < kMembers.size(); ++i) {
    if (kMembers[i].required && !seen[i]) return missing_member("/" + std::string(kMembers[i].name));
  }
  return event;
}

bool is_segment(std::string_view text) {
  if (text.empty() || text.size() > 64) return false;
  unsigned char outside = 0;
  for (const char c : text) outside |= kOutsideSegment[static_cast<unsigned char>(c)];
  return outside == 0;
}

Result<StreamId> parse_stream_id(std::string_view text) {
  const std::size_t slash = text.find('/');
  if (text.size() > kStreamBytesMax || slash == std::string_view::npos ||
      !is_lower_snake(text.substr(0, slash)) || !is_segment_path(text.substr(slash + 1))) {
    return invalid("event.stream", "this is not a stream id")
        .want("kind/segment[/segment…], at most 160 bytes, e.g. case/01890a5d-ac96-774b-bcce-b302099a8057");
  }
  return StreamId(std::string(text));
}

std::string_view stream_kind(const StreamId& stream) {
  return std::string_view(stream.value).substr(0, stream.value.find('/'));
}

}  // namespace ledger
