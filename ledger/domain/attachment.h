// Attachments as events speak of them: which types and subjects there are, and how a field refers to one.
//
// An attachment (決算書, voucher, consent form) lies sealed in the vault; `attachment.stored` says so, and
// its event id is the attachment's. Other events refer to it in a confidential field of kind document or
// papers: {attachment, sha256, media_type, bytes}. Rules never see that: whether the reference is true is
// checked where the vault can be asked, whether the attachment is still there by the writer. Values; any
// thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/json_value.h"
#include "ledger/base/status.h"
#include "ledger/event/sd_jwt.h"

namespace ledger {

inline constexpr std::string_view kAttachmentStoredType = "attachment.stored";
inline constexpr std::string_view kAttachmentDiscardedType = "attachment.discarded";

// Whose key may seal an attachment: the subjects of the fields that can refer to one.
inline constexpr std::string_view kAttachmentSubjects[] = {"business", "center", "contract", "person"};
// No executable type, no archive but the two office forms, which the door looks into.
inline constexpr std::string_view kAttachmentMediaTypes[] = {
    "application/pdf",
    "image/jpeg",
    "image/png",
    "image/tiff",
    "text/csv",
    "text/plain",
    "application/json",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document"};

struct AttachmentRef {
  EventId attachment;
  std::string sha256;  // 64 lower-case hex digits
  std::string media_type;
  std::int64_t bytes = 0;
};

bool is_sha256_hex(std::string_view text);

// What an attachment.discarded discards; nullopt: any other event.
std::optional<EventId> discarded_attachment(const Event& event);
// failed_precondition attachment.unknown: never stored, discarded, or lost by a restore.
Status unknown_attachment(const EventId& attachment);

// Exactly the four members, each well formed. invalid_argument field.type | field.code | field.range.
Status check_attachment_ref(const JsonValue& value, std::string_view pointer);
// What the value refers to; nullopt: no attachment (a hash, words, null). Precondition: the value passed its
// check.
std::optional<AttachmentRef> attachment_ref_of(const JsonValue& value);

struct FieldReference {
  std::string field;
  std::string subject;  // "business/<id>": whose key seals the field
  AttachmentRef ref;
};
// Of all fields of an event. Precondition: check_fields passed.
std::vector<FieldReference> attachment_refs(const SignedEvent& event);

}  // namespace ledger
