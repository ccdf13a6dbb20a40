#include "ledger/journal/journal.h"

#include <chrono>
#include <future>

#include "ledger/base/diag.h"
#include "ledger/base/limits.h"
#include "ledger/base/thread_name.h"
#include "ledger/journal/recovery.h"

namespace ledger {
namespace {

// Submissions that the writer takes out of the queue at once; groups are cut out of them by event count.
constexpr std::size_t kTakeMax = 256;

Status journal_closed() {
  return unavailable("journal.closed",
                     "the ledger has closed its log and accepts nothing until it is restarted");
}

Status check_batch_length(std::size_t events) {
  if (events == 0) return invalid("batch.empty", "a batch needs at least one event");
  if (events <= kBatchEventsMax) return Status();
  return exhausted("batch.too_long", "a batch holds at most " + std::to_string(kBatchEventsMax) + " events");
}

}  // namespace

Status append_unknown() {
  return deadline_exceeded("append.unknown",
                           "the outcome is not known yet; send the same events again to learn it");
}

Result<std::unique_ptr<Journal>> Journal::open(Parts parts) {
  LEDGER_ASSIGN(auto writer, recover({parts.kv, parts.log, parts.anchor, parts.signer, parts.clock}));
  return std::unique_ptr<Journal>(new Journal(std::move(parts), std::move(writer)));
}

Journal::Journal(Parts parts, std::unique_ptr<Writer> writer)
    : parts_(std::move(parts)),
      writer_(std::move(writer)),
      cell_(std::make_unique<ViewCell>()),
      queue_(kQueueSubmissionsMax),
      events_total_(parts_.metrics.counter("daicho_events_appended_total", "Events made durable.")),
      groups_total_(parts_.metrics.counter("daicho_groups_total", "Group commits.")),
      refused_total_(
          parts_.metrics.counter("daicho_batches_refused_total", "Batches refused by the writer.")),
      commit_seconds_(parts_.metrics.histogram("daicho_commit_seconds", "Decide to durable, per group.")),
      queue_seconds_(
          parts_.metrics.histogram("daicho_queue_seconds", "Time a submission waited for the writer.")) {
  cell_->store(writer_->view());
  thread_ = std::thread([this] { run(); });
}

Journal::~Journal() {
  stop();
}

void Journal::stop() {
  queue_.close();
  if (thread_.joinable()) thread_.join();
  open_.store(false);
  cell_->close();
}

Result<std::vector<Receipt>> Journal::submit(std::vector<VerifiedEvent> events, std::int64_t timeout_micros) {
  LEDGER_TRY(check_batch_length(events.size()));
  Submission submission;
  submission.events = std::move(events);
  Writer::Answer acknowledged = queue_and_wait(std::move(submission), timeout_micros);
  if (!acknowledged.ok()) return acknowledged.status();
  return make_receipts(*std::move(acknowledged));
}

Status Journal::hand_over(std::vector<VerifiedEvent> events, Done done) {
  LEDGER_TRY(check_batch_length(events.size()));
  Submission submission;
  submission.events = std::move(events);
  submission.done = std::move(done);
  return queue(std::move(submission));
}

Result<Position> Journal::submit_leaf(std::string leaf, std::int64_t timeout_micros) {
  Submission submission;
  submission.leaf = std::move(leaf);
  const Writer::Answer acknowledged = queue_and_wait(std::move(submission), timeout_micros);
  if (!acknowledged.ok()) return acknowledged.status();
  return acknowledged->events.front().position;
}

Status Journal::queue(Submission submission) {
  if (!open_.load()) return journal_closed();
  submission.queued_at_micros = parts_.clock.monotonic_micros();
  if (queue_.try_push(submission)) return Status();
  if (queue_.closed()) return journal_closed();
  return exhausted("journal.queue_full", "the writer's queue is full; try again shortly");
}

Writer::Answer Journal::queue_and_wait(Submission submission, std::int64_t timeout_micros) {
  // Shared, because the writer may come to it after this thread has given up.
  const auto promise = std::make_shared<std::promise<Writer::Answer>>();
  std::future<Writer::Answer> answer = promise->get_future();
  submission.done = [promise](Writer::Answer acknowledged) { promise->set_value(std::move(acknowledged)); };
  LEDGER_TRY(queue(std::move(submission)));
  if (answer.wait_for(std::chrono::microseconds(timeout_micros)) != std::future_status::ready) {
    return append_unknown();
  }
  return answer.get();
}

void Journal::run() {
  name_this_thread("writer");
  std::vector<Submission> group;
  while (true) {
    std::vector<Submission> taken = queue_.take_some(kTakeMax);
    if (taken.empty()) return;
    std::size_t events = 0;
    for (Submission& submission : taken) {
      const std::size_t more = submission.leaf ? 1 : submission.events.size();
      const bool other_kind = !group.empty() && group.back().leaf.has_value() != submission.leaf.has_value();
      if (other_kind || events + more > kGroupEventsMax) {
        commit_group(group);
        events = 0;
      }
      events += more;
      group.push_back(std::move(submission));
    }
    commit_group(group);
  }
}

void Journal::refuse_beyond_reserve(std::vector<Submission>& group) {
  if (parts_.reserve == nullptr) return;
  parts_.reserve->sample();
  std::erase_if(group, [this](Submission& submission) {
    Status room = submission.leaf ? parts_.reserve->admit(Event()) : Status();
    for (std::size_t i = 0; i < submission.events.size() && room.ok(); ++i) {
      room = parts_.reserve->admit(submission.events[i].event());
    }
    if (room.ok()) return false;
    refused_total_.add();
    submission.done(std::move(room));
    return true;
  });
}

Writer::Outcome Journal::write_group(std::vector<Submission>& group) {
  if (group.front().leaf) {
    std::vector<std::string> leaves;
    leaves.reserve(group.size());
    for (Submission& submission : group) leaves.push_back(*std::move(submission.leaf));
    return writer_->commit_leaves(leaves);
  }
  std::vector<Writer::Batch> batches;
  batches.reserve(group.size());
  for (Submission& submission : group) batches.push_back(std::move(submission.events));
  Writer::Outcome outcome = writer_->commit(batches);
  // Back to where they came from: they are let go when everybody has an answer.
  for (std::size_t i = 0; i < group.size(); ++i) group[i].events = std::move(batches[i]);
  return outcome;
}

void Journal::commit_group(std::vector<Submission>& group) {
  refuse_beyond_reserve(group);
  if (group.empty()) return;
  if (!open_.load()) {
    for (Submission& submission : group) submission.done(journal_closed());
    group.clear();
    return;
  }
  const std::int64_t started = parts_.clock.monotonic_micros();
  for (const Submission& submission : group) {
    queue_seconds_.observe_micros(started - submission.queued_at_micros);
  }
  Writer::Outcome outcome = write_group(group);
  if (!outcome.fatal.ok()) {
    close_with(outcome.fatal);
    for (Submission& submission : group) {
      submission.done(unavailable("append.unknown",
                                  "the write failed or is uncertain; recovery decides at the next start"));
    }
    group.clear();
    return;
  }
  if (outcome.view) {
    cell_->recent().add(std::move(outcome.entries));
    cell_->store(outcome.view);
    groups_total_.add();
    events_total_.add(outcome.appended_events);
  }
  commit_seconds_.observe_micros(parts_.clock.monotonic_micros() - started);
  for (std::size_t i = 0; i < group.size(); ++i) {
    if (!outcome.answers[i].ok()) refused_total_.add();
    group[i].done(std::move(outcome.answers[i]));
  }
  group.clear();
}

void Journal::close_with(const Status& why) {
  open_.store(false);
  queue_.close();
  diag(DiagLevel::kError, "journal_closed", why);
  if (parts_.on_closed) parts_.on_closed(why);
}

}  // namespace ledger
