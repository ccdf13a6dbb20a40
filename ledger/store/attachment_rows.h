// Attachment rows: sealed documents in the vault family, which events refer to them, and which none refers to
// yet.
//
// Place in the flow: written in the batch of the event that makes the difference (stored, referred to,
// discarded), so each of them is there exactly when its event is. A reference stands in a sealed field, so
// the log can't tell which attachments are used; these rows can, and hold ids only. Rows of unreferred
// attachments are the bounded list that uploads and their removal go by. Threads: as the reader or batch that
// is given.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ledger/store/log_store.h"

namespace ledger {

// Rows of the group's attachments; a discarded one loses its content and its place in the list.
void put_attachment_rows(const LogGroup& group, WriteBatch& batch);
// Of one attachment that was discarded, for entries that are put back from a mirror.
void erase_attachment_rows(const EventId& attachment, WriteBatch& batch);

// Whether its content is here, by the rows that are written and lost together with it.
Result<bool> has_attachment(const KvReader& reader, const EventId& attachment);
// Sealed content; nullopt: never stored here, discarded, or lost by a restore. Errors of the reader.
Result<std::optional<Bytes>> read_attachment(const KvReader& reader, const EventId& attachment);
// Events that refer to it, in id order, at most `count`.
Result<std::vector<EventId>> read_attachment_uses(const KvReader& reader, const EventId& attachment,
                                                  std::size_t count);

struct UnreferredAttachment {
  EventId attachment;
  UnixMicros stored_at;
  std::uint64_t bytes = 0;
  std::string person;  // who stored it
};
// In id order, which is about the order of upload; at most `count`. data_loss store.row_malformed.
Result<std::vector<UnreferredAttachment>> read_unreferred(const KvReader& reader, std::size_t count);

}  // namespace ledger
