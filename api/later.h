// Later: an answer that waits for something which needs no thread, so that none is held for it.
//
// Place in the flow: an append is durable some milliseconds after it was queued. The way to the writer gives
// a Later of the receipts, the handler makes of it one of its response, the door one of the answer's bytes;
// the connection loop puts the connection aside until `waiting` resumes it, and a worker then calls `finish`.
// Ownership: each layer owns what its `finish` needs. Threads: made and asked to notify on one worker,
// finished on another one; resumed from any thread.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>

namespace api {

// Something that will have happened.
class Waiting {
 public:
  virtual ~Waiting() = default;
  // Calls `resume` once when it has happened, from the thread that sees it happen; at once, from here, when
  // it has happened already. `resume` must not block. Called once.
  virtual void notify(std::function<void()> resume) = 0;
  // Monotonic time after which nobody should wait any more: finish() then says that the outcome is unknown.
  virtual std::int64_t due_micros() const = 0;
};

template <typename T, typename... Args>
struct Later {
  std::shared_ptr<Waiting> waiting;
  std::function<T(Args...)> finish;  // never waits; called once, when `waiting` has resumed or is due
};

}  // namespace api
