#include <algorithm>
#include <optional>

#include "api/attachment_claims.h"
#include "api/attachment_content.h"
#include "api/authorisation.h"
#include "api/handlers.h"
#include "api/internal_event.h"
#include "api/query_args.h"
#include "api/recorded_read.h"
#include "ledger/base/json_writer.h"
#include "ledger/base/sha256.h"
#include "ledger/base/time.h"
#include "ledger/base/uuid.h"
#include "ledger/domain/attachment.h"
#include "ledger/store/attachment_rows.h"
#include "ledger/store/kv_log_store.h"

namespace api {
namespace {

using ledger::Result;
using ledger::Status;
using security::DataClass;

// Events that refer to one attachment and are looked through for one that the caller may open.
constexpr std::size_t kReferencesMax = 100;

struct Upload {
  ledger::EventId id;
  std::string subject_kind, subject_id;
  std::string media_type;
  std::string sha256;
};

Status busy() {
  return ledger::unavailable("attachment.busy", "other attachments are being moved; try again shortly");
}

Status gone() {
  return ledger::not_found("attachment.gone", "the attachment was stored and is not kept any more");
}

Result<ledger::EventId> parse_id(std::string_view text, std::string pointer) {
  const auto id = ledger::parse_event_id(text);
  if (id) return *id;
  return ledger::invalid("attachment.id", "this is no id of an attachment")
      .at(std::move(pointer))
      .want("a lower-case UUIDv7 (RFC 9562)");
}

Status read_subject(const Call& call, Upload& upload) {
  LEDGER_ASSIGN(const std::string subject, query_text(call, "subject"));
  const std::size_t slash = std::min(subject.find('/'), subject.size());
  upload.subject_kind = subject.substr(0, slash);
  upload.subject_id = subject.substr(std::min(slash + 1, subject.size()));
  const bool known = std::find(std::begin(ledger::kAttachmentSubjects), std::end(ledger::kAttachmentSubjects),
                               upload.subject_kind) != std::end(ledger::kAttachmentSubjects);
  if (known && ledger::is_segment(upload.subject_id)) return Status();
  std::string want = "<kind>/<id>, kind one of";
  for (const std::string_view kind : ledger::kAttachmentSubjects) want.append(" ").append(kind);
  return ledger::invalid("attachment.subject_malformed", "subject does not say whom the document is about")
      .at("?subject")
      .want(std::move(want));
}

Result<Upload> read_upload(const Call& call) {
  Upload upload;
  LEDGER_TRY(read_subject(call, upload));
  const std::string& body = call.request.body;
  if (body.size() > call.context.attachments.bytes_max) {
    return ledger::exhausted(
        "body.too_large",
        "an attachment is at most " + std::to_string(call.context.attachments.bytes_max) + " bytes here");
  }
  upload.media_type = media_type(call.request);
  LEDGER_TRY(check_content(upload.media_type, body));
  upload.sha256 = ledger::to_hex(ledger::view_of(ledger::sha256(body)));
  LEDGER_ASSIGN(const std::string claimed, query_text(call, "sha256"));
  if (!claimed.empty() && claimed != upload.sha256) {
    return ledger::invalid("attachment.sha256", "the body does not have that hash")
        .at("?sha256")
        .want("SHA-256 of the body, 64 lower-case hexadecimal digits");
  }
  LEDGER_ASSIGN(const std::string id, query_text(call, "id"));
  if (id.empty()) {
    LEDGER_ASSIGN(upload.id, new_event_id(call.context.clock.now()));
  } else {
    LEDGER_ASSIGN(upload.id, parse_id(id, "?id"));
  }
  LEDGER_TRY(require_purpose(call));
  return upload;
}

// What kind of business it would be if it were an event: auditors write none.
DataClass class_of_subject(std::string_view kind) {
  if (kind == "business") return DataClass::kCaseNarrative;
  if (kind == "contract") return DataClass::kContractFee;
  return kind == "center" ? DataClass::kReport : DataClass::kPerson;
}

ledger::AttestedRequest stored_event(const Call& call, const Upload& upload) {
  const std::string id = ledger::format_event_id(upload.id);
  ledger::AttestedRequest request;
  request.draft.aud = call.context.origin;
  request.draft.id = upload.id;
  request.draft.type = ledger::kAttachmentStoredType;
  request.draft.stream = ledger::StreamId("attachment/" + id);
  request.draft.occurred_at = ledger::format_recorded_at(call.context.clock.now());
  request.draft.actor = call.caller.actor;
  request.draft.purpose = call.caller.purpose;
  ledger::JsonValue data{ledger::JsonValue::Object{}};
  data.add("attachment_id", ledger::JsonValue(id));
  data.add("subject_kind", ledger::JsonValue(upload.subject_kind));
  data.add("subject_id", ledger::JsonValue(upload.subject_id));
  data.add("media_type", ledger::JsonValue(upload.media_type));
  data.add("bytes", ledger::JsonValue(static_cast<std::int64_t>(call.request.body.size())));
  data.add("content_sha256", ledger::JsonValue(upload.sha256));
  request.draft.public_data = std::move(data);
  return request;
}

// The receipt of an upload that is repeated; nullopt: the id is new.
Result<std::optional<ledger::Receipt>> stored_before(const Call& call, const Upload& upload) {
  const auto found = ledger::event_by_id(*call.view, upload.id);
  if (found.status().code() == ledger::StatusCode::kNotFound) return std::optional<ledger::Receipt>();
  if (!found.ok()) return found.status();
  const ledger::Event& event = found->signed_event.event;
  bool same = event.type == ledger::kAttachmentStoredType && event.actor.person == call.caller.actor.person &&
              subject_of_attachment(event) == upload.subject_kind + "/" + upload.subject_id &&
              event.text("media_type") == upload.media_type &&
              event.number("bytes") == static_cast<std::int64_t>(call.request.body.size());
  if (same) {
    LEDGER_ASSIGN(const auto sha256, stored_sha256(call, event));
    same = sha256 == upload.sha256;
  }
  if (!same)
    return ledger::already_exists("attachment.id_reused", "the id is in use for something else").at("?id");
  LEDGER_ASSIGN(const bool here, ledger::has_attachment(*call.view->reader, upload.id));
  if (!here) return gone();
  LEDGER_ASSIGN(ledger::Receipt receipt, ledger::receipt_for(*call.view, upload.id));
  receipt.stored_before = true;
  return std::optional(std::move(receipt));
}

Result<ledger::Receipt> store(const Call& call, const Upload& upload) {
  LEDGER_ASSIGN(auto room, call.context.attachment_room->take(call.context.attachments, upload.id,
                                                              call.caller.actor.person.value));
  LEDGER_ASSIGN(ledger::VerifiedEvent event,
                call.context.admission.admit_attachment(stored_event(call, upload), attested_by(call.caller),
                                                        call.request.body));
  std::vector<ledger::VerifiedEvent> events;
  events.push_back(std::move(event));
  auto receipts = call.context.appender.append(std::move(events));
  room.ended(receipts.status());
  if (receipts.ok()) return std::move(receipts->front());
  if (call.attempt != nullptr) {
    *call.attempt = AppendAttempt{std::string(ledger::kAttachmentStoredType), call.caller.actor};
  }
  return receipts.status();
}

Response answer_stored(const Call& call, const Upload& upload, const ledger::Receipt& receipt) {
  const std::string id = ledger::format_event_id(upload.id);
  ledger::JsonWriter json;
  // The object that a field of an event holds, as it is.
  json.begin_object().key("reference").begin_object();
  json.member("attachment", id).member("sha256", upload.sha256).member("media_type", upload.media_type);
  json.member("bytes", std::uint64_t{call.request.body.size()}).end_object();
  json.member("subject", upload.subject_kind + "/" + upload.subject_id);
  json.member("stored_before", receipt.stored_before);
  json.key("receipt");
  ledger::write_receipt(receipt, json);
  Response response;
  response.status = receipt.stored_before ? 200 : 201;
  response.content_type = "application/json";
  response.body = json.end_object().take();
  response.set_header("Location", "/v1/attachments/" + id);
  response.set_header("Ledger-Position", std::to_string(receipt.position.value + 1));
  return response;
}

// An event that refers to the attachment and that the caller may open: whoever may open the field that names
// a document may open the document.
Result<ledger::StoredEvent> readable_reference(const Call& call, const ledger::EventId& attachment) {
  LEDGER_ASSIGN(const auto uses,
                ledger::read_attachment_uses(*call.view->reader, attachment, kReferencesMax));
  Status refused = ledger::not_found("attachment.unreferred", "no event refers to this attachment yet");
  for (const ledger::EventId& use : uses) {
    LEDGER_ASSIGN(ledger::StoredEvent event, ledger::event_by_id(*call.view, use));
    const auto decision =
        require(call, security::Action::kReadConfidential, target_of(call, event.signed_event.event));
    if (decision.ok()) return event;
    refused = decision.status();
  }
  return refused;
}

Result<ledger::Bytes> open_content(const Call& call, const ledger::Event& stored) {
  LEDGER_ASSIGN(const auto sealed, ledger::read_attachment(*call.view->reader, stored.id));
  if (!sealed) return gone();
  auto content = call.context.unsealer.open_attachment(stored.id, *sealed);
  if (!content.ok() && content.status().code() == ledger::StatusCode::kNotFound) {
    return ledger::not_found("attachment.erased", "the attachment was erased by an order");
  }
  if (!content.ok()) return content;
  LEDGER_ASSIGN(const auto sha256, stored_sha256(call, stored));
  if (sha256 && *sha256 == ledger::to_hex(ledger::view_of(ledger::sha256(*content)))) return content;
  return ledger::data_loss("vault.corrupt", "a stored document is not the one that was uploaded");
}

}  // namespace

Result<Response> put_attachment(const Call& call) {
  const AttachmentPlaces::Place place(call.context.attachment_places);
  if (!place.taken()) return busy();
  LEDGER_ASSIGN(const Upload upload, read_upload(call));
  Target target;
  target.data_class = class_of_subject(upload.subject_kind);
  LEDGER_TRY(require(call, security::Action::kAppendEvent, target).status());
  LEDGER_ASSIGN(const auto before, stored_before(call, upload));
  if (before) return answer_stored(call, upload, *before);
  LEDGER_ASSIGN(const ledger::Receipt receipt, store(call, upload));
  return answer_stored(call, upload, receipt);
}

Result<Response> get_attachment(const Call& call) {
  const AttachmentPlaces::Place place(call.context.attachment_places);
  if (!place.taken()) return busy();
  LEDGER_ASSIGN(const ledger::EventId id, parse_id(call.captures.front(), "id"));
  LEDGER_TRY(require_purpose(call));
  auto stored = find_attachment(call, id);
  if (stored.status().reason() == "attachment.unknown") {
    return ledger::not_found("attachment.unknown", stored.status().message());
  }
  if (!stored.ok()) return stored.status();
  const ledger::Event& event = stored->signed_event.event;
  LEDGER_ASSIGN(const bool here, ledger::has_attachment(*call.view->reader, id));
  if (!here) return gone();
  std::vector<ledger::StoredEvent> basis;
  LEDGER_ASSIGN(ledger::StoredEvent reference, readable_reference(call, id));
  basis.push_back(std::move(reference));
  // Listed under the event's record, too: it names both.
  LEDGER_ASSIGN(const ledger::Receipt access,
                record_access(call, event.stream, basis, {basis.front().signed_event.event.id, id}));
  LEDGER_ASSIGN(ledger::Bytes content, open_content(call, event));
  const std::string_view type = event.text("media_type");
  Response response;
  response.content_type = served_type(type, content);
  response.body = std::move(content);
  response.set_header("Content-Disposition", "attachment; filename=\"" + event.stream.value.substr(11) + "." +
                                                 std::string(extension_of(type)) + "\"");
  response.set_header("Daicho-Access-Event", ledger::format_event_id(access.id));
  return response;
}

}  // namespace api
