#include "ledger/journal/admission.h"

#include <array>

#include "ledger/base/json_writer.h"
#include "ledger/base/limits.h"
#include "ledger/base/uuid.h"
#include "ledger/domain/attachment.h"
#include "ledger/domain/catalogue.h"
#include "ledger/domain/records.h"

namespace ledger {
namespace {

Status wrong_type(std::string_view member, std::string_view wanted) {
  return invalid("event.malformed", "the member \"" + std::string(member) + "\" has the wrong type")
      .at("/" + pointer_token(member))
      .want(std::string(wanted));
}

Status read_text(const JsonValue& body, std::string_view member, bool required, std::string& out) {
  const JsonValue* value = body.find(member);
  if (value == nullptr) {
    if (!required) return Status();
    return invalid("event.missing_member", "the member \"" + std::string(member) + "\" is missing")
        .at("/" + pointer_token(member))
        .want("a string");
  }
  if (!value->is_string()) return wrong_type(member, "a string");
  out = value->as_string();
  return Status();
}

Status read_actor(const JsonValue& body, Actor& actor) {
  const JsonValue* object = body.find("actor");
  if (object == nullptr || !object->is_object()) {
    return invalid("event.actor", "the event needs an actor")
        .at("/actor")
        .want("an object with person and role");
  }
  for (const auto& [name, value] : object->as_object()) {
    std::string* slot = name == "person"         ? &actor.person.value
                        : name == "role"         ? &actor.role
                        : name == "org"          ? &actor.org
                        : name == "center"       ? &actor.center
                        : name == "licence"      ? &actor.licence
                        : name == "on_behalf_of" ? &actor.on_behalf_of
                                                 : nullptr;
    if (slot == nullptr || !value.is_string()) {
      return invalid("event.actor", "the actor has no such member, or it is not text")
          .at("/actor/" + pointer_token(name))
          .want("person, role, org, center, licence, on_behalf_of: strings");
    }
    *slot = value.as_string();
  }
  return Status();
}

Status read_numbers_and_refs(const JsonValue& body, EventDraft& draft) {
  if (const JsonValue* version = body.find("v"); version != nullptr) {
    if (!version->is_int() || version->as_int() < 1 || version->as_int() > 65535) {
      return wrong_type("v", "an integer from 1 to 65535");
    }
    draft.version = static_cast<std::uint16_t>(version->as_int());
  }
  if (const JsonValue* expected = body.find("expected_version"); expected != nullptr) {
    if (!expected->is_int() || expected->as_int() < 0)
      return wrong_type("expected_version", "an integer >= 0");
    draft.expected_version = StreamVersion(static_cast<std::uint64_t>(expected->as_int()));
  }
  if (const JsonValue* refs = body.find("refs"); refs != nullptr) {
    if (!refs->is_array()) return wrong_type("refs", "a list of strings");
    for (const JsonValue& ref : refs->as_array()) {
      if (!ref.is_string()) return wrong_type("refs", "a list of strings");
      draft.refs.push_back(ref.as_string());
    }
  }
  return Status();
}

Status check_members(const JsonValue& body) {
  static constexpr std::array<std::string_view, 3> kServerMembers = {"attested_by", "position",
                                                                     "recorded_at"};
  static constexpr std::array<std::string_view, 11> kMembers = {
      "aud",         "id",    "type",    "v",    "stream", "expected_version",
      "occurred_at", "actor", "purpose", "refs", "data"};
  if (!body.is_object()) return invalid("event.malformed", "an event is a JSON object").want("an object");
  for (const auto& [name, value] : body.as_object()) {
    for (const std::string_view server : kServerMembers) {
      if (name == server) {
        return invalid("event.server_member",
                       "the member \"" + name + "\" is set by the ledger, never by a sender")
            .at("/" + name)
            .want("no such member");
      }
    }
    bool known = false;
    for (const std::string_view member : kMembers) known = known || name == member;
    if (!known) {
      return invalid("event.unknown_member", "an event has no such member")
          .at("/" + pointer_token(name))
          .want("aud, id, type, v, stream, expected_version, occurred_at, actor, purpose, refs, data");
    }
  }
  return Status();
}

// Takes `data` apart: fields of the class `confidential` are given back, all others are left in `clear`.
JsonValue split_confidential(const TypeSpec& row, JsonValue& data, JsonValue& clear) {
  JsonValue confidential{JsonValue::Object{}};
  clear = JsonValue(JsonValue::Object{});
  clear.as_object().reserve(data.as_object().size());
  for (auto& member : data.as_object()) {
    const FieldSpec* field = find_field(row, member.first);
    const bool is_public = field == nullptr || field->field_class == FieldClass::kPublic;
    (is_public ? clear : confidential).as_object().push_back(std::move(member));
  }
  return confidential;
}

}  // namespace

Result<AttestedRequest> parse_attested(const JsonValue& body, std::string_view origin) {
  LEDGER_TRY(check_members(body));
  AttestedRequest request;
  EventDraft& draft = request.draft;
  draft.aud = origin;
  LEDGER_TRY(read_text(body, "aud", false, draft.aud));
  std::string id;
  LEDGER_TRY(read_text(body, "id", true, id));
  const auto parsed_id = parse_event_id(id);
  if (!parsed_id) {
    return invalid("event.id", "the id is not a UUIDv7").at("/id").want("a lower-case UUIDv7 (RFC 9562)");
  }
  draft.id = *parsed_id;
  LEDGER_TRY(read_text(body, "type", true, draft.type));
  LEDGER_TRY(read_text(body, "stream", true, draft.stream.value));
  LEDGER_TRY(read_text(body, "occurred_at", true, draft.occurred_at));
  LEDGER_TRY(read_text(body, "purpose", true, draft.purpose));
  LEDGER_TRY(read_actor(body, draft.actor));
  LEDGER_TRY(read_numbers_and_refs(body, draft));
  const JsonValue* data = body.find("data");
  if (data == nullptr || !data->is_object()) {
    return invalid("event.missing_member", "the event needs its data").at("/data").want("an object");
  }
  draft.public_data = *data;
  return request;
}

Result<VerifiedEvent> Admission::admit_signed(std::string_view sd_jwt, const StateView& keys) const {
  LEDGER_ASSIGN(SignedEvent event, parse_sd_jwt(sd_jwt));
  if (event.event.attested()) {
    return invalid("event.way_in", "an event with attested_by can't be sent as an author's own signed event")
        .at("/attested_by")
        .want("no such member");
  }
  const auto key = find_key(keys, event.jws.kid);
  LEDGER_TRY(keys.health());
  if (!key || key->algorithm != event.jws.algorithm) {
    return unauthenticated("key.unknown", "no key with this kid and algorithm is enrolled in this ledger")
        .at("/kid")
        .want("the thumbprint of an enrolled key");
  }
  if (!parts_.verifier.verify(event.jws.algorithm, key->public_key, event.jws.signing_input(),
                              event.jws.signature)) {
    return unauthenticated("signature.invalid", "the signature does not verify under the key that kid names");
  }
  return finish(std::move(event));
}

Result<VerifiedEvent> Admission::admit_genesis(std::string_view sd_jwt) const {
  LEDGER_ASSIGN(SignedEvent event, parse_sd_jwt(sd_jwt));
  const auto algorithm = parse_algorithm(event.event.text("admin_algorithm"));
  const auto public_key = from_base64url(event.event.text("admin_key"));
  if (event.event.type != "ledger.genesis" || !algorithm || !public_key ||
      *algorithm != event.jws.algorithm) {
    return invalid("event.genesis", "this is not a genesis that carries its administrator's key");
  }
  if (!parts_.verifier.verify(*algorithm, *public_key, event.jws.signing_input(), event.jws.signature)) {
    return unauthenticated("signature.invalid",
                           "the genesis is not signed by the administrator key it contains");
  }
  return finish(std::move(event));
}

Result<VerifiedEvent> Admission::admit_attested(AttestedRequest request, const AttestedBy& by) const {
  const TypeSpec* row = find_type(request.draft.type, request.draft.version);
  if (row != nullptr && row->way_in == WayIn::kInternal) {
    return invalid("event.way_in", "events of this type are written by the ledger itself")
        .at("/type")
        .want("a type that senders may use");
  }
  return attest(std::move(request), by);
}

Result<VerifiedEvent> Admission::admit_internal(AttestedRequest request, const AttestedBy& by) const {
  const TypeSpec* row = find_type(request.draft.type, request.draft.version);
  LEDGER_CHECK(row != nullptr && row->way_in == WayIn::kInternal);
  return attest(std::move(request), by);
}

Result<VerifiedEvent> Admission::admit_attachment(AttestedRequest request, const AttestedBy& by,
                                                  ByteView content) const {
  LEDGER_CHECK(request.draft.type == kAttachmentStoredType);
  LEDGER_ASSIGN(VerifiedEvent verified, admit_internal(std::move(request), by));
  const SealedRow& hash = verified.sealed_.front();
  SealedAttachment attachment;
  attachment.attachment = verified.event().id;
  attachment.stored_at = verified.event().occurred_at;
  attachment.bytes = content.size();
  attachment.person = verified.event().actor.person.value;
  LEDGER_ASSIGN(attachment.sealed,
                parts_.sealer.seal_attachment(attachment.attachment, hash.subject, hash.scope, content));
  verified.attachment_ = std::move(attachment);
  return verified;
}

Result<VerifiedEvent> Admission::attest(AttestedRequest request, const AttestedBy& by) const {
  EventDraft draft = std::move(request.draft);
  const TypeSpec* row = find_type(draft.type, draft.version);
  if (row == nullptr) {
    return invalid("event.unknown_type", "the catalogue has no type \"" + draft.type + "\" at this version")
        .at("/type")
        .want("a type listed by GET /v1/catalogue");
  }
  draft.attested_by = by;
  Event probe;  // as much of the event as subject and scope are derived from
  probe.actor = draft.actor;
  const JsonValue confidential = split_confidential(*row, draft.public_data, probe.data);
  std::vector<Disclosure> disclosures;
  LEDGER_ASSIGN(disclosures, disclose(*row, draft.id, confidential, probe));
  draft.public_data = std::move(probe.data);
  UnsignedEvent built(parts_.attestor.algorithm(), parts_.attestor.kid(), draft, std::move(disclosures));
  if (built.signing_input().size() > kJwsBytesMax)
    return exhausted("event.too_large", "the event's public part is too large");
  LEDGER_ASSIGN(Bytes signature, parts_.attestor.sign(built.signing_input()));
  LEDGER_ASSIGN(SignedEvent event, std::move(built).complete(std::move(signature)));
  return finish(std::move(event));
}

Result<std::vector<Disclosure>> Admission::disclose(const TypeSpec& row, const EventId& id,
                                                    const JsonValue& confidential, const Event& probe) const {
  std::vector<Disclosure> disclosures;
  for (const FieldSpec& field : row.fields) {
    if (field.field_class != FieldClass::kConfidential) continue;
    const std::string pointer = "/data/" + pointer_token(field.name);
    const JsonValue* value = confidential.find(field.name);
    if (value == nullptr && field.required) {
      return invalid("field.missing", "the field \"" + std::string(field.name) + "\" is missing").at(pointer);
    }
    if (value != nullptr && !value->is_null()) LEDGER_TRY(check_value(field, *value, pointer));
    if (!field.subject.field.empty() && !is_segment(probe.text(field.subject.field))) {
      return invalid("field.missing", "the field that names whose data this is, is missing or no id")
          .at("/data/" + pointer_token(field.subject.field))
          .want("an id");
    }
    LEDGER_ASSIGN(const Bytes salt, parts_.sealer.attested_salt(id, subject_of(field, probe),
                                                                sealing_scope(probe), field.name));
    disclosures.push_back(make_disclosure(salt, field.name, value == nullptr ? JsonValue() : *value));
  }
  return disclosures;
}

Result<VerifiedEvent> Admission::finish(SignedEvent event) const {
  if (event.event.aud != parts_.origin) {
    return invalid("event.aud", "the event is signed for another ledger").at("/aud").want(parts_.origin);
  }
  LEDGER_TRY(check_fields(event));
  const TypeSpec* row = find_type(event.event.type, event.event.version);
  LEDGER_CHECK(row != nullptr);
  std::vector<SealRequest> requests;
  requests.reserve(event.disclosures.size());
  const std::string scope = sealing_scope(event.event);
  for (const Disclosure& disclosure : event.disclosures) {
    const FieldSpec* field = find_field(*row, disclosure.name);
    LEDGER_CHECK(field != nullptr);
    requests.push_back({subject_of(*field, event.event), scope, &disclosure});
  }
  VerifiedEvent verified;
  for (const FieldReference& one : attachment_refs(event)) {
    verified.refers_to_.push_back(one.ref.attachment);
  }
  if (!requests.empty()) {
    LEDGER_ASSIGN(verified.sealed_, parts_.sealer.seal(event.event.id, requests));
  }
  verified.signed_ = std::move(event);
  return verified;
}

}  // namespace ledger
