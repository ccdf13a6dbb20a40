// AppendQueue: appends that hold no thread while the writer works on them.
//
// Place in the flow: between the door's handlers and the journal. What is begun here is told by the writer
// when it is durable or refused; receipts are made by whoever finishes it. Ownership: borrows journal and
// clock; what is begun shares what it needs and may be finished, or forgotten, at any time. Threads: any.
// Durability: as Journal::submit when finish() gives receipts.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "api/context.h"
#include "ledger/base/clock.h"
#include "ledger/journal/journal.h"

namespace ops {

class AppendQueue {
 public:
  using Receipts = api::Appender::Receipts;

  // At most `places` appends are with the writer at once, counted until it has answered. Who waits gives up
  // after `timeout_micros`.
  AppendQueue(ledger::Journal& journal, const ledger::Clock& clock, std::size_t places,
              std::int64_t timeout_micros);
  ~AppendQueue();
  AppendQueue(const AppendQueue&) = delete;
  AppendQueue& operator=(const AppendQueue&) = delete;

  // None, and `events` untouched, when no place is free. What the journal refuses at once is a Later, too.
  std::optional<api::Later<Receipts>> begin(std::vector<ledger::VerifiedEvent>& events);

 private:
  class Places;
  class Append;
  ledger::Journal& journal_;
  const ledger::Clock& clock_;
  const std::int64_t timeout_micros_;
  const std::shared_ptr<Places> places_;
};

}  // namespace ops
