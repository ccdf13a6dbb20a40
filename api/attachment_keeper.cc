#include "api/attachment_keeper.h"

#include "api/internal_event.h"
#include "ledger/base/uuid.h"
#include "ledger/domain/attachment.h"
#include "ledger/store/attachment_rows.h"

namespace api {
namespace {

// More than the bounds of uploads let in, under any settings that an operator chooses.
constexpr std::size_t kLookedAtMax = 4096;

}  // namespace

ledger::Status AttachmentKeeper::discard_old() {
  const auto view = context_.views.load();
  if (!view) return ledger::Status();
  LEDGER_ASSIGN(const auto waiting, ledger::read_unreferred(*view->reader, kLookedAtMax));
  const std::int64_t oldest = context_.clock.now().value - context_.attachments.unreferred_micros_max;
  for (const ledger::UnreferredAttachment& one : waiting) {
    if (one.stored_at.value > oldest) continue;
    const ledger::Status discarded = discard(one.attachment);
    // Referred to or discarded since the view was taken: nothing is left to do.
    if (discarded.code() == ledger::StatusCode::kFailedPrecondition) continue;
    LEDGER_TRY(discarded);
  }
  return ledger::Status();
}

ledger::Status AttachmentKeeper::discard(const ledger::EventId& attachment) const {
  const std::string id = ledger::format_event_id(attachment);
  ledger::JsonValue data{ledger::JsonValue::Object{}};
  data.add("attachment_id", ledger::JsonValue(id));
  data.add("reason", ledger::JsonValue("never_referred"));
  return append_internal(context_, ledger::kAttachmentDiscardedType, ledger::StreamId("attachment/" + id),
                         system_actor(), attested_by_service(), "administration", std::move(data))
      .status();
}

}  // namespace api
