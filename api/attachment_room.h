// AttachmentRoom: keeps the bounds of attachments that wait for an event, however many are uploaded at once.
//
// Place in the flow: attachment_handler takes room before it seals and appends. What waits stands in the rows
// of the newest view, what is on its way stands here; both are counted under one lock, each attachment once,
// so no bound is ever passed and nobody is refused while there is room. An upload whose outcome is not known
// (append.unknown) keeps its room until an upload that was begun later is stored: the writer decides in the
// order of its queue, so the earlier one is decided by then. Threads: any.
#pragma once

#include <vector>

#include "api/attachment_limits.h"
#include "ledger/base/mutex.h"
#include "ledger/journal/view.h"

namespace api {

class AttachmentRoom {
 public:
  explicit AttachmentRoom(const ledger::ViewCell& views) : views_(views) {}

  class Taken {
   public:
    Taken(Taken&& other) noexcept : room_(other.room_), ticket_(other.ticket_), outcome_(other.outcome_) {
      other.room_ = nullptr;
    }
    Taken(const Taken&) = delete;
    Taken& operator=(const Taken&) = delete;
    Taken& operator=(Taken&&) = delete;
    ~Taken() {
      if (room_ != nullptr) room_->give_back(ticket_, outcome_);
    }
    // What the append came to; without a word: not stored.
    void ended(const ledger::Status& append);

   private:
    friend class AttachmentRoom;
    enum class Outcome : std::uint8_t { kNotStored, kStored, kUnknown };
    Taken(AttachmentRoom* room, std::uint64_t ticket) : room_(room), ticket_(ticket) {}
    AttachmentRoom* room_;
    std::uint64_t ticket_;
    Outcome outcome_ = Outcome::kNotStored;
  };

  // resource_exhausted attachment.too_many_unreferred; errors of the view's reader.
  ledger::Result<Taken> take(const AttachmentLimits& limits, const ledger::EventId& attachment,
                             std::string_view person) LEDGER_EXCLUDES(mutex_);

 private:
  struct Upload {
    std::uint64_t ticket = 0;
    ledger::EventId attachment;
    std::string person;
    std::uint64_t unknown_since = 0;  // the next ticket then; 0: on its way
  };
  void give_back(std::uint64_t ticket, Taken::Outcome outcome) LEDGER_EXCLUDES(mutex_);

  const ledger::ViewCell& views_;
  ledger::Mutex mutex_;
  std::vector<Upload> uploads_ LEDGER_GUARDED_BY(mutex_);
  std::uint64_t next_ticket_ LEDGER_GUARDED_BY(mutex_) = 1;
};

}  // namespace api
