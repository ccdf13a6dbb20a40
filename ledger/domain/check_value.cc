#include <algorithm>
#include <string>

#include "ledger/base/bytes.h"
#include "ledger/base/limits.h"
#include "ledger/base/time.h"
#include "ledger/base/uuid.h"
#include "ledger/domain/attachment.h"
#include "ledger/domain/catalogue.h"
#include "ledger/domain/corporate_number.h"

namespace ledger {

namespace {

constexpr std::size_t kTextBytesMax = 32768;
constexpr std::size_t kOriginBytesMax = 128;
constexpr std::size_t kFiguresMax = 200;

std::string range_text(std::int64_t min, std::int64_t max) {
  return std::to_string(min) + " to " + std::to_string(max);
}

Status type_error(std::string_view pointer, std::string want) {
  return invalid("field.type", "a field has the wrong type or form")
      .at(std::string(pointer))
      .want(std::move(want));
}
Status range_error(std::string_view pointer, std::string want) {
  return invalid("field.range", "a field is outside its range")
      .at(std::string(pointer))
      .want(std::move(want));
}
Status code_error(const FieldSpec& field, std::string_view pointer) {
  std::string want = "one of";
  for (const std::string_view code : field.codes) want.append(" ").append(code);
  return invalid("field.code", "a field is not one of its codes")
      .at(std::string(pointer))
      .want(std::move(want));
}

std::string item_pointer(std::string_view pointer, std::size_t index) {
  return std::string(pointer) + "/" + std::to_string(index);
}

bool is_code(const FieldSpec& field, std::string_view text) {
  return std::find(field.codes.begin(), field.codes.end(), text) != field.codes.end();
}

bool is_origin(std::string_view text) {
  return !text.empty() && text.size() <= kOriginBytesMax && text.find("://") == std::string_view::npos &&
         std::all_of(text.begin(), text.end(), [](char c) { return c > 0x20 && c < 0x7F && c != '+'; });
}

bool is_public_key(std::string_view text) {
  const auto bytes = from_base64url(text);
  return bytes && (bytes->size() == 32 || bytes->size() == 65);
}

Status check_bytes(const FieldSpec& field, const std::string& text, std::string_view pointer) {
  const auto bytes = from_base64url(text);
  if (!bytes) return type_error(pointer, "base64url without padding");
  const auto size = static_cast<std::int64_t>(bytes->size());
  return size >= field.min && size <= field.max
             ? Status()
             : range_error(pointer, range_text(field.min, field.max) + " bytes in base64url");
}

Status check_text_form(const FieldSpec& field, const std::string& text, std::string_view pointer) {
  const auto form = [&](bool good, const char* want) { return good ? Status() : type_error(pointer, want); };
  switch (field.kind) {
    case FieldKind::kId:
      return form(is_segment(text), "an id: 1 to 64 characters of A-Z a-z 0-9 . _ : -");
    case FieldKind::kEventRef:
      return form(parse_event_id(text).has_value(), "an event id: a lower-case UUIDv7");
    case FieldKind::kCode:
      return is_code(field, text) ? Status() : code_error(field, pointer);
    case FieldKind::kDate:
      return form(parse_date(text).has_value(), "a date YYYY-MM-DD");
    case FieldKind::kInstant:
      return form(parse_rfc3339(text).ok(), "an RFC 3339 time with offset");
    case FieldKind::kYearMonth:
      return form(is_year_month(text), "a month YYYY-MM");
    case FieldKind::kHash:
    case FieldKind::kDocument:
      return form(is_sha256_hex(text), "64 lower-case hexadecimal digits");
    case FieldKind::kKey:
      return form(is_public_key(text), "base64url of 32 bytes (Ed25519) or of the 65-byte point (P-256)");
    case FieldKind::kBytes:
      return check_bytes(field, text, pointer);
    case FieldKind::kStreamId:
      return form(parse_stream_id(text).ok(), "a stream id, e.g. case/<id>");
    case FieldKind::kOrigin:
      return form(is_origin(text), "a scheme-less URL of 1 to 128 printable characters without '+'");
    case FieldKind::kCorporateNumber:
      if (is_corporate_number(text)) return Status();
      return invalid("corporate_number.check_digit", "this is not a valid corporate number")
          .at(std::string(pointer))
          .want("13 digits of which the first is the check digit");
    case FieldKind::kText:
    case FieldKind::kPapers:
      if (!text.empty() && text.size() <= kTextBytesMax) return Status();
      return range_error(pointer, "1 to 32768 bytes of text");
    default:
      return type_error(pointer, "a text");
  }
}

Status check_id_list(const FieldSpec& field, const JsonValue& value, std::string_view pointer) {
  if (!value.is_array()) return type_error(pointer, "a list");
  const JsonValue::Array& items = value.as_array();
  if (static_cast<std::int64_t>(items.size()) < field.min ||
      static_cast<std::int64_t>(items.size()) > field.max) {
    return range_error(pointer, range_text(field.min, field.max) + " members");
  }
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (!items[i].is_string()) return type_error(item_pointer(pointer, i), "a text");
    const std::string& text = items[i].as_string();
    if (field.kind == FieldKind::kCodeList && !is_code(field, text)) {
      return code_error(field, item_pointer(pointer, i));
    }
    if (field.kind == FieldKind::kIdList && !is_segment(text)) {
      return type_error(item_pointer(pointer, i), "an id: 1 to 64 characters of A-Z a-z 0-9 . _ : -");
    }
    for (std::size_t before = 0; before < i; ++before) {
      if (items[before].as_string() == text) return range_error(item_pointer(pointer, i), "distinct members");
    }
  }
  return Status();
}

Status check_attendees(const FieldSpec& field, const JsonValue& value, std::string_view pointer) {
  if (!value.is_array()) return type_error(pointer, "a list of attendees");
  const JsonValue::Array& items = value.as_array();
  if (static_cast<std::int64_t>(items.size()) < field.min ||
      static_cast<std::int64_t>(items.size()) > field.max) {
    return range_error(pointer, range_text(field.min, field.max) + " attendees");
  }
  for (std::size_t i = 0; i < items.size(); ++i) {
    const std::string at = item_pointer(pointer, i);
    if (!items[i].is_object() || items[i].as_object().size() != 3) {
      return type_error(at, "an object with person_id, org_id and capacity");
    }
    if (!is_segment(items[i].text("person_id"))) return type_error(at + "/person_id", "an id");
    if (!is_segment(items[i].text("org_id"))) return type_error(at + "/org_id", "an id");
    if (!is_code(field, items[i].text("capacity"))) return code_error(field, at + "/capacity");
    for (std::size_t before = 0; before < i; ++before) {
      if (items[before].text("person_id") == items[i].text("person_id")) {
        return range_error(at + "/person_id", "each person once");
      }
    }
  }
  return Status();
}

Status check_figures(const JsonValue& value, std::string_view pointer) {
  if (!value.is_object()) return type_error(pointer, "an object of indicator ids and integers");
  const JsonValue::Object& figures = value.as_object();
  if (figures.empty() || figures.size() > kFiguresMax) return range_error(pointer, "1 to 200 figures");
  for (const auto& [name, figure] : figures) {
    const std::string at = std::string(pointer) + "/" + name;
    if (!is_segment(name)) return type_error(pointer, "indicator ids of A-Z a-z 0-9 . _ : -");
    if (!figure.is_int()) return type_error(at, "an integer");
    if (figure.as_int() < -kAmountYenMax || figure.as_int() > kAmountYenMax)
      return range_error(at, "at most 10^12");
  }
  return Status();
}

Status check_setting(const JsonValue& value, std::string_view pointer) {
  if (value.is_string()) {
    return is_segment(value.as_string()) ? Status() : type_error(pointer, "an integer or a code");
  }
  if (!value.is_int()) return type_error(pointer, "an integer or a code");
  const std::int64_t number = value.as_int();
  return number >= -kAmountYenMax && number <= kAmountYenMax ? Status()
                                                             : range_error(pointer, "within 10^12");
}

}  // namespace

Status check_value(const FieldSpec& field, const JsonValue& value, std::string_view pointer) {
  switch (field.kind) {
    case FieldKind::kFiscalYear:
    case FieldKind::kMinutes:
    case FieldKind::kYen:
    case FieldKind::kCount:
      if (!value.is_int()) return type_error(pointer, "an integer from " + range_text(field.min, field.max));
      if (value.as_int() >= field.min && value.as_int() <= field.max) return Status();
      return range_error(pointer, range_text(field.min, field.max));
    case FieldKind::kBool:
      return value.is_bool() ? Status() : type_error(pointer, "true or false");
    case FieldKind::kCodeList:
    case FieldKind::kIdList:
      return check_id_list(field, value, pointer);
    case FieldKind::kAttendees:
      return check_attendees(field, value, pointer);
    case FieldKind::kFigures:
      return check_figures(value, pointer);
    case FieldKind::kSetting:
      return check_setting(value, pointer);
    case FieldKind::kDocument:
    case FieldKind::kPapers:
      if (value.is_object()) return check_attachment_ref(value, pointer);
      [[fallthrough]];
    default:
      if (!value.is_string()) return type_error(pointer, "a text");
      return check_text_form(field, value.as_string(), pointer);
  }
}

}  // namespace ledger
