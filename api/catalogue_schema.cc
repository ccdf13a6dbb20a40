#include "api/catalogue_schema.h"

#include "ledger/base/json_writer.h"
#include "ledger/base/limits.h"
#include "ledger/domain/attachment.h"
#include "ledger/domain/catalogue.h"

namespace api {
namespace {

using ledger::FieldKind;
using ledger::FieldSpec;
using ledger::JsonWriter;
using ledger::TypeSpec;

constexpr std::string_view kSegment = "^[A-Za-z0-9._:-]{1,64}$";
constexpr std::string_view kEventId = "^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$";
constexpr std::string_view kSha256 = "^[0-9a-f]{64}$";
constexpr std::int64_t kTextMax = 32768;
constexpr std::int64_t kOriginMax = 128;

void text_of(std::string_view pattern, JsonWriter& json) {
  json.member("type", "string").member("pattern", pattern);
}

void enumeration(std::span<const std::string_view> codes, JsonWriter& json) {
  json.key("enum").begin_array();
  for (const std::string_view code : codes) json.value(code);
  json.end_array();
}

void list_of(const FieldSpec& field, JsonWriter& json) {
  json.member("type", "array").member("minItems", field.min).member("maxItems", field.max);
  json.member("uniqueItems", true).key("items").begin_object();
  if (field.kind == FieldKind::kCodeList) {
    enumeration(field.codes, json);
  } else {
    text_of(kSegment, json);
  }
  json.end_object();
}

void attendees(const FieldSpec& field, JsonWriter& json) {
  json.member("type", "array").member("minItems", field.min).member("maxItems", field.max);
  json.key("items").begin_object().member("type", "object").member("additionalProperties", false);
  json.key("required").begin_array().value("person_id").value("org_id").value("capacity").end_array();
  json.key("properties").begin_object();
  for (const std::string_view name : {"person_id", "org_id"}) {
    json.key(name).begin_object();
    text_of(kSegment, json);
    json.end_object();
  }
  json.key("capacity").begin_object();
  enumeration(field.codes, json);
  json.end_object().end_object().end_object();
}

void integer(std::int64_t min, std::int64_t max, JsonWriter& json) {
  json.member("type", "integer").member("minimum", min).member("maximum", max);
}

void figures(JsonWriter& json) {
  json.member("type", "object").member("minProperties", 1).member("maxProperties", 200);
  json.key("additionalProperties").begin_object();
  integer(-ledger::kAmountYenMax, ledger::kAmountYenMax, json);
  json.end_object();
}

void formatted(std::string_view format, JsonWriter& json) {
  json.member("type", "string").member("format", format);
}

void bounded_text(std::int64_t max, JsonWriter& json) {
  json.member("type", "string").member("minLength", 1).member("maxLength", max);
}

// Without padding: RFC 4648 §5.
std::int64_t base64url_length(std::int64_t bytes) {
  return (bytes * 8 + 5) / 6;
}

void setting(JsonWriter& json) {
  json.key("oneOf").begin_array().begin_object();
  integer(-ledger::kAmountYenMax, ledger::kAmountYenMax, json);
  json.end_object().begin_object();
  text_of(kSegment, json);
  json.end_object().end_array();
}

// A reference to an attachment, beside the other form.
void or_attachment(JsonWriter& json) {
  json.begin_object().member("type", "object").member("additionalProperties", false);
  json.key("required").begin_array();
  for (const std::string_view name : {"attachment", "sha256", "media_type", "bytes"}) json.value(name);
  json.end_array().key("properties").begin_object().key("attachment").begin_object();
  text_of(kEventId, json);
  json.end_object().key("sha256").begin_object();
  text_of(kSha256, json);
  json.end_object().key("media_type").begin_object();
  enumeration(ledger::kAttachmentMediaTypes, json);
  json.end_object().key("bytes").begin_object();
  integer(1, ledger::kAmountYenMax, json);
  json.end_object().end_object().end_object();
}

void document(const FieldSpec& field, JsonWriter& json) {
  json.key("oneOf").begin_array().begin_object();
  if (field.kind == FieldKind::kDocument) {
    text_of(kSha256, json);
  } else {
    bounded_text(kTextMax, json);
  }
  json.end_object();
  or_attachment(json);
  json.end_array();
}

void write_kind(const FieldSpec& field, JsonWriter& json) {
  switch (field.kind) {
    case FieldKind::kId:
      return text_of(kSegment, json);
    case FieldKind::kEventRef:
      return text_of(kEventId, json);
    case FieldKind::kCode:
      return enumeration(field.codes, json);
    case FieldKind::kCodeList:
    case FieldKind::kIdList:
      return list_of(field, json);
    case FieldKind::kDate:
      return formatted("date", json);
    case FieldKind::kInstant:
      return formatted("date-time", json);
    case FieldKind::kYearMonth:
      return text_of("^[0-9]{4}-(0[1-9]|1[0-2])$", json);
    case FieldKind::kFiscalYear:
    case FieldKind::kMinutes:
    case FieldKind::kYen:
    case FieldKind::kCount:
      return integer(field.min, field.max, json);
    case FieldKind::kBool:
      json.member("type", "boolean");
      return;
    case FieldKind::kHash:
      return text_of(kSha256, json);
    case FieldKind::kKey:
      return text_of("^[A-Za-z0-9_-]{43}$|^[A-Za-z0-9_-]{87}$", json);
    case FieldKind::kBytes:
      json.member("type", "string").member("pattern", "^[A-Za-z0-9_-]*$");
      json.member("minLength", base64url_length(field.min)).member("maxLength", base64url_length(field.max));
      return;
    case FieldKind::kText:
      return bounded_text(kTextMax, json);
    case FieldKind::kAttendees:
      return attendees(field, json);
    case FieldKind::kFigures:
      return figures(json);
    case FieldKind::kCorporateNumber:
      return text_of("^[1-9][0-9]{12}$", json);
    case FieldKind::kStreamId:
      return text_of("^[a-z][a-z0-9_]*(/[A-Za-z0-9._:-]{1,64})+$", json);
    case FieldKind::kOrigin:
      return bounded_text(kOriginMax, json);
    case FieldKind::kSetting:
      return setting(json);
    case FieldKind::kDocument:
    case FieldKind::kPapers:
      return document(field, json);
  }
}

void write_data(const TypeSpec& row, JsonWriter& json) {
  json.begin_object().member("type", "object").member("additionalProperties", false);
  json.key("required").begin_array();
  for (const FieldSpec& field : row.fields) {
    if (field.required) json.value(field.name);
  }
  json.end_array().key("properties").begin_object();
  for (const FieldSpec& field : row.fields) {
    const bool confidential = field.field_class == ledger::FieldClass::kConfidential;
    json.key(field.name).begin_object();
    json.member("title", field.label_en).member("x-title-ja", field.label_ja);
    json.member("x-class", confidential ? "confidential" : "public");
    write_kind(field, json);
    json.end_object();
  }
  json.end_object().end_object();
}

void write_actor(const TypeSpec& row, JsonWriter& json) {
  json.key("actor").begin_object().member("type", "object").member("additionalProperties", false);
  json.key("required").begin_array().value("person").value("role").end_array();
  json.key("properties").begin_object();
  for (const std::string_view name : {"person", "org", "center", "licence", "on_behalf_of"}) {
    json.key(name).begin_object();
    text_of(kSegment, json);
    json.end_object();
  }
  json.key("role").begin_object();
  if (row.signers.empty()) {
    text_of(kSegment, json);
  } else {
    enumeration(row.signers, json);
  }
  json.end_object().end_object().end_object();
}

void write_envelope(const TypeSpec& row, JsonWriter& json) {
  json.key("aud").begin_object();
  bounded_text(kOriginMax, json);
  json.end_object().key("id").begin_object();
  text_of(kEventId, json);
  json.end_object().key("type").begin_object().member("const", row.type).end_object();
  json.key("v").begin_object().member("const", static_cast<std::int64_t>(row.version)).end_object();
  json.key("stream").begin_object();
  text_of("^" + std::string(row.stream_kind) + "(/[A-Za-z0-9._:-]{1,64})+$", json);
  json.end_object().key("expected_version").begin_object();
  json.member("type", "integer").member("minimum", 0);
  json.end_object().key("occurred_at").begin_object();
  formatted("date-time", json);
  json.end_object();
  write_actor(row, json);
  json.key("purpose").begin_object();
  enumeration(row.purposes, json);
  json.end_object().key("refs").begin_object().member("type", "array");
  json.key("items").begin_object().member("type", "string").end_object().end_object();
}

}  // namespace

std::optional<std::string> catalogue_schema_json(std::string_view type) {
  const TypeSpec* row = ledger::find_type(type, 1);
  if (row == nullptr) return std::nullopt;
  JsonWriter json;
  json.begin_object().member("$schema", "https://json-schema.org/draft/2020-12/schema");
  json.member("$id", "urn:daicho:" + std::string(ledger::kCatalogueVersion) + ":" + std::string(row->type));
  json.member("title", row->label_en).member("x-title-ja", row->label_ja);
  json.member("type", "object").member("additionalProperties", false);
  json.key("required").begin_array();
  for (const std::string_view name :
       {"aud", "id", "type", "v", "stream", "occurred_at", "actor", "purpose", "data"}) {
    json.value(name);
  }
  json.end_array().key("properties").begin_object();
  write_envelope(*row, json);
  json.key("data");
  write_data(*row, json);
  return json.end_object().end_object().take();
}

}  // namespace api
