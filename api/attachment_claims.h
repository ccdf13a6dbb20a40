// AttachmentClaims: whether the attachments that an event refers to are what it says of them.
//
// Place in the flow: POST /v1/events, between admission and the writer, on the HTTP thread, like
// number_comparison.h and for the same reason: the reference is confidential, and rules see public fields
// only. Subject, media type, size and hash must be those of the attachment; that it is still there the writer
// checks again at its position. What the rules refuse anyway gets their answer. An audit can't repeat this:
// it has no vault. Any thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "api/routes.h"
#include "ledger/journal/reader.h"

namespace api {

// failed_precondition attachment.unknown | attachment.subject | attachment.differs | attachment.erased at the
// field of the first element that does not hold, or what the rules say up to it; data_loss of the vault.
ledger::Status check_attachment_claims(const Call& call, const std::vector<ledger::VerifiedEvent>& events);

// The attachment.stored event. failed_precondition attachment.unknown.
ledger::Result<ledger::StoredEvent> find_attachment(const Call& call, const ledger::EventId& attachment);
// The hash that it was stored with; nullopt: erased, or lost by a restore. data_loss of the vault.
ledger::Result<std::optional<std::string>> stored_sha256(const Call& call, const ledger::Event& stored);
// "business/<id>": whose key seals it.
std::string subject_of_attachment(const ledger::Event& stored);

}  // namespace api
