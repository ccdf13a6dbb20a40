// AttachmentLimits: what uploads may take before an event refers to them; AttachmentPlaces: how many
// attachments are moved at once.
//
// Place in the flow: attachment_handler and attachment_keeper. A body is held whole (the door's limit is the
// largest), and sealing or opening it needs it a few times over, so both directions share a few places; who
// finds none is told to come again. How many may wait for an event is kept by attachment_room. Threads: any.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>

#include "ledger/base/limits.h"

namespace api {

struct AttachmentLimits {
  std::size_t bytes_max = ledger::kBodyBytesMax;  // of one; not above kBodyBytesMax
  std::size_t unreferred_max = 256;
  std::size_t unreferred_per_person_max = 16;
  std::int64_t unreferred_micros_max = 24LL * 3600 * 1'000'000;
};

class AttachmentPlaces {
 public:
  explicit AttachmentPlaces(int places) : free_(places) {}

  class Place {
   public:
    explicit Place(AttachmentPlaces* places) : places_(places) {
      if (places_ != nullptr && places_->free_.fetch_sub(1) <= 0) {
        places_->free_.fetch_add(1);
        places_ = nullptr;
        taken_ = false;
      }
    }
    ~Place() {
      if (places_ != nullptr) places_->free_.fetch_add(1);
    }
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;
    // Also true without places to take: then nothing is bounded here.
    bool taken() const { return taken_; }

   private:
    AttachmentPlaces* places_;
    bool taken_ = true;
  };

 private:
  std::atomic<int> free_;
};

}  // namespace api
