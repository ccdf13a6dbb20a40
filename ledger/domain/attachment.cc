#include "ledger/domain/attachment.h"

#include <algorithm>
#include <array>

#include "ledger/base/check.h"
#include "ledger/base/limits.h"
#include "ledger/base/uuid.h"
#include "ledger/domain/catalogue.h"

namespace ledger {
namespace {

constexpr std::array<std::string_view, 4> kMembers = {"attachment", "sha256", "media_type", "bytes"};

Status malformed(std::string_view pointer, std::string_view member, std::string want) {
  return invalid("field.type", "a reference to an attachment has the wrong form")
      .at(std::string(pointer) + "/" + std::string(member))
      .want(std::move(want));
}

}  // namespace

bool is_sha256_hex(std::string_view text) {
  return text.size() == 64 && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
         });
}

std::optional<EventId> discarded_attachment(const Event& event) {
  if (event.type != kAttachmentDiscardedType) return std::nullopt;
  return parse_event_id(event.text("attachment_id"));
}

Status unknown_attachment(const EventId& attachment) {
  return forbidden_by_rule("attachment.unknown", "no attachment " + format_event_id(attachment) + " is here")
      .want("the id of an attachment that was uploaded and not discarded");
}

Status check_attachment_ref(const JsonValue& value, std::string_view pointer) {
  const bool complete = value.is_object() && value.as_object().size() == kMembers.size() &&
                        std::all_of(kMembers.begin(), kMembers.end(),
                                    [&](std::string_view member) { return value.find(member) != nullptr; });
  if (!complete) {
    return invalid("field.type", "a reference to an attachment has the wrong form")
        .at(std::string(pointer))
        .want("an object with attachment, sha256, media_type and bytes");
  }
  if (!parse_event_id(value.text("attachment"))) {
    return malformed(pointer, "attachment", "the attachment's id: a lower-case UUIDv7");
  }
  if (!is_sha256_hex(value.text("sha256"))) {
    return malformed(pointer, "sha256", "64 lower-case hexadecimal digits");
  }
  const std::string_view media_type = value.text("media_type");
  if (std::find(std::begin(kAttachmentMediaTypes), std::end(kAttachmentMediaTypes), media_type) ==
      std::end(kAttachmentMediaTypes)) {
    return invalid("field.code", "a field is not one of its codes")
        .at(std::string(pointer) + "/media_type")
        .want("a media type that POST /v1/attachments takes");
  }
  const JsonValue& bytes = *value.find("bytes");
  if (!bytes.is_int()) return malformed(pointer, "bytes", "an integer");
  if (bytes.as_int() >= 1 && bytes.as_int() <= kAmountYenMax) return Status();
  return invalid("field.range", "a field is outside its range")
      .at(std::string(pointer) + "/bytes")
      .want("at least 1");
}

std::optional<AttachmentRef> attachment_ref_of(const JsonValue& value) {
  if (!value.is_object()) return std::nullopt;
  const auto id = parse_event_id(value.text("attachment"));
  LEDGER_CHECK(id.has_value());
  return AttachmentRef{*id, std::string(value.text("sha256")), std::string(value.text("media_type")),
                       value.find("bytes")->as_int()};
}

std::vector<FieldReference> attachment_refs(const SignedEvent& event) {
  std::vector<FieldReference> references;
  const TypeSpec* row = find_type(event.event.type, event.event.version);
  LEDGER_CHECK(row != nullptr);
  for (const Disclosure& disclosure : event.disclosures) {
    const FieldSpec* field = find_field(*row, disclosure.name);
    LEDGER_CHECK(field != nullptr);
    if (field->kind != FieldKind::kDocument && field->kind != FieldKind::kPapers) continue;
    auto ref = attachment_ref_of(disclosure.value);
    if (ref) references.push_back({disclosure.name, subject_of(*field, event.event), *std::move(ref)});
  }
  return references;
}

}  // namespace ledger
