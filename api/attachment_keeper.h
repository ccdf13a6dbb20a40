// AttachmentKeeper: discards attachments that no event referred to in time.
//
// Place in the flow: the housekeeping thread. Each discard is an event (attachment.discarded), and the
// content goes in the same batch; an event that refers to the attachment in the same moment wins or is
// refused, never both. Whether anything refers to it is not in the log, so the service decides and says so.
// Threads: one at a time.
#pragma once

#include "api/context.h"

namespace api {

class AttachmentKeeper {
 public:
  explicit AttachmentKeeper(const ApiContext& context) : context_(context) {}

  // Those older than the limit at the newest view. Stops at the first that can't be recorded now and says
  // why; the next call goes on.
  ledger::Status discard_old();

 private:
  ledger::Status discard(const ledger::EventId& attachment) const;
  const ApiContext& context_;
};

}  // namespace api
