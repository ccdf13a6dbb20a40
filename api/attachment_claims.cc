#include "api/attachment_claims.h"

#include <span>

#include "api/rule_preview.h"
#include "ledger/domain/attachment.h"
#include "ledger/store/attachment_rows.h"
#include "ledger/store/kv_log_store.h"

namespace api {
namespace {

using ledger::Result;
using ledger::Status;

constexpr std::string_view kHashField = "content_sha256";

Status differs(std::string_view member) {
  return ledger::forbidden_by_rule("attachment.differs", "the attachment is not what the event says of it")
      .at("/" + std::string(member))
      .want("what POST /v1/attachments answered");
}

Status check_reference(const Call& call, const ledger::FieldReference& reference) {
  const ledger::AttachmentRef& ref = reference.ref;
  LEDGER_ASSIGN(const ledger::StoredEvent stored, find_attachment(call, ref.attachment));
  LEDGER_ASSIGN(const bool here, ledger::has_attachment(*call.view->reader, ref.attachment));
  if (!here) return ledger::unknown_attachment(ref.attachment).at("/attachment");
  const ledger::Event& event = stored.signed_event.event;
  if (subject_of_attachment(event) != reference.subject) {
    return ledger::forbidden_by_rule("attachment.subject", "the attachment is about another subject")
        .at("/attachment")
        .want("an attachment about " + reference.subject);
  }
  if (event.text("media_type") != ref.media_type) return differs("media_type");
  if (event.number("bytes") != ref.bytes) return differs("bytes");
  LEDGER_ASSIGN(const auto sha256, stored_sha256(call, event));
  if (!sha256)
    return ledger::forbidden_by_rule("attachment.erased", "the attachment was erased").at("/attachment");
  return *sha256 == ref.sha256 ? Status() : differs("sha256");
}

Status check_one(const Call& call, const ledger::VerifiedEvent& verified) {
  if (verified.refers_to().empty()) return Status();
  // A repeated event gets its receipt, whatever has become of the attachment since.
  if (ledger::event_by_id(*call.view, verified.event().id).ok()) return Status();
  for (const ledger::FieldReference& reference : ledger::attachment_refs(verified.signed_event())) {
    Status wrong = check_reference(call, reference);
    if (!wrong.ok()) return std::move(wrong).under("/data/" + reference.field);
  }
  return Status();
}

}  // namespace

Status check_attachment_claims(const Call& call, const std::vector<ledger::VerifiedEvent>& events) {
  const bool batch = events.size() > 1;
  for (std::size_t i = 0; i < events.size(); ++i) {
    Status wrong = check_one(call, events[i]);
    if (wrong.ok()) continue;
    LEDGER_TRY(judged_by_rules(call, std::span(events).first(i + 1), batch));
    return std::move(wrong).under(element_prefix(i, batch));
  }
  return Status();
}

Result<ledger::StoredEvent> find_attachment(const Call& call, const ledger::EventId& attachment) {
  auto stored = ledger::event_by_id(*call.view, attachment);
  const bool other = stored.ok() && stored->signed_event.event.type != ledger::kAttachmentStoredType;
  if (other || stored.status().code() == ledger::StatusCode::kNotFound) {
    return ledger::unknown_attachment(attachment).at("/attachment");
  }
  return stored;
}

Result<std::optional<std::string>> stored_sha256(const Call& call, const ledger::Event& stored) {
  LEDGER_ASSIGN(const auto rows, ledger::read_sealed(*call.view->reader, stored.id));
  for (const auto& [digest, sealed] : rows) {
    auto opened = call.context.unsealer.open(stored.id, digest, sealed);
    if (!opened.ok() && opened.status().code() == ledger::StatusCode::kNotFound) continue;
    if (!opened.ok()) return opened.status();
    LEDGER_ASSIGN(const ledger::Disclosure disclosure, ledger::parse_disclosure(*opened));
    if (disclosure.name == kHashField && disclosure.value.is_string()) {
      return std::optional(disclosure.value.as_string());
    }
  }
  return std::optional<std::string>();
}

std::string subject_of_attachment(const ledger::Event& stored) {
  return std::string(stored.text("subject_kind")) + "/" + std::string(stored.text("subject_id"));
}

}  // namespace api
