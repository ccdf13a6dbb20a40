#include "api/catalogue_json.h"

#include <array>

#include "ledger/base/json_writer.h"
#include "ledger/domain/catalogue.h"
#include "ledger/domain/codes.h"
#include "ledger/domain/indicators.h"
#include "ledger/domain/rules.h"

namespace api {
namespace {

using ledger::FieldKind;
using ledger::JsonWriter;

std::string_view way_in_name(ledger::WayIn way_in) {
  switch (way_in) {
    case ledger::WayIn::kEither:
      return "author_or_attested";
    case ledger::WayIn::kAuthorOnly:
      return "author";
    case ledger::WayIn::kInternal:
      return "ledger";
  }
  return "";
}

// Names of the field kinds, in the order of the enumeration.
constexpr std::array<std::string_view, 25> kKindNames = {
    "id",     "event_ref", "code",       "code_list",        "id_list",
    "date",   "instant",   "year_month", "fiscal_year",      "minutes",
    "yen",    "count",     "bool",       "sha256",           "key",
    "text",   "attendees", "figures",    "corporate_number", "stream_id",
    "origin", "setting",   "bytes",      "document",         "papers"};

std::string_view kind_name(FieldKind kind) {
  return kKindNames.at(static_cast<std::size_t>(kind));
}

void write_texts(std::string_view name, std::span<const std::string_view> texts, JsonWriter& json) {
  json.key(name).begin_array();
  for (const std::string_view text : texts) json.value(text);
  json.end_array();
}

void write_labels(std::string_view ja, std::string_view en, JsonWriter& json) {
  json.key("label").begin_object().member("ja", ja).member("en", en).end_object();
}

void write_field(const ledger::FieldSpec& field, JsonWriter& json) {
  const bool confidential = field.field_class == ledger::FieldClass::kConfidential;
  json.begin_object()
      .member("name", field.name)
      .member("kind", kind_name(field.kind))
      .member("class", confidential ? "confidential" : "public")
      .member("required", field.required);
  if (!field.codes.empty()) write_texts("codes", field.codes, json);
  if (field.min != 0 || field.max != 0) json.member("min", field.min).member("max", field.max);
  if (confidential) json.member("subject", field.subject.kind);
  write_labels(field.label_ja, field.label_en, json);
  json.end_object();
}

void write_type(const ledger::TypeSpec& row, JsonWriter& json) {
  json.begin_object()
      .member("type", row.type)
      .member("v", static_cast<std::uint64_t>(row.version))
      .member("group", row.group)
      .member("stream", std::string(row.stream_kind) + "/" + std::string(row.stream_field))
      .member("way_in", way_in_name(row.way_in));
  write_texts("signers", row.signers, json);
  write_texts("countersigners", row.countersigners, json);
  write_texts("purposes", row.purposes, json);
  json.key("rules").begin_array();
  for (const ledger::RuleId rule : row.rules) json.value(ledger::rule_spec(rule).name);
  json.end_array();
  write_texts("terms", row.terms, json);
  if (!row.step.to.empty()) {
    json.key("step").begin_object();
    write_texts("from", row.step.from, json);
    json.member("to", row.step.to).end_object();
  }
  json.member("retention", row.retention).member("source", row.source);
  write_labels(row.label_ja, row.label_en, json);
  json.key("fields").begin_array();
  for (const ledger::FieldSpec& field : row.fields) write_field(field, json);
  json.end_array().end_object();
}

void write_parameters(JsonWriter& json) {
  json.key("parameters").begin_array();
  for (const ledger::ParameterSpec& spec : ledger::parameters()) {
    json.begin_object().member("name", spec.name);
    if (spec.is_text) {
      json.member("text", true);
    } else if (spec.choices.empty()) {
      json.member("min", spec.min).member("max", spec.max).member("default", spec.otherwise);
    } else {
      write_texts("choices", spec.choices, json);
      json.member("default", spec.choices[static_cast<std::size_t>(spec.otherwise)]);
    }
    // A value other than the default of a fixed one is refused with policy.unsupported.
    json.member("unit", spec.unit).member("fixed", spec.is_fixed).member("source", spec.source);
    write_texts("read_by", spec.read_by, json);
    write_labels(spec.label_ja, spec.label_en, json);
    json.end_object();
  }
  json.end_array();
}

void write_indicators(JsonWriter& json) {
  json.key("definitions").begin_array();
  for (const ledger::DefinitionSpec& spec : ledger::definitions()) {
    json.begin_object().member("version", spec.version).member("first_fy", spec.first_fy);
    json.member("last_fy", spec.last_fy).end_object();
  }
  json.end_array().key("indicators").begin_array();
  for (const ledger::IndicatorSpec& spec : ledger::indicators()) {
    json.begin_object().member("id", spec.id).member("first_fy", spec.first_fy);
    json.member("last_fy", spec.last_fy).member("source", spec.source);
    write_texts("definitions", spec.definitions, json);
    json.member("kind", ledger::indicator_kind_name(spec.kind)).member("unit", spec.unit);
    write_labels(spec.label_ja, spec.label_en, json);
    json.end_object();
  }
  json.end_array();
}

void write_codes(std::string_view name, std::span<const ledger::CodeSpec> codes, JsonWriter& json) {
  json.key(name).begin_array();
  for (const ledger::CodeSpec& code : codes) {
    json.begin_object().member("code", code.code);
    write_labels(code.label_ja, code.label_en, json);
    json.end_object();
  }
  json.end_array();
}

}  // namespace

std::string catalogue_json() {
  JsonWriter json;
  json.begin_object().member("version", ledger::kCatalogueVersion);
  write_codes("groups", ledger::event_groups(), json);
  write_codes("roles", ledger::roles(), json);
  write_codes("purposes", ledger::purposes(), json);
  write_codes("retention_classes", ledger::retention_classes(), json);
  write_parameters(json);
  write_indicators(json);
  json.key("types").begin_array();
  for (const ledger::TypeSpec* row : ledger::catalogue_rows()) write_type(*row, json);
  json.end_array().key("rules").begin_array();
  for (const ledger::RuleSpec& rule : ledger::rule_table()) {
    json.begin_object().member("rule", rule.name).member("code", rule.code).member("source", rule.source);
    json.member("after_event", rule.order == ledger::RuleOrder::kAfterEvent);
    json.key("message")
        .begin_object()
        .member("ja", rule.message_ja)
        .member("en", rule.message_en)
        .end_object();
    json.end_object();
  }
  return json.end_array().end_object().take();
}

std::optional<std::string> catalogue_type_json(std::string_view type) {
  const ledger::TypeSpec* row = ledger::find_type(type, 1);
  if (row == nullptr) return std::nullopt;
  JsonWriter json;
  write_type(*row, json);
  return json.take();
}

}  // namespace api
