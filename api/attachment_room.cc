#include "api/attachment_room.h"

#include <algorithm>

#include "ledger/store/attachment_rows.h"

namespace api {

void AttachmentRoom::Taken::ended(const ledger::Status& append) {
  outcome_ = append.ok()                                              ? Outcome::kStored
             : append.code() == ledger::StatusCode::kDeadlineExceeded ? Outcome::kUnknown
                                                                      : Outcome::kNotStored;
}

ledger::Result<AttachmentRoom::Taken> AttachmentRoom::take(const AttachmentLimits& limits,
                                                           const ledger::EventId& attachment,
                                                           std::string_view person) {
  const ledger::MutexLock lock(mutex_);
  // Taken under the lock: whoever gave room back before has published what was stored.
  const auto view = views_.load();
  LEDGER_ASSIGN(const auto waiting, ledger::read_unreferred(*view->reader, limits.unreferred_max));
  std::size_t all = waiting.size();
  auto own = static_cast<std::size_t>(
      std::count_if(waiting.begin(), waiting.end(), [&](const auto& one) { return one.person == person; }));
  for (const Upload& upload : uploads_) {
    const bool stored = std::any_of(waiting.begin(), waiting.end(),
                                    [&](const auto& one) { return one.attachment == upload.attachment; });
    if (stored) continue;
    ++all;
    own += upload.person == person ? 1U : 0U;
  }
  if (all >= limits.unreferred_max || own >= limits.unreferred_per_person_max) {
    return ledger::exhausted("attachment.too_many_unreferred",
                             "too many attachments wait for an event that refers to them")
        .want("events that refer to them, or patience: what nothing refers to is discarded");
  }
  uploads_.push_back({next_ticket_, attachment, std::string(person), 0});
  return Taken(this, next_ticket_++);
}

void AttachmentRoom::give_back(std::uint64_t ticket, Taken::Outcome outcome) {
  const ledger::MutexLock lock(mutex_);
  if (outcome == Taken::Outcome::kUnknown) {
    for (Upload& upload : uploads_) {
      if (upload.ticket == ticket) upload.unknown_since = next_ticket_;
    }
    return;
  }
  const bool stored = outcome == Taken::Outcome::kStored;
  std::erase_if(uploads_, [&](const Upload& upload) {
    return upload.ticket == ticket || (stored && upload.unknown_since != 0 && upload.unknown_since <= ticket);
  });
}

}  // namespace api
