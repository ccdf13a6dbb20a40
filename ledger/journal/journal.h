// Journal: the only way into the ledger. One writer thread: decide → sequence → encode → hash → tree → sign
// checkpoint → one synced write → anchor → publish → answer.
//
// Place in the flow: HTTP threads hand VerifiedEvents over through a bounded queue, and wait for receipts or
// are told when they can be made; that is the one hop out and the one hop back. What is true when submit()
// answers ok stands in architecture.md §1: the events are on stable storage, the head anchor too, a signed
// checkpoint covers them. After a failed or uncertain write the journal is closed for ever: waiting and later
// submissions get `unavailable`, reads go on from the last published view, and on_closed tells the process to
// exit; recovery decides at the next start. Threads: submit, hand_over, view, is_open from any; open, stop
// from the owner.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "ledger/base/bounded_queue.h"
#include "ledger/base/clock.h"
#include "ledger/base/metrics.h"
#include "ledger/journal/admission.h"
#include "ledger/journal/disk_reserve.h"
#include "ledger/journal/receipt.h"
#include "ledger/journal/view.h"
#include "ledger/journal/writer.h"
#include "ledger/store/head_anchor.h"
#include "ledger/store/kv.h"

namespace ledger {

class Journal {
 public:
  struct Parts {
    Kv& kv;
    LogStore& log;
    HeadAnchor& anchor;
    const CheckpointSigner& signer;
    const Clock& clock;
    Metrics& metrics;
    std::function<void(const Status&)> on_closed;  // called once, on the writer thread; must not block
    DiskReserve* reserve = nullptr;                // null: the journal does not watch the disk
  };

  // Recovers (recovery.h), publishes the recovered view and starts the writer. data_loss or
  // failed_precondition with the exact reason when the ledger must not be written; nothing has been changed
  // then.
  static Result<std::unique_ptr<Journal>> open(Parts parts);
  ~Journal();

  // Appends the events of one request, all or none, in order, and waits until they are durable.
  // resource_exhausted journal.queue_full | storage.reserved | storage.full (nothing stored);
  // deadline_exceeded append.unknown (outcome unknown: send the same ids again); unavailable journal.closed;
  // every refusal of decide() with the element's pointer prefix when there is more than one; already_exists
  // event.id_reused | event.retry_unprovable; conflict stream.version_conflict.
  Result<std::vector<Receipt>> submit(std::vector<VerifiedEvent> events, std::int64_t timeout_micros);

  // The same without waiting: when it answers ok, `done` is called once, on the writer thread, with what
  // make_receipts() takes or the refusal, and never before the events are durable; it must not block. Else
  // nothing was queued, and it is not called.
  using Done = std::function<void(Writer::Answer)>;
  Status hand_over(std::vector<VerifiedEvent> events, Done done);

  // Appends one opaque leaf to a conformance ledger. Same waiting, same refusals, and those of
  // Writer::commit_leaves. A leaf has no id: after append.unknown a repetition may store it twice.
  Result<Position> submit_leaf(std::string leaf, std::int64_t timeout_micros);

  std::shared_ptr<const LedgerView> view() const { return cell_->load(); }
  ViewCell& cell() { return *cell_; }
  bool is_open() const { return open_.load(); }
  std::size_t queue_depth() const { return queue_.depth(); }

  // Stops accepting, writes what is queued, joins the writer. Idempotent.
  void stop();

 private:
  struct Submission {
    std::vector<VerifiedEvent> events;
    std::optional<std::string> leaf;  // instead of events
    Done done;
    std::int64_t queued_at_micros = 0;
  };
  Journal(Parts parts, std::unique_ptr<Writer> writer);
  Status queue(Submission submission);
  Writer::Answer queue_and_wait(Submission submission, std::int64_t timeout_micros);
  void run();
  // Answers and takes out of `group` what the disk has no room for.
  void refuse_beyond_reserve(std::vector<Submission>& group);
  // Decides and writes a group of one kind: either every submission is a leaf or none is.
  Writer::Outcome write_group(std::vector<Submission>& group);
  // Commits what stands in `group` and empties it.
  void commit_group(std::vector<Submission>& group);
  void close_with(const Status& why);

  Parts parts_;
  std::unique_ptr<Writer> writer_;  // writer thread only after start
  std::unique_ptr<ViewCell> cell_;
  BoundedQueue<Submission> queue_;
  std::atomic<bool> open_{true};
  Counter& events_total_;
  Counter& groups_total_;
  Counter& refused_total_;
  Histogram& commit_seconds_;
  Histogram& queue_seconds_;
  std::thread thread_;
};

// What is answered when a wait ends before the writer does: deadline_exceeded append.unknown.
Status append_unknown();

}  // namespace ledger
