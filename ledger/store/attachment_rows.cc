#include "ledger/store/attachment_rows.h"

#include <algorithm>

namespace ledger {
namespace {

constexpr std::size_t kIdBytes = 16;

// Precondition: `bytes` holds an id's bytes.
EventId to_event_id(ByteView bytes) {
  EventId id;
  std::copy_n(u8(bytes), id.bytes.size(), id.bytes.begin());
  return id;
}

Status malformed(std::string_view what) {
  return data_loss("store.row_malformed", std::string(what) + " is not as it was written");
}

Bytes encode_unreferred(const SealedAttachment& one) {
  Bytes value;
  put_u64(value, static_cast<std::uint64_t>(one.stored_at.value));
  put_u64(value, one.bytes);
  value += one.person;
  return value;
}

}  // namespace

void put_attachment_rows(const LogGroup& group, WriteBatch& batch) {
  for (const SealedAttachment& one : group.attachments) {
    batch.put(kVault, attachment_key(one.attachment), one.sealed);
    batch.put(kVault, unreferred_key(one.attachment), encode_unreferred(one));
  }
  for (const AttachmentUse& use : group.attachment_uses) {
    batch.put(kVault, attachment_use_key(use.attachment, use.event), {});
    batch.erase(kVault, unreferred_key(use.attachment));
  }
  for (const EventId& attachment : group.attachments_discarded) erase_attachment_rows(attachment, batch);
}

void erase_attachment_rows(const EventId& attachment, WriteBatch& batch) {
  batch.erase(kVault, attachment_key(attachment));
  batch.erase(kVault, unreferred_key(attachment));
}

Result<bool> has_attachment(const KvReader& reader, const EventId& attachment) {
  LEDGER_ASSIGN(const auto unreferred, reader.get(kVault, unreferred_key(attachment)));
  if (unreferred) return true;
  LEDGER_ASSIGN(const auto uses, read_attachment_uses(reader, attachment, 1));
  return !uses.empty();
}

Result<std::optional<Bytes>> read_attachment(const KvReader& reader, const EventId& attachment) {
  return reader.get(kVault, attachment_key(attachment));
}

Result<std::vector<EventId>> read_attachment_uses(const KvReader& reader, const EventId& attachment,
                                                  std::size_t count) {
  std::vector<EventId> events;
  Status failure;
  const Bytes prefix = attachment_use_prefix(attachment);
  LEDGER_TRY(reader.scan(kVault, prefix, prefix_end(prefix), [&](ByteView key, ByteView) {
    if (key.size() != prefix.size() + kIdBytes) {
      failure = malformed("the key of a reference to an attachment");
    } else if (events.size() < count) {
      events.push_back(to_event_id(key.substr(prefix.size())));
    }
    return failure.ok() && events.size() < count;
  }));
  LEDGER_TRY(failure);
  return events;
}

Result<std::vector<UnreferredAttachment>> read_unreferred(const KvReader& reader, std::size_t count) {
  std::vector<UnreferredAttachment> found;
  Status failure;
  const Bytes prefix = unreferred_prefix();
  LEDGER_TRY(reader.scan(kVault, prefix, prefix_end(prefix), [&](ByteView key, ByteView value) {
    ByteReader rest(value);
    const auto stored_at = rest.take_u64();
    const auto bytes = rest.take_u64();
    if (key.size() != prefix.size() + kIdBytes || !stored_at || !bytes) {
      failure = malformed("the row of an unreferred attachment");
    } else if (found.size() < count) {
      found.push_back({to_event_id(key.substr(prefix.size())),
                       UnixMicros(static_cast<std::int64_t>(*stored_at)), *bytes, std::string(rest.rest())});
    }
    return failure.ok() && found.size() < count;
  }));
  LEDGER_TRY(failure);
  return found;
}

}  // namespace ledger
