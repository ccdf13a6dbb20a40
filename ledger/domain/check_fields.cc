#include <algorithm>
#include <string>

#include "ledger/base/json_writer.h"
#include "ledger/base/time.h"
#include "ledger/domain/catalogue.h"

namespace ledger {

namespace {

std::string data_pointer(std::string_view name) {
  return "/data/" + pointer_token(name);
}

Status missing_field(const FieldSpec& field) {
  return invalid("field.missing", "a required field is missing")
      .at(data_pointer(field.name))
      .want(std::string(field.label_en));
}

// One element of TypeSpec::stream_field.
std::string stream_part(std::string_view name, const Event& event) {
  if (name == "@scope") return sealing_scope(event);
  if (name == "@month") return jst_year_month(event.occurred_at);
  return std::string(event.text(name));
}

Status check_envelope(const TypeSpec& row, const Event& event) {
  if (row.way_in == WayIn::kAuthorOnly && event.attested()) {
    return invalid("event.way_in", "this type asks for its author's own signature")
        .at("/attested_by")
        .want("an event signed with the author's key");
  }
  if (row.way_in == WayIn::kInternal && !event.attested()) {
    return invalid("event.way_in", "only the ledger itself records this type").at("/type");
  }
  if (std::find(row.purposes.begin(), row.purposes.end(), event.purpose) == row.purposes.end()) {
    std::string want = "one of";
    for (const std::string_view purpose : row.purposes) want.append(" ").append(purpose);
    return invalid("event.purpose", "this type does not serve that purpose")
        .at("/purpose")
        .want(std::move(want));
  }
  return Status();
}

Status check_public(const TypeSpec& row, const Event& event) {
  if (!event.data.is_object()) return invalid("field.type", "data is not an object").at("/data");
  for (const auto& [name, value] : event.data.as_object()) {
    const FieldSpec* field = find_field(row, name);
    if (field == nullptr)
      return invalid("field.unknown", "this type has no such field").at(data_pointer(name));
    if (field->field_class == FieldClass::kConfidential) {
      return invalid("field.confidential", "a confidential field must be disclosed, never sent in clear")
          .at(data_pointer(name))
          .want("a disclosure");
    }
    // The pointer is for refusals, and most fields are right.
    if (Status refused = check_value(*field, value, {}); !refused.ok()) {
      return std::move(refused).under(data_pointer(name));
    }
  }
  for (const FieldSpec& field : row.fields) {
    if (field.field_class == FieldClass::kPublic && field.required && event.field(field.name) == nullptr) {
      return missing_field(field);
    }
  }
  return Status();
}

Status check_stream(const TypeSpec& row, const Event& event) {
  const std::string expected = expected_stream(row, event);
  if (event.stream.value == expected) return Status();
  return invalid("event.stream", "this is not the stream of the event").at("/stream").want(expected);
}

std::size_t confidential_count(const TypeSpec& row) {
  return static_cast<std::size_t>(
      std::count_if(row.fields.begin(), row.fields.end(),
                    [](const FieldSpec& field) { return field.field_class == FieldClass::kConfidential; }));
}

Status check_disclosures(const TypeSpec& row, const SignedEvent& event) {
  for (const Disclosure& disclosure : event.disclosures) {
    const FieldSpec* field = find_field(row, disclosure.name);
    if (field == nullptr || field->field_class == FieldClass::kPublic) {
      return invalid("disclosure.surplus", "this type has no such confidential field")
          .at(data_pointer(disclosure.name));
    }
  }
  for (const FieldSpec& field : row.fields) {
    if (field.field_class == FieldClass::kPublic) continue;
    const Disclosure* found = nullptr;
    for (const Disclosure& disclosure : event.disclosures) {
      if (disclosure.name != field.name) continue;
      if (found != nullptr) {
        return invalid("disclosure.surplus", "a confidential field is disclosed twice")
            .at(data_pointer(field.name));
      }
      found = &disclosure;
    }
    if (found == nullptr) {
      return invalid("disclosure.missing", "every confidential field has one disclosure, null when absent")
          .at(data_pointer(field.name))
          .want(std::string(field.label_en));
    }
    if (found->value.is_null()) {
      if (field.required) return missing_field(field);
      continue;
    }
    LEDGER_TRY(check_value(field, found->value, data_pointer(field.name)));
  }
  return Status();
}

Status check_clear_part(const TypeSpec* row, const Event& event) {
  if (row == nullptr) {
    return invalid("event.unknown_type", "no such event type at this version")
        .at("/type")
        .want(
            "a type of the "
            "catalogue");
  }
  LEDGER_TRY(check_envelope(*row, event));
  LEDGER_TRY(check_public(*row, event));
  return check_stream(*row, event);
}

}  // namespace

std::string expected_stream(const TypeSpec& row, const Event& event) {
  std::string stream(row.stream_kind);
  if (row.stream_field.empty()) return stream + "/main";
  std::string_view rest = row.stream_field;
  while (!rest.empty()) {
    const std::size_t comma = rest.find(',');
    stream += "/" + stream_part(rest.substr(0, comma), event);
    rest = comma == std::string_view::npos ? std::string_view() : rest.substr(comma + 1);
  }
  return stream;
}

Status check_fields(const SignedEvent& event) {
  const TypeSpec* row = find_type(event.event.type, event.event.version);
  LEDGER_TRY(check_clear_part(row, event.event));
  LEDGER_TRY(check_disclosures(*row, event));
  return row->cross_check == nullptr ? Status() : row->cross_check(event);
}

Status check_logged_fields(const Event& event) {
  const TypeSpec* row = find_type(event.type, event.version);
  LEDGER_TRY(check_clear_part(row, event));
  const std::size_t expected = confidential_count(*row);
  if (event.sd_digests.size() == expected) return Status();
  return invalid(event.sd_digests.size() < expected ? "disclosure.missing" : "disclosure.surplus",
                 "the number of digests is not the number of confidential fields")
      .at("/data/_sd")
      .want(std::to_string(expected));
}

std::string subject_of(const FieldSpec& field, const Event& event) {
  const std::string_view kind = field.subject.kind;
  std::string subject(kind.starts_with('@') ? event.text(kind.substr(1)) : kind);
  subject += '/';
  if (field.subject.field.empty()) return subject + event.actor.person.value;
  subject += event.text(field.subject.field);
  // Query keys live one month each, so that search terms are forgotten on schedule.
  if (field.subject.kind == "query") subject += "/" + jst_year_month(event.occurred_at);
  return subject;
}

std::string sealing_scope(const Event& event) {
  if (!event.actor.center.empty()) return event.actor.center;
  if (!event.actor.org.empty()) return event.actor.org;
  return "hq";
}

}  // namespace ledger
